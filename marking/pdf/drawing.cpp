#include "marking/pdf/drawing.hpp"

#include <map>

#include "marking/pdf/decline.hpp"
#include "marking/pdf/pages.hpp"
#include "marking/pdf/source.hpp"

namespace imprimatur::pdf {

/// Copies values of a drawing with other numbers, and before them what they refer to.
class Drawings::Copier {
  public:
    Copier(Source const& source, Drawings& to) : source_(source), to_(to) {}

    void value(std::string& to, Value const& from) {
        if (from.reference()) {
            append_reference(to, copy(from));
        } else if (from.is_dictionary()) {
            to += "<<";
            entries(to, from);
            to += ">>";
        } else if (from.is_array()) {
            to += '[';
            auto cursor = Cursor::inside(from);
            for (auto item = cursor.next(); !item.is_end(); item = cursor.next()) {
                to += ' ';
                value(to, item);
            }
            to += ']';
        } else {
            to += from.exists() ? from.text() : "null";
        }
    }

    /// All entries of a dictionary but the one named.
    void entries(std::string& to, Value const& dictionary, std::string_view without = {}) {
        for_each_entry(dictionary, [&](std::string_view key, Value const& entry) {
            if (!is_key(key, without)) {
                to.append("/").append(key) += ' ';
                value(to, entry);
            }
        });
    }

  private:
    unsigned copy(Value const& reference) {
        auto const [place, is_new] = numbers_.try_emplace(*reference.reference(), 0);
        if (is_new) {
            auto const number = write(reference);
            numbers_[*reference.reference()] = number;
            return number;
        }
        if (place->second == 0) {
            throw Decline{"a drawing that contains itself"};
        }
        return place->second;
    }

    unsigned write(Value const& reference) {
        std::string text;
        if (auto const stream = source_.stream(reference)) {
            entries(text, stream->dictionary, "Length");
            return to_.stream(text, stream->bytes);
        }
        value(text, source_.resolve(reference));
        return to_.object(text);
    }

    Source const& source_;
    Drawings& to_;
    std::map<Reference, unsigned> numbers_; ///< 0: being written
};

namespace {

Page page_of(Source const& source, std::uint32_t page) {
    constexpr std::uint32_t most = 1000;
    try {
        auto const pages = pages_of(source, most);
        if (page <= pages.size()) {
            return pages[page - 1];
        }
    } catch (TooManyPages const&) { // said below
    }
    throw Decline{"a drawing of other pages"};
}

} // namespace

unsigned Drawings::form(std::string_view drawing) {
    auto const [entries, bytes] = read(drawing, 1);
    return stream(entries, bytes);
}

void Drawings::form(std::string_view drawing, std::uint32_t page, unsigned number) {
    auto const [entries, bytes] = read(drawing, page);
    out_.stream(number, entries, bytes);
}

Drawings::Form Drawings::read(std::string_view drawing, std::uint32_t number) {
    Source const source(drawing);
    auto const page = page_of(source, number);
    auto contents = page.object.entry("Contents");
    if (auto const parts = source.resolve(contents); parts.is_array()) {
        auto cursor = Cursor::inside(parts);
        contents = cursor.next();
        if (!cursor.next().text().empty()) {
            throw Decline{"a drawing of more than one stream"};
        }
    }
    auto const content = source.stream(contents);
    if (!content) {
        throw Decline{"a drawing without a stream"};
    }
    Copier copier(source, *this);
    auto entries = "/Type/XObject/Subtype/Form/BBox" + box_text(page.frame.visible) + "/Resources";
    auto const resources = source.resolve(page.resources);
    copier.value(entries, resources.exists() ? resources : Value("<<>>"));
    copier.entries(entries, content->dictionary, "Length");
    return {std::move(entries), content->bytes};
}

unsigned Drawings::stream(std::string const& entries, std::string_view bytes) {
    auto const [place, is_new] = known_.try_emplace(entries + "\n" + std::string(bytes), next_);
    if (is_new) {
        out_.stream(next_++, entries, bytes);
    }
    return place->second;
}

unsigned Drawings::object(std::string const& text) {
    auto const [place, is_new] = known_.try_emplace(text, next_);
    if (is_new) {
        out_.object({next_++, 0}, text);
    }
    return place->second;
}

} // namespace imprimatur::pdf
