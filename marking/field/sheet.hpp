// Where a sheet lies flat, and where it was photographed: private to this room.
#pragma once

#include <vector>

#include "marking/field/looking.hpp"

namespace imprimatur::field {

/// What is smaller is looked at with more pains: pixels.
constexpr std::size_t small_picture = 1'000'000;
/// Pixels a side of what is heard as one.
constexpr int most_flat = 2400;

/// A picture, and what could be a dot on it.
struct Seen {
    cv::Mat light;
    cv::Mat response; ///< at that pitch
    double pitch;     ///< pixels, as far as known
};

/// Of a sheet that lies flat the pitch is known. All these: @return true: it is enough
/// @param stretches how much wider than high pixels may be
bool look_at_flat(Eye& eye, Seen const& seen, std::vector<double> const& stretches,
                  bool is_faint_sought);

/// A sheet that lies flat and straight, of whose dots a copier or a threshold left so little that
/// only all of it together may name a copy.
bool look_at_faint(Eye& eye, Seen const& seen, std::vector<double> const& stretches);

/// A photo whose pitch is unknown, of a sheet taken from the side.
bool look_at_photo(Eye& eye, cv::Mat const& light, double least_pitch);

} // namespace imprimatur::field
