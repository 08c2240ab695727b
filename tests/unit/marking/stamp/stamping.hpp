/// Stamps a document in a test with a template of the house.
#pragma once

#include <string>
#include <vector>

#include "marking/stamp/stamp.hpp"

namespace imprimatur::stamp {

/// 机密★10年, copy `number` for 王芳, marked by hand.
Mark secret_mark(std::uint32_t number = 123);

/// A document of pages full of text that differ.
std::string prose(std::uint32_t pages);

Descriptor file_of(std::string const& bytes);

struct Outcome {
    std::string way; ///< or the sentence that refused it
    std::vector<std::string> remarks;
    std::vector<std::string> copies;
    std::string cause;
};
Outcome stamped(std::string const& document, Options const& options = {},
                std::vector<Mark> const& marks = {secret_mark()},
                std::string const& template_name = "gb-9704");

/// What the QR at the top right of a page says.
std::string seal_on(std::string const& copy, std::uint32_t page);
std::string text_on(std::string const& copy, std::uint32_t page);

} // namespace imprimatur::stamp
