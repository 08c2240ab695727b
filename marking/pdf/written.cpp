#include "marking/pdf/written.hpp"

#include <charconv>

#include "marking/pdf/letters.hpp"

namespace imprimatur::pdf {

void append_number(std::string& out, std::uint64_t number) {
    char digits[24];
    auto const end = std::to_chars(digits, digits + sizeof digits, number).ptr;
    out.append(digits, static_cast<std::size_t>(end - digits));
}

void append_reference(std::string& out, unsigned number, unsigned generation) {
    out += ' ';
    append_number(out, number);
    out += ' ';
    append_number(out, generation);
    out += " R";
}

void append_entry(std::string& out, std::string_view key, Value const& value) {
    out += '/';
    out += key;
    if (!value.text().empty() && class_of(value.text().front()) == Class::Regular) {
        out += ' ';
    }
    out += value.text();
}

void Written::begin(unsigned number, unsigned generation) {
    places.push_back({number, generation, bytes.size()});
    append_number(bytes, number);
    bytes += ' ';
    append_number(bytes, generation);
    bytes += " obj\n";
}

void Written::stream(unsigned number, std::string_view entries, std::string_view data) {
    begin(number);
    bytes.append("<<").append(entries).append("/Length ");
    append_number(bytes, data.size());
    bytes.append(">>\nstream\n").append(data).append("\nendstream\nendobj\n");
}

} // namespace imprimatur::pdf
