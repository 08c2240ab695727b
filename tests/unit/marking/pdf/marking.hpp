/// Marks a document in a test and looks at the result with the other library.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "marking/pdf/pdf.hpp"
#include "marking/read/read.hpp"
#include "marking/render/render.hpp"
#include "tests/support/paper/paper.hpp"

namespace imprimatur::pdf {

/// Where every test's mark goes: an opaque white field with words, and a QR in it.
inline constexpr Box field{10, 8, 60, 22};
inline constexpr Box qr_box{14, 12, 14, 14};
inline constexpr char const* mark_words = "MARKED 000123";

struct Marked {
    std::string bytes;
    std::string error; ///< sentence id and cause, when it was declined
};

/// Every page gets the words and a QR that says "page N".
Marked mark(std::string const& document, std::string const& copy = "",
            std::optional<Fit> fit = std::nullopt);

/// Several copies of one document after one preparation.
std::vector<std::string> mark_copies(std::string const& document,
                                     std::vector<std::string> const& names,
                                     std::optional<Fit> fit = std::nullopt);

struct Sight {
    std::vector<std::string> qr; ///< decoded, for each page
    std::vector<std::string> text;
    std::vector<render::PageSize> sizes;
};
Sight look(std::string const& bytes);

/// Pixels of a page that differ by more than a trace, outside of the marks' field.
/// @param before, after documents.
std::size_t differing_pixels(std::string const& before, std::string const& after,
                             std::uint32_t page = 1);

Descriptor file_of(std::string const& bytes);

using paper::qpdf;
/// The object of the first page, as qpdf finds it.
std::string page_object(std::string const& pdf);

} // namespace imprimatur::pdf
