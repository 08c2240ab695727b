#include <algorithm>

#include "marking/pdf/traces.hpp"

namespace imprimatur::pdf {

namespace {

constexpr int deepest = 12; // forms within forms

std::string plain(std::string_view key) {
    return Value("/" + std::string(key)).name().value_or("");
}

} // namespace

Meanings const* Lexicon::meanings(Value const& resources) {
    auto const dictionary = source_.resolve(resources);
    auto const [place, is_new] = known_.try_emplace(dictionary.text().data());
    if (!is_new) {
        return place->second.get(); // null while it is being read: a form that holds itself
    }
    auto made = std::make_unique<Meanings>();
    auto each = [&](char const* kind, auto add) {
        for_each_entry(source_.find(dictionary, kind),
                       [&](std::string_view key, Value const& value) { add(plain(key), value); });
    };
    each("Font", [&](std::string name, Value const& value) {
        made->faces[std::move(name)] = faces_.face_of(value);
    });
    each("XObject",
         [&](std::string name, Value const& value) { made->forms[std::move(name)] = form(value); });
    each("ExtGState", [&](std::string name, Value const& value) {
        made->states[std::move(name)] = change_by(source_.resolve(value));
    });
    place->second = std::move(made);
    return place->second.get();
}

Meanings::Change Lexicon::change_by(Value const& state) const {
    for (auto const* key : {"Font", "LW", "ML"}) {
        if (source_.entry(state, key).exists()) {
            return Meanings::Change::Unknown;
        }
    }
    auto const mode = source_.find(state, "BM");
    bool const is_plain = !mode.exists() || mode.is_name("Normal") || mode.is_name("Compatible") ||
                          mode.is_name("Multiply") || mode.is_name("Darken");
    return is_plain ? Meanings::Change::Nothing : Meanings::Change::ShowsWhite;
}

Meanings::Shown const* Lexicon::form(Value const& value) {
    auto const reference = value.reference();
    if (!reference || depth_ > deepest) {
        return nullptr;
    }
    auto const [place, is_new] = forms_.try_emplace(*reference);
    if (!is_new) {
        return &place->second;
    }
    place->second.traces.is_certain = false; // while it is being read
    ++depth_;
    try {
        place->second = read_form(value, source_.resolve(value));
    } catch (Decline const&) { // stays uncertain
    }
    --depth_;
    return &place->second;
}

Meanings::Shown Lexicon::read_form(Value const& reference, Value const& dictionary) {
    Meanings::Shown out;
    if (source_.find(dictionary, "Subtype").is_name("Image")) {
        out.is_picture = true;
        out.traces.rects.push_back({0, 0, 1, 1});
        out.traces.pictures = out.traces.rects;
        return out;
    }
    auto const stream = source_.stream(reference);
    auto const box = rect_of(source_, dictionary.entry("BBox"));
    out.matrix = matrix_of(source_, source_.find(dictionary, "Matrix"));
    std::string content;
    auto const* words = meanings(dictionary.entry("Resources"));
    if (!stream || !box || words == nullptr || !unpack(source_.packed(*stream), content)) {
        out.traces.is_certain = false;
        return out;
    }
    out.traces = traces_of(content, *words, *box);
    return out;
}

void add_annotations(Source const& source, Page const& page, std::vector<Rect>& rects) {
    auto cursor = Cursor::inside(source.find(page.object, "Annots"));
    for (auto item = cursor.next(); !item.is_end(); item = cursor.next()) {
        auto const annotation = source.resolve(item);
        auto const rect = rect_of(source, annotation.entry("Rect"));
        auto const border = source.find(annotation, "Border");
        auto sides = Cursor::inside(border);
        sides.next();
        sides.next();
        bool const is_link = source.find(annotation, "Subtype").is_name("Link");
        bool const has_no_line = border.is_array() && source.number(sides.next()).value_or(1) == 0;
        if (rect && !(is_link && has_no_line)) {
            rects.push_back(*rect);
        }
    }
}

} // namespace imprimatur::pdf
