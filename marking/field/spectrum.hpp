// The lattice from the picture's spectrum: private to this room.
#pragma once

#include <vector>

#include <opencv2/core.hpp>

namespace imprimatur::field {

/// Two wave vectors, radians a pixel: site (u, v) lies where wave1·x = 2πu + c and wave2·x = 2πv +
/// d.
struct Waves {
    cv::Vec2d one;
    cv::Vec2d two;
    double strength = 0;  ///< of the spectrum's peaks over what is around them
    cv::Vec2d at{-1, -1}; ///< near where they were seen, pixels; negative: everywhere
    bool is_flat = false; ///< the same over the whole picture, nearly

    double pitch() const { return 2 * CV_PI / cv::norm(one); }
};

/// Named so that the second is a quarter turn clockwise from the first, as the lattice is drawn:
/// named the other way round, a page looks like its mirror image.
Waves as_drawn(Waves waves);

/// Orders of the two waves at which a lattice is looked for, the waves themselves among them.
constexpr int harmonics[][2] = {{1, 0}, {0, 1},  {1, 1}, {1, -1}, {2, 0},
                                {0, 2}, {2, -1}, {1, 2}, {2, 1},  {1, -2}};

/// Of a whole picture in the corner of a square, complex.
cv::Mat transform_of(cv::Mat const& picture);
/// A power spectrum of a square as the transform leaves it.
cv::Mat power_of_transform(cv::Mat const& transform);
/// A peak's place between the pixels of the spectrum, from its middle, by its neighbours' weight.
cv::Vec2d refined(cv::Mat const& spectrum, cv::Vec2d peak);
/// How far from square two waves are: 0 for the same length at a right angle.
double skew(cv::Vec2d one, cv::Vec2d two);

/// The likeliest lattices, best first.
std::vector<Waves> find_waves(cv::Mat const& response, double least_pitch, double most_pitch);

/// Leads without those that are one and the same lattice, at most `most`.
std::vector<Waves> different(std::vector<Waves> const& leads, std::size_t most);

/// The likeliest lattices of a sheet that lies flat, whose pitch is known to a few percent: one
/// spectrum of the whole picture, which hears what is too faint for its parts.
/// @param transform of the whole response
/// @param stretches how much wider than high its pixels may be
std::vector<Waves> find_flat_waves(cv::Mat const& transform, double pitch,
                                   std::vector<double> const& stretches, std::size_t count);

} // namespace imprimatur::field
