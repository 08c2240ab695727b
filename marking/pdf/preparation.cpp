#include "marking/pdf/preparation.hpp"

#include <map>

#include "marking/pdf/annotations.hpp"

namespace imprimatur::pdf {

namespace {

/// A page's resources with what its marks need.
struct Resources {
    std::string value; ///< of /Resources
    std::string name;  ///< of the drawing's form; the code's begins with it
};

/// What a page's marks show, by object number.
struct Drawn {
    unsigned form;
    unsigned sheet;
    auto operator<=>(Drawn const&) const = default;
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
    Preparer(Source const& source, std::vector<Page> const& pages, Wanted const& wanted)
        : source_(source), pages_(pages), kinds_(wanted.kinds), contents_(wanted.contents) {
        opening_ = source.next_number();
        out_.sheets = Sheets(opening_ + 1, pages.size(), wanted.modules);
        out_.first_form = opening_ + 1 + static_cast<unsigned>(out_.sheets.count());
        out_.next_number = out_.first_form + static_cast<unsigned>(kinds_.size());
        for (auto const& kind : kinds_) {
            out_.sizes.push_back(kind.size);
        }
        out_.common.places.reserve(pages.size() + 64);
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
        bool const is_smaller = kinds_[kind].fit && !kinds_[kind].is_sheet;
        auto const which = is_smaller ? Which::All : Which::OverMarks;
        auto const annotations = clear_marks(source_, page, covered(page, kinds_[kind]), which);
        auto const& resources = resources_of(index, kind, annotations.painted);
        auto closing = closing_of(index, kind, annotations, resources.name);
        auto streams = mended(index);
        if (kinds_[kind].page_numbers == 0) {
            append_reference(streams, stream(closing + closing_end));
        } else {
            append_reference(streams, stream(closing));
            for (auto const& numbering : numberings(kind, resources.name)) {
                numbering.append_streams(streams, index + 1);
            }
            append_reference(streams, stream(closing_end));
        }
        out_.placements.push_back({kind, resources.name, drawing_of(index, kind, resources.name)});
        write_page(page, kind, {opening_of(page, kind), streams, resources.value}, annotations);
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
        std::string out = "<<";
        append_all_but(out, root, {"Count"});
        out_.common.object(*reference, out + "/Count " + std::to_string(pages_.size()) + ">>");
    }

    /// A reader of an older PDF would not find our objects.
    void raise_version() {
        if (source_.may_have_bundles()) {
            return;
        }
        std::string out = "<<";
        append_all_but(out, source_.catalog(), {"Version"});
        out_.common.object(*source_.trailer_entry("Root").reference(), out + "/Version/1.5>>");
    }

    Preparation finish() && {
        out_.common.bundle(out_.next_number);
        return std::move(out_);
    }

  private:
    static void append_all_but(std::string& out, Value const& dictionary,
                               std::vector<std::string_view> const& left_out) {
        for_each_entry(dictionary, [&](std::string_view key, Value const& value) {
            if (!is_one_of(key, left_out)) {
                append_entry(out, key, value);
            }
        });
    }

    static bool is_one_of(std::string_view key, std::vector<std::string_view> const& names) {
        return std::any_of(names.begin(), names.end(),
                           [&](auto const& name) { return is_key(key, name); });
    }

    static std::vector<Rect> covered(Page const& page, Kind const& kind) {
        std::vector<Rect> out;
        auto const frame = frame_of(page, kind);
        for (auto const& box : kind.opaque) {
            out.push_back(frame.to_user(box));
        }
        return out;
    }

    /// The lines that number the pages of a kind.
    std::vector<Numbering> const& numberings(std::uint32_t kind, std::string const& name) {
        auto const [place, is_new] = out_.numberings.try_emplace({kind, name});
        for (std::size_t i = 0; is_new && i < kinds_[kind].page_numbers; ++i) {
            auto const own = name + "N" + std::to_string(i) + "x";
            place->second.emplace_back(own, pages_.size(), out_.next_number);
        }
        return place->second;
    }

    static constexpr char const* closing_end = "Q\nEMC\n";

    /// What follows the content of a page: ends what it left open, and draws the marks.
    std::string closing_of(std::size_t index, std::uint32_t kind,
                           AnnotationChange const& annotations, std::string const& name) const {
        auto out = "\n" + contents_[index].effect.closing();
        for (std::size_t i = 0; i < annotations.painted.size(); ++i) {
            out += "q " + annotations.painted[i].matrix.text() + " cm /" + name + "A" +
                   std::to_string(i) + " Do Q\n";
        }
        return out + "Q\n/Artifact BMC\n" + drawing_of(index, kind, name);
    }

    /// The operators that show the drawing and the code of a page.
    std::string drawing_of(std::size_t index, std::uint32_t kind, std::string const& name) const {
        auto const frame = frame_of(pages_[index], kinds_[kind]);
        double const height = kinds_[kind].size.height * points_a_millimetre;
        double const lift = frame.size().height * points_a_millimetre - height;
        auto const matrix = Matrix{1, 0, 0, 1, 0, lift}.then(frame.from_shown());
        auto out = "q " + matrix.text() + " cm\n/" + name + " Do\n0 g\n";
        for (auto const& box : kinds_[kind].codes) {
            out += out_.sheets.show(name + "Q", index, box, height);
        }
        return out;
    }

    /// The stream that has this content: one for all pages that want it.
    unsigned stream(std::string const& content) {
        auto const [place, is_new] = streams_.try_emplace(content, out_.next_number);
        if (is_new) {
            out_.common.packed(out_.next_number++, "", content);
        }
        return place->second;
    }

    /// The content's references, or one to the content anew, without the operators that readers
    /// pass over but that would undo our q.
    std::string mended(std::size_t index) {
        auto const& contents = contents_[index];
        if (!contents.is_mended) {
            return contents.references;
        }
        auto const number = out_.next_number++;
        out_.common.packed(number, "", contents.mended);
        return " " + std::to_string(number) + " 0 R";
    }

    Resources const& resources_of(std::size_t index, std::uint32_t kind,
                                  std::vector<Painted> const& painted) {
        auto const& page = pages_[index];
        Drawn const drawn{out_.first_form + kind, out_.sheets.number_of(index)};
        auto const reference = page.resources.reference();
        bool const is_shared = page.inherits_resources || reference;
        if (!is_shared || !painted.empty()) {
            own_ = written_resources(source_.resolve(page.resources), drawn, painted);
            return own_;
        }
        // A value is known by where its text stands.
        auto const dictionary = source_.resolve(page.resources);
        auto const [place, is_new] = shared_.try_emplace({dictionary.text().data(), drawn});
        if (is_new) {
            auto resources = written_resources(dictionary, drawn, painted);
            auto const number = out_.next_number++;
            out_.common.object({number, 0}, resources.value);
            resources.value.clear();
            append_reference(resources.value, number);
            place->second = std::move(resources);
        }
        return place->second;
    }

    Resources written_resources(Value const& dictionary, Drawn const& drawn,
                                std::vector<Painted> const& painted) {
        auto const forms = source_.find(dictionary, "XObject");
        Resources out;
        out.name = free_name(forms);
        out.value = "<<";
        append_all_but(out.value, dictionary, {"XObject"});
        out.value += "/XObject<<";
        append_all_but(out.value, forms, {});
        out.value += "/" + out.name;
        append_reference(out.value, drawn.form);
        if (out_.sheets.exist()) {
            out.value += "/" + out.name + "Q";
            append_reference(out.value, drawn.sheet);
        }
        auto const kind = drawn.form - out_.first_form;
        for (auto const& numbering : numberings(kind, out.name)) {
            numbering.append_forms(out.value);
        }
        for (std::size_t i = 0; i < painted.size(); ++i) {
            out.value += "/" + out.name + "A" + std::to_string(i) + " ";
            out.value += painted[i].form.text();
        }
        out.value += ">>>>";
        return out;
    }

    /// No other name begins with it: the page may have been marked before.
    static std::string free_name(Value const& forms) {
        std::string name(name_of_marks);
        for (int i = 1; i < 1000; ++i) {
            bool is_taken = false;
            for_each_entry(forms, [&](std::string_view key, Value const&) {
                is_taken = is_taken || key.starts_with(name);
            });
            if (!is_taken) {
                return name;
            }
            name = std::string(name_of_marks) + std::to_string(i) + "x";
        }
        throw Decline{"no name is free for the mark"};
    }

    /// What opens the content of a page of this kind.
    unsigned opening_of(Page const& page, std::uint32_t kind) {
        auto const& fit = kinds_[kind].fit;
        if (!fit) {
            return opening_;
        }
        auto const& seen = page.frame.visible;
        auto const clip = number_text(seen.left) + " " + number_text(seen.bottom) + " " +
                          number_text(seen.right - seen.left) + " " +
                          number_text(seen.top - seen.bottom) + " re W n\n";
        if (kinds_[kind].is_sheet) {
            return stream("q " + clip);
        }
        return stream("q " + fitting(page.frame, *fit).text() + " cm\n" + clip);
    }

    struct Body {
        unsigned opening; ///< object number
        std::string const& streams;
        std::string const& resources;
    };

    void write_page(Page const& page, std::uint32_t kind, Body const& body,
                    AnnotationChange const& annotations) {
        std::vector<std::string_view> changed{"Contents", "Resources"};
        std::string entries;
        if (annotations.is_changed) {
            changed.push_back("Annots");
            entries += "/Annots" + annotations.kept;
        }
        if (kinds_[kind].is_sheet) {
            changed.insert(changed.end(), {"MediaBox", "CropBox"});
            auto const box = box_text(frame_of(page, kinds_[kind]).visible);
            entries += "/MediaBox" + box + "/CropBox" + box;
        }
        std::string out = "<<";
        for_each_entry(page.object, [&](std::string_view key, Value const& value) {
            // Not every reader inherits over a value that is null or leads nowhere.
            bool const may_inherit = is_one_of(key, {"MediaBox", "CropBox", "Rotate"});
            if (!is_one_of(key, changed) && !(may_inherit && source_.is_absent(value))) {
                append_entry(out, key, value);
            }
        });
        out += entries;
        out += "/Contents[";
        append_reference(out, body.opening);
        out_.common.object(page.reference,
                           out + body.streams + "]/Resources" + body.resources + ">>");
    }

    Source const& source_;
    std::vector<Page> const& pages_;
    std::vector<Kind> const& kinds_;
    std::vector<Contents> const& contents_;
    unsigned opening_ = 0;
    std::map<std::string, unsigned> streams_; ///< by content
    Preparation out_;
    Resources own_;
    std::map<std::pair<char const*, Drawn>, Resources> shared_;
};

} // namespace

Frame frame_of(Page const& page, Kind const& kind) {
    auto out = page.frame;
    if (kind.is_sheet) {
        out.visible =
            page.frame.to_user({-kind.fit->x, -kind.fit->y, kind.size.width, kind.size.height});
    }
    return out;
}

bool can_fit(Source const& source, Page const& page) {
    bool has_patterns = false;
    for_each_entry(source.find(source.resolve(page.resources), "Pattern"),
                   [&](std::string_view, Value const& value) {
                       has_patterns = has_patterns || !source.is_absent(value);
                   });
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

Preparation prepare(Source const& source, std::vector<Page> const& pages, Wanted const& wanted) {
    Preparer preparer(source, pages, wanted);
    for (std::size_t i = 0; i < pages.size(); ++i) {
        try {
            preparer.page(i, wanted.kind_of_page.at(i));
        } catch (Decline& decline) {
            decline.page = static_cast<std::uint32_t>(i + 1);
            throw;
        }
    }
    preparer.mend_count();
    preparer.raise_version();
    return std::move(preparer).finish();
}

} // namespace imprimatur::pdf
