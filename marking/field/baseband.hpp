// The response turned back by two waves and summed over small blocks: private to this room.
#pragma once

#include <complex>
#include <vector>

#include <opencv2/core.hpp>

#include "marking/field/spectrum.hpp"

namespace imprimatur::field {

/// Strength and phase of the lattice's two waves around any place, from sums made once.
class Baseband {
  public:
    Baseband(cv::Mat const& response, Waves const& waves);

    struct Reading {
        cv::Vec2d phase; ///< lattice coordinates (u, v) at the place, each without its whole part
        double trust;    ///< the weaker wave against what noise of that loudness would give
    };
    /// @param radius pixels; what is nearer counts more
    /// @param slope d(u, v) / d(x, y) there, as far as known
    Reading read(cv::Vec2d middle, double radius, cv::Matx22d const& slope) const;

  private:
    struct Block {
        std::complex<float> wave[2];
        float power = 0;
    };
    void sum_rows(cv::Mat const& response, int row);

    int side_;
    int columns_;
    int rows_;
    cv::Matx22d turned_; ///< by what the blocks are turned back already, cycles a pixel
    std::vector<Block> blocks_;
};

} // namespace imprimatur::field
