/// The fields that a line of a template may show.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "marking/mark/mark.hpp"

namespace imprimatur::layout {

using Value = std::function<std::string(Mark const&)>;
std::map<std::string, Value, std::less<>> const& fields();
/// All names, for a person: "copying_unit, document, …".
std::string field_names();

/// A piece of a line's text: words, or a field; what stands in one pair of brackets has one number.
struct Part {
    std::string words;
    std::string field; ///< empty: words
    int group = 0;     ///< 0: in no brackets
};
struct Parsed {
    std::vector<Part> parts;
    std::string stray; ///< not empty: the brace or bracket that has no partner
};
Parsed parse(std::string_view text);

} // namespace imprimatur::layout
