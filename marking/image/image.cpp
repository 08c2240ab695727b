#include "marking/image/image.hpp"

#include <algorithm>
#include <cmath>
#include <cstdlib>
#include <mutex>
#include <optional>
#include <vector>

#include <leptonica/allheaders.h>

#include "foundation/owned/owned.hpp"
#include "marking/image/header.hpp"
#include "marking/image/upright.hpp"
#include "marking/tiff/tiff.hpp"

namespace imprimatur::image {

namespace {

constexpr double least_dpi = 20;
constexpr double most_dpi = 4800;

void destroy(PIX* pix) {
    pixDestroy(&pix);
}
using Pix = Owned<PIX, destroy>;
using Bytes = Owned<l_uint8, std::free>;

/// Leptonica talks to stderr unless told not to.
void hush() {
    static std::once_flag once;
    std::call_once(once, [] { setMsgSeverity(L_SEVERITY_NONE); });
}

l_uint8 const* data_of(std::string_view bytes) {
    return reinterpret_cast<l_uint8 const*>(bytes.data());
}

tl::unexpected<Error> broken(char const* cause) {
    return fail(Fault::BadInput, {"image.broken", {}}, cause);
}

Result<void> check_size(std::string_view bytes) {
    l_int32 width = 0;
    l_int32 height = 0;
    l_int32 other = 0;
    auto failed = pixReadHeaderMem(data_of(bytes), bytes.size(), &other, &width, &height, nullptr,
                                   nullptr, nullptr);
    if (failed != 0 || width < 1 || height < 1) {
        return broken("no sound header");
    }
    if (double{1} * width * height > tiff::most_pixels) {
        return fail(Fault::Exhausted, {"image.too-large", {}},
                    std::to_string(width) + " x " + std::to_string(height));
    }
    return {};
}

/// Any depth, palette or transparency to 8-bit grey or 24-bit colour on white.
Pix simplify(Pix pix) {
    if (pixGetSpp(pix.get()) == 4) {
        pix.reset(pixAlphaBlendUniform(pix.get(), 0xffffff00));
    }
    if (pix && pixGetColormap(pix.get()) != nullptr) {
        pix.reset(pixRemoveColormap(pix.get(), REMOVE_CMAP_BASED_ON_SRC));
    }
    if (pix && pixGetDepth(pix.get()) != 8 && pixGetDepth(pix.get()) != 32) {
        pix.reset(pixConvertTo8(pix.get(), 0));
    }
    return pix;
}

Bitmap to_bitmap(PIX* pix) {
    Bitmap out;
    out.width = static_cast<std::uint32_t>(pixGetWidth(pix));
    out.height = static_cast<std::uint32_t>(pixGetHeight(pix));
    out.channels = pixGetDepth(pix) == 8 ? Channels::Grey : Channels::Rgb;
    out.pixels.resize(out.row_bytes() * out.height);
    auto const words = static_cast<std::size_t>(pixGetWpl(pix));
    auto* to = out.pixels.data();
    for (std::uint32_t y = 0; y < out.height; ++y) {
        auto* line = pixGetData(pix) + y * words;
        for (std::uint32_t x = 0; x < out.width; ++x) {
            if (out.channels == Channels::Grey) {
                *to++ = static_cast<std::uint8_t>(GET_DATA_BYTE(line, x));
            } else {
                *to++ = static_cast<std::uint8_t>(line[x] >> L_RED_SHIFT);
                *to++ = static_cast<std::uint8_t>(line[x] >> L_GREEN_SHIFT);
                *to++ = static_cast<std::uint8_t>(line[x] >> L_BLUE_SHIFT);
            }
        }
    }
    return out;
}

Result<tiff::Picture> unpack(std::string_view bytes) {
    Pix pix(pixReadMem(data_of(bytes), bytes.size()));
    if (!pix) {
        return broken("cannot be unpacked");
    }
    pix = simplify(std::move(pix));
    if (!pix) {
        return broken("of an unknown kind");
    }
    auto const density = density_in(bytes);
    return tiff::Picture{to_bitmap(pix.get()), orientation_in(bytes), density.x, density.y,
                         density.aspect};
}

Pix to_pix(Bitmap const& picture) {
    auto const grey = picture.channels == Channels::Grey;
    Pix pix(pixCreate(static_cast<l_int32>(picture.width), static_cast<l_int32>(picture.height),
                      grey ? 8 : 32));
    if (!pix) {
        return pix;
    }
    auto const resolution = static_cast<l_int32>(std::lround(picture.dpi));
    pixSetResolution(pix.get(), resolution, resolution);
    auto const words = static_cast<std::size_t>(pixGetWpl(pix.get()));
    for (std::uint32_t y = 0; y < picture.height; ++y) {
        auto* line = pixGetData(pix.get()) + y * words;
        auto const* from = picture.row(y);
        for (std::uint32_t x = 0; x < picture.width; ++x) {
            if (grey) {
                SET_DATA_BYTE(line, x, from[x]);
            } else {
                auto const* pixel = from + std::size_t{3} * x;
                composeRGBPixel(pixel[0], pixel[1], pixel[2], line + x);
            }
        }
    }
    return pix;
}

Result<std::string> finish(int failed, l_uint8* data, std::size_t size) {
    Bytes owner(data);
    if (failed != 0 || data == nullptr) {
        return fail(Fault::Internal, {"image.cannot-encode", {}});
    }
    return std::string(reinterpret_cast<char const*>(data), size);
}

} // namespace

std::optional<Format> find_format(std::string_view bytes) {
    if (bytes.starts_with("\x89PNG\r\n\x1a\n")) {
        return Format::Png;
    }
    if (bytes.starts_with("\xff\xd8\xff")) {
        return Format::Jpeg;
    }
    if (tiff::is_tiff(bytes)) {
        return Format::Tiff;
    }
    return std::nullopt;
}

Result<std::uint32_t> count(std::string_view bytes) {
    hush();
    auto format = find_format(bytes);
    if (!format) {
        return broken("neither PNG, JPEG nor TIFF");
    }
    if (*format == Format::Tiff) {
        return tiff::count(bytes);
    }
    if (auto sound = check_size(bytes); !sound) {
        return pass_on(sound);
    }
    return 1U;
}

Result<Bitmap> decode(std::string_view bytes, std::uint32_t index) {
    auto pictures = count(bytes);
    if (!pictures) {
        return pass_on(pictures);
    }
    if (index >= *pictures) {
        return fail(Fault::NotFound, {"image.no-picture",
                                      {{"picture", std::to_string(index + 1)},
                                       {"pictures", std::to_string(*pictures)}}});
    }
    auto stored = *find_format(bytes) == Format::Tiff ? tiff::decode(bytes, index) : unpack(bytes);
    if (!stored) {
        return pass_on(stored);
    }
    auto const dpi = std::round(std::max(stored->dpi_x, stored->dpi_y));
    auto out = turned(squared(std::move(stored->bitmap), stored->aspect), stored->orientation);
    out.dpi = dpi >= least_dpi && dpi <= most_dpi ? dpi : 0;
    return out;
}

bool is_as_stored(std::string_view bytes) {
    return find_format(bytes) != Format::Tiff && orientation_in(bytes) == 1;
}

Result<std::string> encode_png(Bitmap const& picture) {
    hush();
    auto pix = to_pix(picture);
    l_uint8* data = nullptr;
    size_t size = 0;
    auto failed = pix ? pixWriteMemPng(&data, &size, pix.get(), 0) : 1;
    return finish(failed, data, size);
}

Result<std::string> encode_jpeg(Bitmap const& picture, int quality) {
    hush();
    auto pix = to_pix(picture);
    l_uint8* data = nullptr;
    size_t size = 0;
    auto failed = pix ? pixWriteMemJpeg(&data, &size, pix.get(), quality, 0) : 1;
    return finish(failed, data, size);
}

} // namespace imprimatur::image
