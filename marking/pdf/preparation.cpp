#include "marking/pdf/preparation.hpp"

#include <map>

#include "marking/pdf/annotations.hpp"
#include "marking/pdf/effects.hpp"

namespace imprimatur::pdf {

namespace {

constexpr double points_a_millimetre = 72 / 25.4;

/// A page's resources with the forms that its marks need.
struct Resources {
    std::string value;   ///< of /Resources
    std::string drawing; ///< the name given to the drawing's form
};

/// In user space u -> s u + (1 - s) b + A t, where the page as shown has its corner at b and its
/// axes along A, and t is how far the corner moves.
Matrix fitting(Frame const& frame, Fit const& fit) {
    auto const shown = frame.from_shown();
    double const height = frame.size().height * points_a_millimetre;
    double const x = fit.x * points_a_millimetre;
    double const y = height * (1 - fit.scale) - fit.y * points_a_millimetre;
    double const left = 1 - fit.scale;
    return {fit.scale,
            0,
            0,
            fit.scale,
            left * shown.e + shown.a * x + shown.c * y,
            left * shown.f + shown.b * x + shown.d * y};
}

class Preparer {
  public:
    Preparer(Source const& source, std::vector<Page> const& pages, std::vector<Kind> const& kinds)
        : source_(source), pages_(pages), kinds_(kinds), contents_(contents_of(source, pages)) {
        opening_ = source.next_number();
        out_.first_slot = opening_ + 1;
        out_.first_form = out_.first_slot + static_cast<unsigned>(pages.size());
        out_.next_number = out_.first_form + static_cast<unsigned>(kinds.size());
        out_.slots.reserve(pages.size());
        for (auto const& kind : kinds) {
            out_.sizes.push_back(kind.size);
        }
        out_.common.places.reserve(pages.size() + 16);
        // Some readers join a page's streams without a space between them.
        out_.common.stream(opening_, "", "q\n");
    }

    void page(std::size_t index, std::uint32_t kind) {
        auto const& page = pages_[index];
        if (!contents_[index].problem.empty()) {
            throw Decline{contents_[index].problem};
        }
        auto const group = source_.find(page.object, "Group");
        if (source_.find(group, "K").is_true()) {
            throw Decline{"on a knockout page a mark would erase what is under it"};
        }
        auto const which = kinds_[kind].fit ? Which::All : Which::OverMarks;
        auto const annotations = clear_marks(source_, page, covered(page, kinds_[kind]), which);
        auto const& resources = resources_of(page, kind, annotations.painted);
        add_slot(page, index, kind, annotations, resources.drawing);
        auto const contents = mended(index);
        write_page(page, index, {kind, contents, resources.value}, annotations);
    }

    /// Readers that believe /Count would miss pages or look for more.
    void mend_count() {
        auto const pages = source_.catalog().entry("Pages");
        auto const root = source_.resolve(pages);
        auto const count = source_.number(root.entry("Count"));
        if (count && *count == static_cast<double>(pages_.size())) {
            return;
        }
        auto const reference = pages.reference();
        if (!reference || reference->number == pages_[0].reference.number) {
            throw Decline{"the page tree has no root of its own"};
        }
        auto& out = out_.common.bytes;
        out_.common.begin(reference->number, reference->generation);
        out += "<<";
        append_all_but(out, root, {"Count"});
        out += "/Count " + std::to_string(pages_.size()) + ">>\nendobj\n";
    }

    Preparation finish() && { return std::move(out_); }

  private:
    static void append_all_but(std::string& out, Value const& dictionary,
                               std::initializer_list<std::string_view> left_out) {
        for_each_entry(dictionary, [&](std::string_view key, Value const& value) {
            for (auto const& name : left_out) {
                if (is_key(key, name)) {
                    return;
                }
            }
            append_entry(out, key, value);
        });
    }

    static std::vector<Rect> covered(Page const& page, Kind const& kind) {
        std::vector<Rect> out;
        for (auto const& box : kind.opaque) {
            out.push_back(page.frame.to_user(box));
        }
        return out;
    }

    void add_slot(Page const& page, std::size_t index, std::uint32_t kind,
                  AnnotationChange const& annotations, std::string const& drawing) {
        Slot slot;
        slot.before = "\n" + contents_[index].effect.closing();
        for (std::size_t i = 0; i < annotations.painted.size(); ++i) {
            slot.before += "q " + annotations.painted[i].matrix.text() + " cm /" + drawing + "A" +
                           std::to_string(i) + " Do Q\n";
        }
        slot.height = kinds_[kind].size.height * points_a_millimetre;
        double const lift = page.frame.size().height * points_a_millimetre - slot.height;
        auto const matrix = Matrix{1, 0, 0, 1, 0, lift}.then(page.frame.from_shown());
        slot.before += "Q\n/Artifact BMC\nq " + matrix.text() + " cm\n/" + drawing + " Do\n";
        out_.slots.push_back(std::move(slot));
    }

    /// The content's references, or one to the content anew, without the operators that readers
    /// pass over but that would undo our q.
    std::string mended(std::size_t index) {
        auto const& contents = contents_[index];
        if (contents.mended.empty()) {
            return contents.references;
        }
        auto const number = out_.next_number++;
        out_.common.stream(number, "", contents.mended);
        return " " + std::to_string(number) + " 0 R";
    }

    Resources const& resources_of(Page const& page, std::uint32_t kind,
                                  std::vector<Painted> const& painted) {
        auto const reference = page.resources.reference();
        bool const is_shared = page.inherits_resources || reference;
        if (!is_shared || !painted.empty()) {
            own_ = written_resources(source_.resolve(page.resources), kind, painted);
            return own_;
        }
        // A value is known by where its text stands.
        auto const dictionary = source_.resolve(page.resources);
        auto const [place, is_new] = shared_.try_emplace({dictionary.text().data(), kind});
        if (is_new) {
            auto resources = written_resources(dictionary, kind, painted);
            auto const number = out_.next_number++;
            out_.common.begin(number);
            out_.common.bytes += resources.value + "\nendobj\n";
            resources.value.clear();
            append_reference(resources.value, number);
            place->second = std::move(resources);
        }
        return place->second;
    }

    Resources written_resources(Value const& dictionary, std::uint32_t kind,
                                std::vector<Painted> const& painted) {
        auto const forms = source_.find(dictionary, "XObject");
        Resources out;
        out.drawing = free_name(forms);
        out.value = "<<";
        append_all_but(out.value, dictionary, {"XObject"});
        out.value += "/XObject<<";
        append_all_but(out.value, forms, {});
        out.value += "/" + out.drawing;
        append_reference(out.value, out_.first_form + kind);
        for (std::size_t i = 0; i < painted.size(); ++i) {
            out.value += "/" + out.drawing + "A" + std::to_string(i) + " ";
            out.value += painted[i].form.text();
        }
        out.value += ">>>>";
        return out;
    }

    /// No other name begins with it: the page may have been marked before.
    static std::string free_name(Value const& forms) {
        std::string name = "Imprimatur";
        for (int i = 1; i < 1000; ++i) {
            bool is_taken = false;
            for_each_entry(forms, [&](std::string_view key, Value const&) {
                is_taken = is_taken || key.starts_with(name);
            });
            if (!is_taken) {
                return name;
            }
            name = "Imprimatur" + std::to_string(i) + "x";
        }
        throw Decline{"no name is free for the mark"};
    }

    /// What opens the content of a page of this kind: one stream for all that are opened alike.
    unsigned opening_of(Page const& page, std::uint32_t kind) {
        auto const& fit = kinds_[kind].fit;
        if (!fit) {
            return opening_;
        }
        auto const& seen = page.frame.visible;
        auto const clip = number_text(seen.left) + " " + number_text(seen.bottom) + " " +
                          number_text(seen.right - seen.left) + " " +
                          number_text(seen.top - seen.bottom) + " re W n\n";
        auto const words = "q " + fitting(page.frame, *fit).text() + " cm\n" + clip;
        auto const [place, is_new] = openings_.try_emplace(words, out_.next_number);
        if (is_new) {
            out_.common.stream(out_.next_number++, "", words);
        }
        return place->second;
    }

    struct Body {
        std::uint32_t kind;
        std::string const& contents;
        std::string const& resources;
    };

    void write_page(Page const& page, std::size_t index, Body const& body,
                    AnnotationChange const& annotations) {
        auto const opening = opening_of(page, body.kind);
        auto& out = out_.common.bytes;
        out_.common.begin(page.reference.number, page.reference.generation);
        out += "<<";
        if (annotations.is_changed) {
            append_all_but(out, page.object, {"Contents", "Resources", "Annots"});
            out += "/Annots" + annotations.kept;
        } else {
            append_all_but(out, page.object, {"Contents", "Resources"});
        }
        out += "/Contents[";
        append_reference(out, opening);
        out += body.contents;
        append_reference(out, out_.first_slot + static_cast<unsigned>(index));
        out += "]/Resources" + body.resources;
        out += ">>\nendobj\n";
    }

    Source const& source_;
    std::vector<Page> const& pages_;
    std::vector<Kind> const& kinds_;
    std::vector<Contents> contents_;
    unsigned opening_ = 0;
    std::map<std::string, unsigned> openings_; ///< of pages made smaller
    Preparation out_;
    Resources own_;
    std::map<std::pair<char const*, std::uint32_t>, Resources> shared_;
};

} // namespace

bool can_fit(Source const& source, Page const& page) {
    bool has_patterns = false;
    for_each_entry(source.find(source.resolve(page.resources), "Pattern"),
                   [&](std::string_view, Value const&) { has_patterns = true; });
    if (has_patterns) {
        return false;
    }
    try {
        static_cast<void>(clear_marks(source, page, {}, Which::All));
        return true;
    } catch (Decline const&) {
        return false;
    }
}

Preparation prepare(Source const& source, std::vector<Page> const& pages,
                    std::vector<Kind> const& kinds,
                    std::vector<std::uint32_t> const& kind_of_page) {
    Preparer preparer(source, pages, kinds);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        try {
            preparer.page(i, kind_of_page.at(i));
        } catch (Decline& decline) {
            decline.page = static_cast<std::uint32_t>(i + 1);
            throw;
        }
    }
    preparer.mend_count();
    return std::move(preparer).finish();
}

} // namespace imprimatur::pdf
