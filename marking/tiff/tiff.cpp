#include "marking/tiff/tiff.hpp"

#include "marking/tiff/colours.hpp"
#include "marking/tiff/opened.hpp"

namespace imprimatur::tiff {

namespace {

/// Resolution, or where no unit is said how long pixels are beside each other.
void read_resolution(TIFF* file, Picture& into) {
    float x = 0;
    float y = 0;
    std::uint16_t unit = RESUNIT_INCH;
    if (TIFFGetField(file, TIFFTAG_XRESOLUTION, &x) != 1 ||
        TIFFGetField(file, TIFFTAG_YRESOLUTION, &y) != 1 || !(x > 0) || !(y > 0)) {
        return;
    }
    TIFFGetFieldDefaulted(file, TIFFTAG_RESOLUTIONUNIT, &unit);
    into.aspect = double{x} / double{y};
    if (unit != RESUNIT_NONE) {
        double const inch = unit == RESUNIT_CENTIMETER ? 2.54 : 1;
        into.dpi_x = x * inch;
        into.dpi_y = y * inch;
    }
}

} // namespace

bool is_tiff(std::string_view bytes) {
    using namespace std::string_view_literals;
    return bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv) ||
           bytes.starts_with("II+\0\x08\0\0\0"sv) || bytes.starts_with("MM\0+\0\x08\0\0"sv);
}

Result<std::uint32_t> count(std::string_view bytes) {
    auto const folders = folders_of(bytes);
    return folders ? Result<std::uint32_t>(static_cast<std::uint32_t>(folders->size()))
                   : pass_on(folders);
}

Result<Picture> decode(std::string_view bytes, std::uint32_t index) {
    auto const opened = Opened::open(bytes, index);
    auto const lie = opened ? lie_of(opened->get()) : pass_on(opened);
    if (!lie) {
        return pass_on(lie);
    }
    Picture out;
    std::uint16_t orientation = ORIENTATION_TOPLEFT;
    TIFFGetFieldDefaulted(opened->get(), TIFFTAG_ORIENTATION, &orientation);
    out.orientation = orientation >= 1 && orientation <= 8 ? orientation : 1;
    read_resolution(opened->get(), out);
    auto bitmap = picture_of(opened->get(), *lie);
    if (!bitmap) {
        return pass_on(bitmap);
    }
    out.bitmap = std::move(*bitmap);
    return out;
}

} // namespace imprimatur::tiff
