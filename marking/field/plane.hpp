// From one plane to another as a lens sees it: private to this room.
#pragma once

#include <opencv2/core.hpp>

namespace imprimatur::field {

inline cv::Vec2d mapped(cv::Matx33d const& by, cv::Vec2d at) {
    cv::Vec3d const to = by * cv::Vec3d(at[0], at[1], 1);
    return {to[0] / to[2], to[1] / to[2]};
}

} // namespace imprimatur::field
