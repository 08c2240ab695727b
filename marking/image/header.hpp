// What a JPEG or a PNG says of how its pixels are to be shown. Private to this room.
#pragma once

#include <string_view>

namespace imprimatur::image {

/// Which way up, 1 to 8; 1 where nothing (sound) is said. JPEG: segment APP1; PNG: chunk eXIf.
/// @source Exif 2.32, tag 274; PNG extensions 1.5.0
int orientation_in(std::string_view bytes);

struct Density {
    double x = 0; ///< pixels an inch; 0: it does not say
    double y = 0;
    double aspect = 1; ///< height of a pixel over its width, with or without a unit
};

/// @source JFIF 1.02 (APP0); ISO/IEC 15948 (pHYs); Exif 2.32, tags 282 and 283 for the aspect where
/// a JPEG has no JFIF.
Density density_in(std::string_view bytes);

} // namespace imprimatur::image
