/// What stands on the pages: text, tables, pictures, dense Chinese, forms; as a printer's raster.
#pragma once

#include <array>
#include <map>
#include <string>
#include <utility>

#include <opencv2/core.hpp>

namespace imprimatur::bench {

constexpr double print_dpi = 600;
constexpr double pixels_a_mm = print_dpi / 25.4;
inline cv::Size const a4{4960, 7016};

inline constexpr std::array contents{"text", "table", "picture", "chinese", "form"};
constexpr int variants = 3;

/// Pages at 600 dpi, 0 or 255, greys in halftone; drawn when first asked for.
class Library {
  public:
    cv::Mat const& page(int content, int variant);

  private:
    std::map<std::pair<int, int>, cv::Mat> pages_;
};

} // namespace imprimatur::bench
