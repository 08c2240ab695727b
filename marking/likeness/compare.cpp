#include <algorithm>

#include "marking/likeness/likeness.hpp"
#include "marking/likeness/share.hpp"
#include "marking/opencv/opencv.hpp"

namespace imprimatur::likeness {

namespace {

constexpr int most_features = 2000;
constexpr double least_found = 25; ///< squares of ink: less is a logo, a rule, a frame
constexpr double surely = 0.9;
constexpr double perhaps =
    0.68; ///< pages of one template reach 0.5, changed figures stay above 0.9
constexpr double most_missing = 0.005; ///< of the ink where both pages lie

Alike judged(Share const& first, Share const& second) {
    if (std::max(first.found, second.found) < least_found) {
        return Alike::Different;
    }
    double const most = std::max(first.of_ink, second.of_ink);
    if (most < perhaps) {
        return Alike::Different;
    }
    auto const& surer = first.of_ink >= second.of_ink ? first : second;
    // A few figures are a small part of the ink and all of the difference.
    return most >= surely && surer.inside >= 1 - most_missing ? Alike::Same : Alike::Doubtful;
}

} // namespace

PictureComparison compare_pictures(Bitmap const& first, double first_dpi, Bitmap const& second,
                                   double second_dpi) {
    if (first.is_empty() || second.is_empty()) {
        return {};
    }
    opencv::stay_on_one_thread();
    auto const a = as_grey(first);
    auto const b = as_grey(second);
    auto const placing =
        place(features_of(a, first_dpi, most_features), features_of(b, second_dpi, most_features));
    if (!placing) {
        return {};
    }
    auto const of_first = share_of(a, first_dpi, b, second_dpi, *placing);
    auto const of_second = share_of(b, second_dpi, a, first_dpi, inverse(*placing));
    return {judged(of_first, of_second), of_first.of_ink, of_second.of_ink, placing->mirrored,
            placing->turn * 180 / CV_PI, placing->scale,  of_first.missing, of_second.missing};
}

} // namespace imprimatur::likeness
