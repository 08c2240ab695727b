#include "marking/image/header.hpp"

#include <cstdint>
#include <functional>
#include <optional>

namespace imprimatur::image {

using namespace std::string_view_literals;

namespace {

constexpr double inches_a_metre = 39.3700787;

std::uint32_t big_number(std::string_view bytes, std::size_t at, std::size_t width) {
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < width; ++i) {
        out = out << 8U | static_cast<unsigned char>(bytes[at + i]);
    }
    return out;
}

/// The first folder of a TIFF structure, in which Exif keeps what is said of the picture.
class Exif {
  public:
    explicit Exif(std::string_view bytes) : bytes_(bytes) {
        bool const is_known = bytes.starts_with("II*\0"sv) || bytes.starts_with("MM\0*"sv);
        folder_ = is_known ? number(4, 4).value_or(0) : 0;
    }

    std::optional<std::uint32_t> short_of(std::uint32_t tag) const {
        auto const at = entry(tag);
        return at && number(*at + 2, 2) == 3U ? number(*at + 8, 2) : std::nullopt;
    }
    double ratio_of(std::uint32_t tag) const {
        auto const at = entry(tag);
        auto const place = at && number(*at + 2, 2) == 5U ? number(*at + 8, 4) : std::nullopt;
        auto const over = place ? number(*place, 4) : std::nullopt;
        auto const under = place ? number(std::size_t{*place} + 4, 4) : std::nullopt;
        return over && under && *under != 0 ? double{1} * *over / *under : 0;
    }

  private:
    std::optional<std::uint32_t> number(std::size_t at, std::size_t width) const {
        if (at > bytes_.size() || bytes_.size() - at < width) {
            return std::nullopt;
        }
        std::uint32_t out = 0;
        for (std::size_t i = 0; i < width; ++i) {
            auto const place = bytes_[0] == 'I' ? at + width - 1 - i : at + i;
            out = out << 8U | static_cast<unsigned char>(bytes_[place]);
        }
        return out;
    }
    std::optional<std::size_t> entry(std::uint32_t tag) const {
        auto const count = folder_ == 0 ? std::nullopt : number(folder_, 2);
        for (std::uint32_t i = 0; i < count.value_or(0); ++i) {
            std::size_t const at = folder_ + 2 + std::size_t{12} * i;
            auto const found = number(at, 2);
            if (!found || *found == tag) {
                return found ? std::optional(at) : std::nullopt;
            }
        }
        return std::nullopt;
    }

    std::string_view bytes_;
    std::size_t folder_ = 0;
};

/// Each segment before the picture itself, until `look` says true. @source ITU-T T.81, annex B
void each_segment(std::string_view jpeg,
                  std::function<bool(unsigned marker, std::string_view body)> const& look) {
    for (std::size_t at = 2; at + 4 <= jpeg.size();) {
        auto const marker = static_cast<unsigned char>(jpeg[at + 1]);
        if (static_cast<unsigned char>(jpeg[at]) != 0xFF || marker == 0xDA) {
            return;
        }
        if (marker == 0xFF) { // filling
            ++at;
            continue;
        }
        auto const length = big_number(jpeg, at + 2, 2);
        if (length < 2 || at + 2 + length > jpeg.size() ||
            look(marker, jpeg.substr(at + 4, length - 2))) {
            return;
        }
        at += 2 + length;
    }
}

/// Empty: there is none. @source ISO/IEC 15948, 5.3
std::string_view find_chunk(std::string_view png, std::string_view name) {
    for (std::size_t at = 8; at + 12 <= png.size();) {
        std::size_t const length = big_number(png, at, 4);
        if (length > png.size() - at - 12) {
            break;
        }
        if (png.substr(at + 4, 4) == name) {
            return png.substr(at + 8, length);
        }
        at += 12 + length;
    }
    return {};
}

bool is_png(std::string_view bytes) {
    return bytes.starts_with("\x89PNG\r\n\x1a\n"sv);
}

std::string_view exif_in(std::string_view bytes) {
    if (is_png(bytes)) {
        return find_chunk(bytes, "eXIf");
    }
    std::string_view out;
    each_segment(bytes, [&](unsigned marker, std::string_view body) {
        constexpr auto name = "Exif\0\0"sv;
        if (marker == 0xE1 && body.starts_with(name)) {
            out = body.substr(name.size());
        }
        return !out.empty();
    });
    return out;
}

Density density_of(double x, double y, double scale) {
    return x > 0 && y > 0 ? Density{x * scale, y * scale, x / y} : Density{};
}

Density density_in_png(std::string_view bytes) {
    auto const said = find_chunk(bytes, "pHYs");
    if (said.size() < 9) {
        return {};
    }
    return density_of(big_number(said, 0, 4), big_number(said, 4, 4),
                      said[8] == 1 ? 1 / inches_a_metre : 0);
}

} // namespace

int orientation_in(std::string_view bytes) {
    constexpr std::uint32_t tag = 274;
    auto const said = Exif(exif_in(bytes)).short_of(tag).value_or(1);
    return said >= 1 && said <= 8 ? static_cast<int>(said) : 1;
}

Density density_in(std::string_view bytes) {
    if (is_png(bytes)) {
        return density_in_png(bytes);
    }
    std::optional<Density> jfif;
    each_segment(bytes, [&](unsigned marker, std::string_view body) {
        if (marker == 0xE0 && body.starts_with("JFIF\0"sv) && body.size() >= 12) {
            auto const unit = body[7];
            jfif = density_of(big_number(body, 8, 2), big_number(body, 10, 2),
                              unit == 1   ? 1
                              : unit == 2 ? 2.54
                                          : 0);
        }
        return jfif.has_value();
    });
    if (jfif) {
        return *jfif;
    }
    Exif const exif(exif_in(bytes)); // cameras write 72 without meaning it: good for the ratio only
    return density_of(exif.ratio_of(282), exif.ratio_of(283), 0);
}

} // namespace imprimatur::image
