#include "marking/pdf/proof.hpp"

#include <atomic>
#include <cmath>
#include <functional>
#include <map>
#include <set>

#include "foundation/lanes/lanes.hpp"

namespace imprimatur::pdf {

namespace {

constexpr std::string_view start_of_marks = "Q\n/Artifact BMC\n";
constexpr std::string_view end_of_marks = "Q\nEMC\n\n";

void expect(bool is_so, char const* otherwise) {
    if (!is_so) {
        throw Decline{otherwise};
    }
}

bool is_balanced(ContentEffect const& effect) {
    return !effect.is_unfinished && effect.stray_restores.empty() && effect.open_saves == 0 &&
           effect.open_sequences == 0 && !effect.in_text && !effect.has_path;
}

/// Nothing but what ends the content.
bool ends_as(std::string_view rest, std::string const& closing) {
    while (rest.starts_with('\n')) {
        rest.remove_prefix(1);
    }
    return rest == closing;
}

bool lies_like(Frame const& a, Frame const& b) {
    constexpr double near = 0.01; // points
    return std::abs(a.visible.left - b.visible.left) < near &&
           std::abs(a.visible.right - b.visible.right) < near &&
           std::abs(a.visible.bottom - b.visible.bottom) < near &&
           std::abs(a.visible.top - b.visible.top) < near && a.turn == b.turn && a.unit == b.unit;
}

/// The content of one page of the copy, from the opening to the marks.
class Proof {
  public:
    Proof(std::string_view copy, Promised const& promised)
        : source_(copy), promised_(promised), pages_(pages_of(source_, most_pages(promised))) {}

    void prove() {
        expect(pages_.size() == promised_.pages.size(), "the number of pages is another one");
        std::vector<std::vector<Packed>> parts(pages_.size());
        std::vector<std::string> causes(pages_.size());
        for (std::size_t i = 0; i < pages_.size(); ++i) {
            at_page(i, [&] {
                std::string references;
                parts[i] = parts_of(source_, pages_[i], references);
                prove_object(i);
            });
        }
        std::atomic<std::size_t> next = 0;
        constexpr std::size_t worth_it = 40; // pages
        in_lanes(lanes_for(pages_.size(), worth_it), [&](std::size_t) {
            std::string buffer;
            for (auto i = next++; i < pages_.size(); i = next++) {
                try {
                    prove_content(i, parts[i], buffer);
                } catch (Decline const& decline) {
                    causes[i] = decline.cause;
                }
            }
        });
        for (std::size_t i = 0; i < causes.size(); ++i) {
            if (!causes[i].empty()) {
                throw Decline{causes[i], static_cast<std::uint32_t>(i + 1)};
            }
        }
    }

  private:
    static std::uint32_t most_pages(Promised const& promised) {
        return static_cast<std::uint32_t>(promised.pages.size());
    }

    template <class Step> static void at_page(std::size_t index, Step step) {
        try {
            step();
        } catch (Decline& decline) {
            decline.page = static_cast<std::uint32_t>(index + 1);
            throw;
        }
    }

    Kind const& kind_of(std::size_t index) const {
        return promised_.kinds.at(promised_.preparation.placements.at(index).kind);
    }

    /// Where the page lies, and that its names mean the marks.
    void prove_object(std::size_t index) {
        auto const& placement = promised_.preparation.placements.at(index);
        expect(lies_like(pages_[index].frame, frame_of(promised_.pages[index], kind_of(index))),
               "the page has another size or turn");
        auto const forms = source_.find(source_.resolve(pages_[index].resources), "XObject");
        auto const drawing = forms.entry(placement.name);
        expect(drawing.reference() && is_form_of(drawing, kind_of(index)),
               "its resources do not have the drawing");
        if (promised_.preparation.sheets.exist()) {
            auto const& sheet = sheet_of(forms.entry(placement.name + "Q"));
            expect(promised_.preparation.sheets.has_code(sheet, index,
                                                         promised_.marks.codes.at(index)),
                   "the code is not the one of this page");
        }
    }

    /// A form of the size of the drawing, all of which is there. Looked at once.
    bool is_form_of(Value const& form, Kind const& kind) {
        auto const [known, is_new] = forms_.try_emplace(*form.reference(), false);
        if (is_new) {
            auto const dictionary = source_.resolve(form);
            auto const box = rect_of(source_, dictionary.entry("BBox"));
            known->second = source_.find(dictionary, "Subtype").is_name("Form") && box &&
                            std::abs(box->right - kind.size.width * points_a_millimetre) < 1 &&
                            std::abs(box->top - kind.size.height * points_a_millimetre) < 1 &&
                            is_there(form);
        }
        return known->second;
    }

    /// Everything that it refers to exists and can be unpacked.
    bool is_there(Value const& value) {
        if (auto const reference = value.reference()) {
            if (!seen_.insert(*reference).second) {
                return true;
            }
            auto const stream = source_.stream(value);
            if (stream) {
                std::string content;
                return unpack(source_.packed(*stream), content) && !content.empty() &&
                       is_there(stream->dictionary);
            }
            auto const found = source_.resolve(value);
            return found.exists() && is_there(found);
        }
        bool out = true;
        if (value.is_dictionary()) {
            for_each_entry(
                value, [&](std::string_view, Value const& entry) { out = out && is_there(entry); });
        } else if (value.is_array()) {
            auto cursor = Cursor::inside(value);
            for (auto item = cursor.next(); out && !item.is_end(); item = cursor.next()) {
                out = is_there(item);
            }
        }
        return out;
    }

    std::string const& sheet_of(Value const& image) {
        auto const reference = image.reference();
        expect(reference.has_value(), "its resources do not have the code");
        auto const [known, is_new] = sheets_.try_emplace(*reference);
        if (is_new) {
            auto const stream = source_.stream(image);
            expect(stream && unpack(source_.packed(*stream), known->second),
                   "the code cannot be unpacked");
        }
        return known->second;
    }

    /// What the page showed before is whole, undone and ended, and the marks come last.
    void prove_content(std::size_t index, std::vector<Packed> const& parts,
                       std::string& buffer) const {
        auto const& placement = promised_.preparation.placements[index];
        auto const& before = promised_.contents.at(index);
        expect(parts.size() >= 2, "the content has no frame");
        buffer.clear();
        std::size_t opening = 0;
        for (auto const& part : parts) {
            expect(unpack(part, buffer), "a part of the content is damaged");
            buffer += '\n';
            opening = opening == 0 ? buffer.size() : opening;
        }
        std::string_view const content = buffer;
        auto const marks = std::string(start_of_marks) + placement.drawing;
        auto const end = content.rfind(marks);
        expect(end != content.npos && end >= opening, "the marks are not in the content");
        expect(content.ends_with(end_of_marks), "something follows the marks");
        expect(effect_of(content.substr(0, opening)).open_saves == 1, "nothing is saved before");
        auto const own = content.substr(opening, end - opening);
        expect(own.size() >= before.length &&
                   std::hash<std::string_view>()(own.substr(0, before.length)) == before.hash,
               "the content is another one");
        // What comes of the same content was found out before.
        bool const is_as_known = ends_as(own.substr(before.length), before.effect.closing());
        expect(is_as_known || is_balanced(effect_of(own)),
               "the content is not ended before the marks");
        expect(is_balanced(effect_of(content.substr(end + 2))), "the marks are not ended");
    }

    Source const source_;
    Promised const& promised_;
    std::vector<Page> const pages_;
    std::map<Reference, bool> forms_;
    std::map<Reference, std::string> sheets_;
    std::set<Reference> seen_;
};

} // namespace

void prove(std::string_view copy, Promised const& promised) {
    Proof(copy, promised).prove();
}

} // namespace imprimatur::pdf
