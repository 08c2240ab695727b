#include "marking/pdf/written.hpp"

#include <algorithm>
#include <charconv>

#include "marking/pdf/deflate.hpp"
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

void Written::stream(unsigned number, std::string_view entries, std::string_view data) {
    begin({number, 0});
    bytes.append("<<").append(entries).append("/Length ");
    append_number(bytes, data.size());
    bytes.append(">>\nstream\n").append(data).append("\nendstream\nendobj\n");
}

void Written::packed(unsigned number, std::string_view entries, std::string_view data,
                     std::size_t row) {
    std::string all(entries);
    all += "/Filter/FlateDecode";
    if (row == 0) {
        stream(number, all, deflated(data));
        return;
    }
    all += "/DecodeParms<</Predictor 12/Columns ";
    append_number(all, row);
    stream(number, all + ">>", deflated(less_above(data, row), Packing::Quick));
}

void Written::stencil(unsigned number, std::uint64_t width, std::uint64_t height,
                      std::string_view bits, std::size_t row) {
    std::string entries = "/Type/XObject/Subtype/Image/ImageMask true/BitsPerComponent 1/Width ";
    append_number(entries, width);
    entries += "/Height ";
    append_number(entries, height);
    packed(number, entries, bits, row);
}

void Written::object(Reference const& reference, std::string_view value) {
    if (reference.generation == 0) {
        waiting_.push_back({reference.number, values_.size()});
        values_.append(value) += '\n';
        return;
    }
    begin(reference); // only objects of generation 0 can be in a bundle
    bytes.append(value).append("\nendobj\n");
}

void Written::bundle(unsigned& next) {
    constexpr std::size_t most = 200; // objects: some readers read all of a bundle for one of them
    for (std::size_t first = 0; first < waiting_.size(); first += most) {
        write_bundle(next++, first, std::min(first + most, waiting_.size()));
    }
    waiting_.clear();
    values_.clear();
}

void Written::append(Written const& other) {
    auto const shift = bytes.size();
    bytes += other.bytes;
    for (auto place : other.places) {
        place.offset += place.bundle == 0 ? shift : 0;
        places.push_back(place);
    }
}

void Written::begin(Reference const& reference) {
    places.push_back({reference.number, reference.generation, bytes.size()});
    append_number(bytes, reference.number);
    bytes += ' ';
    append_number(bytes, reference.generation);
    bytes += " obj\n";
}

void Written::write_bundle(unsigned number, std::size_t first, std::size_t last) {
    auto const start = waiting_[first].offset;
    std::string index;
    for (auto i = first; i < last; ++i) {
        append_number(index, waiting_[i].number);
        index += ' ';
        append_number(index, waiting_[i].offset - start);
        index += ' ';
        places.push_back({waiting_[i].number, 0, i - first, number});
    }
    std::string entries = "/Type/ObjStm/N ";
    append_number(entries, last - first);
    entries += "/First ";
    append_number(entries, index.size());
    packed(number, entries, index.append(values_, start, end_of(last - 1) - start));
}

std::size_t Written::end_of(std::size_t waiting) const {
    return waiting + 1 < waiting_.size() ? waiting_[waiting + 1].offset : values_.size();
}

} // namespace imprimatur::pdf
