#include "marking/album/encoded.hpp"

namespace imprimatur::album {

namespace {

std::uint32_t number_at(std::string_view bytes, std::size_t at, std::size_t width) {
    std::uint32_t out = 0;
    for (std::size_t i = 0; i < width; ++i) {
        out = out << 8U | static_cast<unsigned char>(bytes[at + i]);
    }
    return out;
}

bool is_frame(unsigned marker) { // SOF0 to SOF2: what PDF readers must know
    return marker >= 0xC0 && marker <= 0xC2;
}

} // namespace

std::optional<Encoded> read_jpeg(std::string_view picture) {
    if (!picture.starts_with("\xFF\xD8")) {
        return std::nullopt;
    }
    for (std::size_t at = 2; at + 4 <= picture.size();) {
        auto const marker = number_at(picture, at, 2);
        auto const length = number_at(picture, at + 2, 2);
        if (marker < 0xFFC0 || length < 2 || at + 2 + length > picture.size()) {
            return std::nullopt;
        }
        auto const body = picture.substr(at + 4, length - 2);
        if (is_frame(marker & 0xFFU) && body.size() >= 6) {
            Encoded out{number_at(body, 3, 2), number_at(body, 1, 2), number_at(body, 5, 1),
                        "/Filter/DCTDecode", ""};
            bool const is_plain = body[0] == 8 && (out.colours == 1 || out.colours == 3) &&
                                  out.width > 0 && out.height > 0;
            return is_plain ? std::optional(out) : std::nullopt;
        }
        at += 2 + length;
    }
    return std::nullopt;
}

std::optional<Encoded> read_png(std::string_view picture) {
    using namespace std::string_view_literals;
    if (!picture.starts_with("\x89PNG\r\n\x1A\n"sv) || picture.size() < 33) {
        return std::nullopt;
    }
    Encoded out{number_at(picture, 16, 4), number_at(picture, 20, 4), 0, "", ""};
    auto const kind = picture.substr(24, 5); // depth, colour type, three methods
    if (kind == "\x08\x00\x00\x00\x00"sv) {
        out.colours = 1;
    } else if (kind == "\x08\x02\x00\x00\x00"sv) {
        out.colours = 3;
    } else {
        return std::nullopt;
    }
    for (std::size_t at = 8; at + 12 <= picture.size();) {
        std::size_t const length = number_at(picture, at, 4);
        if (length > picture.size() - at - 12) {
            return std::nullopt;
        }
        if (picture.substr(at + 4, 4) == "IDAT") {
            out.data += picture.substr(at + 8, length);
        }
        at += 12 + length;
    }
    // What PNG does to rows before packing them, PDF knows as predictor 15.
    out.entries = "/Filter/FlateDecode/DecodeParms<</Predictor 15/Colors " +
                  std::to_string(out.colours) + "/Columns " + std::to_string(out.width) + ">>";
    return out.data.empty() ? std::nullopt : std::optional(out);
}

} // namespace imprimatur::album
