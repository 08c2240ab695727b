// A TIFF in memory, as libtiff sees it. Private to this room.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <tiffio.h>

#include "foundation/result/result.hpp"

namespace imprimatur::tiff {

tl::unexpected<Error> broken(char const* cause);
/// @param kind what it is, the same in both languages ("16 x IEEE, Photometric 32803")
tl::unexpected<Error> unknown_kind(std::string const& kind);

/// Where the folder of each picture stands; small views and masks of others are left out. @source
/// TIFF 6.0, section 2, and tag 254; BigTIFF
Result<std::vector<std::uint64_t>> folders_of(std::string_view bytes);

struct Close {
    void operator()(TIFF* file) const { TIFFClose(file); }
};

/// One picture of a file that is in memory and stays there. Move-only.
class Opened {
  public:
    static Result<Opened> open(std::string_view bytes, std::uint32_t index);
    TIFF* get() const { return file_.get(); }

  private:
    /// What libtiff reads from; its address must not change.
    struct Source {
        std::string_view bytes;
        toff_t place = 0;
    };
    friend struct Reading;
    std::unique_ptr<Source> source_;
    std::unique_ptr<TIFF, Close> file_;
};

/// How a picture lies in its file.
struct Lie {
    std::uint32_t width = 0;
    std::uint32_t height = 0;
    std::uint16_t bits = 1;    ///< a sample
    std::uint16_t samples = 1; ///< a pixel
    std::uint16_t format = SAMPLEFORMAT_UINT;
    std::uint16_t photometric = PHOTOMETRIC_MINISWHITE;
    std::uint16_t compression = COMPRESSION_NONE;
    bool is_planar = false;
    bool is_tiled = false;
    std::uint32_t part_width = 0; ///< of a tile; of a strip the whole width
    std::uint32_t part_height = 0;
    int alpha = 0; ///< of the first sample beyond the colours: EXTRASAMPLE_…; 0: none
};

/// @error BadInput, Exhausted, Unsupported as of decode()
Result<Lie> lie_of(TIFF* file);

} // namespace imprimatur::tiff
