#include "marking/pdf/faces.hpp"

#include <algorithm>
#include <array>
#include <cmath>

namespace imprimatur::pdf {

namespace {

constexpr double glyph_units = 1000; // an em
constexpr long last_code = 65535;
constexpr float not_known = -1;

float ems(double units) {
    return static_cast<float>(std::clamp(units / glyph_units, -10.0, 10.0));
}

void set_width(Face& face, long code, float width) {
    if (code < 0 || code > last_code) {
        return;
    }
    auto const index = static_cast<std::size_t>(code);
    if (face.widths.size() <= index) {
        face.widths.resize(index + 1, face.usual);
    }
    face.widths[index] = width;
    face.widest = std::max(face.widest, width);
}

/// Of the fonts that every reader has.
bool is_standard(std::string_view name) {
    constexpr std::array<std::string_view, 7> beginnings{
        "Helvetica", "Times", "Courier", "Symbol", "ZapfDingbats", "Arial", "CourierNew"};
    return std::any_of(beginnings.begin(), beginnings.end(),
                       [&](std::string_view known) { return name.starts_with(known); });
}

} // namespace

float Face::least(unsigned code) const {
    auto const width = code < widths.size() ? widths[code] : usual;
    return width < 0 ? 0 : width;
}

float Face::most(unsigned code) const {
    auto const width = code < widths.size() ? widths[code] : usual;
    return width < 0 ? widest : width;
}

Face const* Faces::face_of(Value const& font) {
    auto const dictionary = source_.resolve(font);
    auto const [place, is_new] = known_.try_emplace(dictionary.text().data());
    if (is_new && dictionary.is_dictionary()) {
        try {
            place->second = read(dictionary);
        } catch (Decline const&) {
            place->second = {};
        }
    }
    return &place->second;
}

Face Faces::read(Value const& font) const {
    Face out;
    auto const type = source_.find(font, "Subtype");
    if (type.is_name("Type0")) {
        read_composite(font, out);
    } else if (type.is_name("Type1") || type.is_name("TrueType") || type.is_name("MMType1")) {
        read_simple(font, out);
    }
    return out;
}

void Faces::read_simple(Value const& font, Face& out) const {
    auto const descriptor = source_.find(font, "FontDescriptor");
    auto const widths = source_.find(font, "Widths");
    auto const first = source_.whole(font.entry("FirstChar"), 0, 255);
    if (widths.is_array() && first) {
        out.usual = ems(source_.number(descriptor.entry("MissingWidth")).value_or(0));
        long code = *first;
        auto cursor = Cursor::inside(widths);
        for (auto item = cursor.next(); !item.is_end() && code <= 255; item = cursor.next()) {
            set_width(out, code++, ems(source_.number(item).value_or(0)));
        }
        out.is_certain = true;
    } else {
        out.is_certain = is_standard(source_.find(font, "BaseFont").name().value_or(""));
    }
    read_box(descriptor, out);
}

void Faces::read_composite(Value const& font, Face& out) const {
    auto const encoding = source_.find(font, "Encoding").name().value_or("");
    auto const inner =
        source_.resolve(Cursor::inside(source_.find(font, "DescendantFonts")).next());
    if (encoding.empty() || encoding.ends_with("V") || !inner.is_dictionary()) {
        return; // written downwards, or by a map of its own
    }
    out.usual = ems(source_.number(inner.entry("DW")).value_or(glyph_units));
    out.widest = std::max(out.widest, out.usual);
    read_list(source_.find(inner, "W"), out);
    out.bytes = encoding == "Identity-H" ? 2 : 0;
    if (out.bytes == 0) { // which code is which letter is not looked up
        out.widths.clear();
        out.usual = not_known;
    }
    out.is_certain = true;
    read_box(source_.find(inner, "FontDescriptor"), out);
}

/// @source ISO 32000-1, 9.7.4.3: "c [w w …]" or "first last w"
void Faces::read_list(Value const& widths, Face& out) const {
    auto cursor = Cursor::inside(widths);
    while (true) {
        auto const first = source_.whole(cursor.next(), 0, last_code);
        auto const second = source_.resolve(cursor.next());
        if (!first || !second.exists()) {
            return;
        }
        if (second.is_array()) {
            long code = *first;
            auto list = Cursor::inside(second);
            for (auto item = list.next(); !item.is_end(); item = list.next()) {
                set_width(out, code++, ems(source_.number(item).value_or(0)));
            }
            continue;
        }
        auto const last = std::min(second.number().value_or(0), static_cast<double>(last_code));
        auto const width = ems(source_.number(cursor.next()).value_or(0));
        for (long code = *first; static_cast<double>(code) <= last; ++code) {
            set_width(out, code, width);
        }
    }
}

void Faces::read_box(Value const& descriptor, Face& out) const {
    double sides[4] = {0, 0, 0, 0};
    auto cursor = Cursor::inside(source_.find(descriptor, "FontBBox"));
    for (auto& side : sides) {
        side = source_.number(cursor.next()).value_or(0);
    }
    bool const says_much = std::abs(sides[1]) < 4000 && std::abs(sides[3]) < 4000;
    double const high = says_much ? std::max(sides[1], sides[3]) : 0;
    double const low = says_much ? std::min(sides[1], sides[3]) : 0;
    bool const says_something = high > low;
    out.top = says_something ? std::max(high / glyph_units, 0.7) : 1.1;
    out.bottom = says_something ? std::min(low / glyph_units, -0.2) : -0.4;
}

} // namespace imprimatur::pdf
