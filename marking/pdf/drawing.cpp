#include "marking/pdf/drawing.hpp"

#include <map>

#include "marking/pdf/decline.hpp"
#include "marking/pdf/pages.hpp"
#include "marking/pdf/source.hpp"

namespace imprimatur::pdf {

namespace {

/// Copies values of a drawing with other numbers, and what they refer to, each once.
class Copier {
  public:
    Copier(Source const& source, Written& out, unsigned& next)
        : source_(source), out_(out), next_(next) {}

    void value(std::string& to, Value const& from) {
        if (auto const reference = from.reference()) {
            append_reference(to, number_of(*reference, from));
        } else if (from.is_dictionary()) {
            to += "<<";
            entries(to, from);
            to += ">>";
        } else if (from.is_array()) {
            to += '[';
            auto cursor = Cursor::inside(from);
            for (auto item = cursor.next(); !item.text().empty(); item = cursor.next()) {
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

    void copy_waiting() {
        while (!waiting_.empty()) {
            auto const [reference, number] = waiting_.back();
            waiting_.pop_back();
            copy(reference, number);
        }
    }

  private:
    unsigned number_of(Reference const& reference, Value const& written) {
        auto const [place, is_new] = numbers_.try_emplace(reference, next_);
        if (is_new) {
            waiting_.emplace_back(written, next_++);
        }
        return place->second;
    }

    void copy(Value const& reference, unsigned number) {
        std::string text;
        if (auto const stream = source_.stream(reference)) {
            entries(text, stream->dictionary, "Length");
            out_.stream(number, text, stream->bytes);
            return;
        }
        value(text, source_.resolve(reference));
        out_.begin(number);
        out_.bytes += text + "\nendobj\n";
    }

    Source const& source_;
    Written& out_;
    unsigned& next_;
    std::map<Reference, unsigned> numbers_;
    std::vector<std::pair<Value, unsigned>> waiting_; ///< references
};

Page only_page(Source const& source) {
    try {
        auto const pages = pages_of(source, 1);
        if (!pages.empty()) {
            return pages.front();
        }
    } catch (TooManyPages const&) { // said below
    }
    throw Decline{"a drawing of other than one page"};
}

std::string box_text(Rect const& box) {
    return "[" + number_text(box.left) + " " + number_text(box.bottom) + " " +
           number_text(box.right) + " " + number_text(box.top) + "]";
}

} // namespace

void write_form(Written& out, std::string_view drawing, unsigned number, unsigned& next) {
    Source const source(drawing);
    auto const page = only_page(source);
    auto contents = page.object.entry("Contents");
    if (auto const parts = source.resolve(contents); parts.is_array()) {
        auto cursor = Cursor::inside(parts);
        contents = cursor.next();
        if (!cursor.next().text().empty()) {
            throw Decline{"a drawing of more than one stream"};
        }
    }
    auto const stream = source.stream(contents);
    if (!stream) {
        throw Decline{"a drawing without a stream"};
    }
    Copier copier(source, out, next);
    auto entries = "/Type/XObject/Subtype/Form/BBox" + box_text(page.frame.visible) + "/Resources";
    auto const resources = source.resolve(page.resources);
    copier.value(entries, resources.exists() ? resources : Value("<<>>"));
    copier.entries(entries, stream->dictionary, "Length");
    out.stream(number, entries, stream->bytes);
    copier.copy_waiting();
}

} // namespace imprimatur::pdf
