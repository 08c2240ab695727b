// The lattice of a sheet that was seen from the side: private to this room.
#pragma once

#include <vector>

#include "marking/field/spectrum.hpp"

namespace imprimatur::field {

/// A lattice in perspective: towards the far side of the sheet its waves get shorter, both by the
/// same law.
struct Tilted {
    Waves waves;    ///< in the middle of the picture
    cv::Vec2d bent; ///< a place `away` from the middle lies at away / (1 + bent·away) on the sheet
};

/// What a wave vector in the middle (a row) is to be multiplied by from the right, `away` from it.
cv::Matx22d change_at(cv::Vec2d bent, cv::Vec2d away);

/// The likeliest, best first, at most `count`. A fine lattice shows nothing but its two waves, and
/// those too faintly for one window. For every law the spectra of many windows are laid over each
/// other as it says: where it is right, peaks fall on peaks. None on a picture that is hardly
/// larger than a window.
std::vector<Tilted> find_tilted(cv::Mat const& response, double least_pitch, double most_pitch,
                                std::size_t count);

/// The same lattice, closer: as all of the picture together says it is. Its strength is that of the
/// fainter wave: power of all places in step, against out of step.
Tilted tuned(cv::Mat const& response, Tilted const& tilted);

/// The same on a picture that is so many times as large.
Tilted enlarged(Tilted const& tilted, double times);

/// A picture on which the lattice is straight, `scale` times as large.
struct Rectified {
    cv::Mat picture;
    cv::Matx33d back; ///< to where it was seen
};
Rectified rectified(cv::Mat const& picture, Tilted const& tilted, double scale);
/// The lattice as it lies there.
Waves straightened(Tilted const& tilted, double scale);

} // namespace imprimatur::field
