#include "marking/bitmap/bitmap.hpp"

namespace imprimatur {

Bitmap to_grey(Bitmap const& picture) {
    if (picture.channels == Channels::Grey) {
        return picture;
    }
    Bitmap grey{picture.width, picture.height, Channels::Grey, picture.dpi, {}};
    grey.pixels.resize(std::size_t{picture.width} * picture.height);
    auto const* rgb = picture.pixels.data();
    for (auto& pixel : grey.pixels) {
        // Weights of 77, 150 and 29 in 256 parts are those of BT.601.
        pixel =
            static_cast<std::uint8_t>((77U * rgb[0] + 150U * rgb[1] + 29U * rgb[2] + 128U) >> 8U);
        rgb += 3;
    }
    return grey;
}

} // namespace imprimatur
