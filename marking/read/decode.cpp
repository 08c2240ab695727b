#include "marking/read/decode.hpp"

#include <algorithm>
#include <cmath>

// ZXing 1.4 keeps its old wide texts unless told otherwise.
#define ZX_USE_UTF8 1
#include <ZXing/ReadBarcode.h>

namespace imprimatur::read {

namespace {

ZXing::DecodeHints hints_for(Threshold threshold) {
    ZXing::DecodeHints hints;
    hints.setFormats(ZXing::BarcodeFormat::QRCode);
    hints.setTryHarder(true);
    hints.setTryRotate(false);    // finder patterns are found at any angle
    hints.setTryDownscale(false); // the passes above choose the scales
    hints.setBinarizer(threshold == Threshold::Local ? ZXing::Binarizer::LocalAverage
                                                     : ZXing::Binarizer::GlobalHistogram);
    return hints;
}

cv::Point2d to_point(ZXing::PointI point) {
    return {double(point.x), double(point.y)};
}

} // namespace

std::vector<Seen> decode(cv::Mat const& grey, Threshold threshold) {
    std::vector<Seen> all;
    if (grey.empty()) {
        return all;
    }
    ZXing::ImageView view(grey.data, grey.cols, grey.rows, ZXing::ImageFormat::Lum,
                          static_cast<int>(grey.step));
    for (auto const& result : ZXing::ReadBarcodes(view, hints_for(threshold))) {
        auto const& place = result.position();
        all.push_back({result.text(),
                       {to_point(place.topLeft()), to_point(place.topRight()),
                        to_point(place.bottomRight()), to_point(place.bottomLeft())},
                       false});
    }
    return all;
}

cv::Point2d centre(Seen const& seen) {
    return (seen.corners[0] + seen.corners[1] + seen.corners[2] + seen.corners[3]) / 4;
}

std::size_t merge(std::vector<Seen>& all, std::vector<Seen> more) {
    std::size_t added = 0;
    for (auto& seen : more) {
        auto const reach = cv::norm(seen.corners[0] - seen.corners[2]) / 2;
        auto same = std::ranges::find_if(all, [&](Seen const& other) {
            return other.text == seen.text && cv::norm(centre(other) - centre(seen)) < reach;
        });
        if (same == all.end()) {
            all.push_back(std::move(seen));
            ++added;
        }
    }
    return added;
}

} // namespace imprimatur::read
