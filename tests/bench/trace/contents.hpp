/// What stands on the pages: text, tables, pictures, dense Chinese, forms; as a printer's raster.
#pragma once

#include <array>
#include <map>
#include <string>
#include <utility>

#include <opencv2/core.hpp>

#include "tests/support/press/press.hpp"

namespace imprimatur::bench {

using namespace press; // this bench prints on everything

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
