/// Objects in the making.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "marking/pdf/value.hpp"

namespace imprimatur::pdf {

/// Objects written one after another, and where each begins.
struct Written {
    struct Place {
        unsigned number;
        unsigned generation;
        std::size_t offset; ///< from the start of `bytes`
    };
    std::string bytes;
    std::vector<Place> places;

    /// "n g obj\n"; the caller writes the value and "\nendobj\n".
    void begin(unsigned number, unsigned generation = 0);
    /// A whole stream object. @param entries of its dictionary but /Length.
    void stream(unsigned number, std::string_view entries, std::string_view data);
};

void append_number(std::string& out, std::uint64_t number);
/// " n g R"
void append_reference(std::string& out, unsigned number, unsigned generation = 0);
/// "/key value", with a space where the two would grow together.
void append_entry(std::string& out, std::string_view key, Value const& value);

} // namespace imprimatur::pdf
