/// How much of every page is pictures, whatever text stands on it.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "foundation/result/result.hpp"

namespace imprimatur::pdf {

/// For every page the pixels of the pictures that it may show, those within forms and patterns
/// among them. What stands in the page's content itself (inline images) is not counted: a writer
/// puts no more than 4 kB there (ISO 32000-1, 8.9.7).
/// @error Unsupported "pdf.declined" the file's structure is broken or hidden by encryption;
/// Exhausted "pdf.too-many-pages".
Result<std::vector<std::uint64_t>> picture_pixels(std::string_view bytes, std::uint32_t most_pages);

} // namespace imprimatur::pdf
