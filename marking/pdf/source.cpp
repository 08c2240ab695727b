#include "marking/pdf/source.hpp"

#include <algorithm>
#include <charconv>

#include "marking/pdf/letters.hpp"

namespace imprimatur::pdf {

namespace {

constexpr int longest_chain = 16; // of references to references

int whole(Source const& source, Value const& dictionary, std::string_view key, int otherwise) {
    constexpr long most = 999'999'999;
    return static_cast<int>(source.whole(dictionary.entry(key), 0, most).value_or(otherwise));
}

Filter filter_of(Source const& source, Value const& name, Value const& parameters) {
    Filter out;
    out.name = source.resolve(name).name().value_or("");
    auto const dictionary = source.resolve(parameters);
    out.predictor = whole(source, dictionary, "Predictor", 1);
    out.colours = whole(source, dictionary, "Colors", 1);
    out.bits = whole(source, dictionary, "BitsPerComponent", 8);
    out.columns = whole(source, dictionary, "Columns", 1);
    out.early_change = whole(source, dictionary, "EarlyChange", 1);
    return out;
}

} // namespace

Source::Source(std::string_view bytes) : bytes_(bytes) {
    xref_ = read_xref(bytes, [this](std::size_t offset) { return xref_stream(offset); });
    auto const size = number(trailer_entry("Size")).value_or(0);
    next_number_ = static_cast<unsigned>(
        std::max(static_cast<double>(xref_.places.size()), std::min(size, 8e6)));
    if (is_encrypted()) {
        return;
    }
    if (!trailer_entry("Root").reference()) {
        throw Decline{"no reference to the catalog"};
    }
    catalog_ = resolve(trailer_entry("Root"));
    if (!catalog_.is_dictionary()) {
        throw Decline{"no catalog"};
    }
}

Value Source::trailer_entry(std::string_view key) const {
    for (auto const& trailer : xref_.trailers) {
        if (auto const found = trailer.entry(key); found.exists()) {
            return found;
        }
    }
    return {};
}

bool Source::may_have_bundles() const {
    constexpr std::string_view start = "%PDF-";
    constexpr std::string_view first = "1.5";
    auto const header = bytes_.starts_with(start) ? bytes_.substr(start.size(), 3) : "";
    return header >= first || find(catalog_, "Version").name().value_or("") >= first;
}

Value Source::resolve(Value const& value) const {
    auto out = value;
    for (int i = 0; i < longest_chain; ++i) {
        auto const reference = out.reference();
        if (!reference) {
            return out.exists() ? out : Value();
        }
        out = object(*reference);
    }
    return {};
}

bool Source::is_absent(Value const& value) const {
    return !value.exists() || (value.reference() && !resolve(value).exists());
}

Value Source::entry(Value const& dictionary, std::string_view key) const {
    auto const out = dictionary.entry(key);
    return is_absent(out) ? Value() : out;
}

Value Source::find(Value const& dictionary, std::string_view key) const {
    return resolve(dictionary.entry(key));
}

std::optional<double> Source::number(Value const& value) const {
    return resolve(value).number();
}

std::optional<long> Source::whole(Value const& value, long least, long most) const {
    auto const found = number(value);
    bool const is_within =
        found && *found >= static_cast<double>(least) && *found <= static_cast<double>(most);
    return is_within ? std::optional(static_cast<long>(*found)) : std::nullopt;
}

Value Source::object(Reference const& reference) const {
    if (reference.number >= xref_.places.size()) {
        return {};
    }
    auto const& place = xref_.places[reference.number];
    if (place.kind == Place::Kind::Plain && place.generation == reference.generation &&
        place.offset > 0) {
        return plain_object(reference, place.offset, nullptr);
    }
    if (place.kind == Place::Kind::Packed && reference.generation == 0) {
        return packed_object(reference, static_cast<unsigned>(place.offset));
    }
    return {};
}

/// @param end where the value ends, when asked for.
Value Source::plain_object(Reference const& reference, std::size_t offset, std::size_t* end) const {
    if (offset >= bytes_.size()) {
        throw Decline{"an object lies outside of the file"};
    }
    Cursor cursor(bytes_, offset);
    auto const number = cursor.next().number();
    auto const generation = cursor.next().number();
    bool const is_the_one = number == static_cast<double>(reference.number) &&
                            generation == static_cast<double>(reference.generation) &&
                            cursor.next().text() == "obj";
    if (!is_the_one) {
        throw Decline{"object " + std::to_string(reference.number) +
                      " is not where the cross-reference says"};
    }
    auto const value = cursor.next();
    if (end != nullptr) {
        *end = cursor.at();
    }
    return value.text() == "endobj" ? Value() : value;
}

Value Source::packed_object(Reference const& reference, unsigned number) const {
    auto const& found = bundle(number);
    auto const place = found.offsets.find(reference.number);
    if (place == found.offsets.end()) {
        throw Decline{"object " + std::to_string(reference.number) + " is not in its stream"};
    }
    return Cursor(found.text, place->second).next();
}

Source::Bundle const& Source::bundle(unsigned number) const {
    auto& known = bundles_[number];
    if (known) {
        return *known;
    }
    // Known before it is read: one whose own length lies in itself then finds nothing there.
    known = std::make_unique<Bundle>();
    auto* const made = known.get();
    auto const name = std::to_string(number) + " 0 R";
    auto const is_plain =
        number < xref_.places.size() && xref_.places[number].kind == Place::Kind::Plain;
    auto const found = is_plain ? stream(Value(name)) : std::nullopt;
    if (!found) {
        throw Decline{"an object stream is missing"};
    }
    made->text = unpacked(packed(*found));
    auto const length = static_cast<long>(made->text.size());
    auto const count = whole(found->dictionary.entry("N"), 0, length);
    auto const first = whole(found->dictionary.entry("First"), 0, length);
    if (!count || !first) {
        throw Decline{"an object stream is broken"};
    }
    Cursor cursor(made->text);
    for (long i = 0; i < *count; ++i) {
        auto const object = cursor.next().number();
        auto const offset = cursor.next().number();
        if (!object || !offset || *object < 0 || *offset < 0 || *object > 1e7 ||
            *offset > static_cast<double>(length - *first)) {
            throw Decline{"an object stream is broken"};
        }
        made->offsets.emplace(static_cast<unsigned>(*object),
                              static_cast<std::size_t>(*first) + static_cast<std::size_t>(*offset));
    }
    return *made;
}

std::optional<Stream> Source::stream(Value const& value) const {
    auto reference = value.reference();
    for (int i = 0; reference && i < longest_chain; ++i) {
        auto const place =
            reference->number < xref_.places.size() ? xref_.places[reference->number] : Place{};
        bool const is_plain = place.kind == Place::Kind::Plain && place.offset > 0 &&
                              place.generation == reference->generation;
        if (!is_plain) {
            return std::nullopt; // streams are never packed
        }
        std::size_t end = 0;
        auto const found = plain_object(*reference, place.offset, &end);
        if (auto const next = found.reference()) {
            reference = next;
            continue;
        }
        bool const has_stream = found.is_dictionary() &&
                                bytes_.substr(Cursor(bytes_, end).place()).starts_with("stream");
        return has_stream ? std::optional(stream_after(found, Cursor(bytes_, end).place() + 6))
                          : std::nullopt;
    }
    return std::nullopt;
}

/// @param offset behind the word "stream".
Stream Source::stream_after(Value const& dictionary, std::size_t offset) const {
    auto const length = number(dictionary.entry("Length"));
    while (offset < bytes_.size() && bytes_[offset] == ' ') {
        ++offset;
    }
    if (offset < bytes_.size() && bytes_[offset] == '\r') {
        ++offset;
    }
    if (offset < bytes_.size() && bytes_[offset] == '\n') {
        ++offset;
    }
    bool const fits =
        length && *length >= 0 &&
        *length <= static_cast<double>(bytes_.size() - std::min(offset, bytes_.size()));
    if (!fits) {
        throw Decline{"a stream has no length"};
    }
    Stream const out{dictionary, bytes_.substr(offset, static_cast<std::size_t>(*length))};
    auto after = offset + out.bytes.size();
    while (after < bytes_.size() && class_of(bytes_[after]) == Class::White) {
        ++after;
    }
    if (!bytes_.substr(after).starts_with("endstream") &&
        !bytes_.substr(after).starts_with("endobj")) {
        throw Decline{"a stream has another length than it says"};
    }
    return out;
}

XrefStream Source::xref_stream(std::size_t offset) const {
    Cursor cursor(bytes_, offset);
    Reference reference;
    auto const number = cursor.next().number();
    auto const generation = cursor.next().number();
    if (offset >= bytes_.size() || !number || !generation || *number < 0 || *number > 1e7 ||
        *generation < 0 || *generation > 65535) {
        throw Decline{"startxref does not point at a cross-reference"};
    }
    reference.number = static_cast<unsigned>(*number);
    reference.generation = static_cast<unsigned>(*generation);
    std::size_t end = 0;
    auto const dictionary = plain_object(reference, offset, &end);
    auto const place = Cursor(bytes_, end).place();
    if (!dictionary.entry("Type").is_name("XRef") || !bytes_.substr(place).starts_with("stream")) {
        throw Decline{"startxref does not point at a cross-reference"};
    }
    return {dictionary, unpacked(packed(stream_after(dictionary, place + 6)))};
}

Packed Source::packed(Stream const& stream) const {
    Packed out{stream.bytes, {}};
    auto const filter = find(stream.dictionary, "Filter");
    auto parameters = find(stream.dictionary, "DecodeParms");
    if (filter.is_array()) {
        auto names = Cursor::inside(filter);
        auto lists = Cursor::inside(parameters);
        for (auto name = names.next(); !name.is_end(); name = names.next()) {
            auto const list = lists.next();
            out.filters.push_back(filter_of(*this, name, list));
        }
    } else if (filter.exists()) {
        parameters = parameters.is_array() ? Cursor::inside(parameters).next() : parameters;
        out.filters.push_back(filter_of(*this, filter, parameters));
    }
    return out;
}

} // namespace imprimatur::pdf
