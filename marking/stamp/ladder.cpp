#include "marking/stamp/stamp.hpp"

#include <array>

#include "marking/repair/repair.hpp"
#include "marking/stamp/arranging.hpp"
#include "marking/stamp/checking.hpp"
#include "marking/stamp/input.hpp"
#include "marking/stamp/placing.hpp"

namespace imprimatur::stamp {

namespace {

constexpr std::array ways{Way::Appended, Way::Repaired, Way::Vector, Way::Image};

struct Task {
    layout::Layout const& layout;
    std::vector<Mark> const& marks;
    Options const& options;
};

/// The file that a way marks, and what is to be said of it.
struct Base {
    Descriptor file; ///< none: the document itself
    std::vector<Sentence> remarks;
};

/// What was encrypted or is merely odd was not damaged, and nobody need compare it.
Result<Base> repaired(Descriptor const& document) {
    auto out = repair::rewrite(document);
    if (!out) {
        return pass_on(out);
    }
    auto const remarks = out->was_damaged ? std::vector<Sentence>{{"stamp.way-repaired", {}}}
                                          : std::vector<Sentence>();
    return Base{std::move(out->file), remarks};
}

/// @error why this way cannot be gone.
Result<Base> base(Way way, Descriptor const& document, Options const& options) {
    if (way == Way::Repaired) {
        return repaired(document);
    }
    if (way == Way::Appended) {
        return Base{};
    }
    auto file = way == Way::Vector ? redrawn(document, options.most_pages)
                                   : pictured(document, options.most_pages);
    if (!file) {
        return pass_on(file);
    }
    return Base{std::move(*file), {{"stamp.way-" + std::string(identifier(way)), {}}}};
}

/// Written anew, so that no unmarked revision stays inside.
Result<void> make_whole(std::vector<Descriptor>& copies) {
    for (auto& copy : copies) {
        auto whole = repair::rewrite(copy);
        if (!whole) {
            return pass_on(whole);
        }
        copy = std::move(whole->file);
    }
    return {};
}

Result<Stamped> go(Way way, Descriptor const& document, Task const& task) {
    auto made = base(way, document, task.options);
    if (!made) {
        return pass_on(made);
    }
    auto const& file = way == Way::Appended ? document : made->file;
    auto opened = pdf::Document::open(file, task.options.most_pages);
    if (!opened) {
        return pass_on(opened);
    }
    auto placed = place(*opened, file, task.layout, task.marks);
    if (!placed) {
        return pass_on(placed);
    }
    if (task.options.whole) {
        if (auto whole = make_whole(placed->copies); !whole) {
            return pass_on(whole);
        }
    }
    auto const sizes = expected(*opened, placed->pages);
    auto const seen = to_be_seen(*placed, task.options.verify_pages);
    for (std::size_t i = 0; i < task.marks.size(); ++i) {
        Promise const promise{task.layout, placed->marks[i], placed->pages, placed->drawings[i],
                              sizes};
        auto right = opened->prove(placed->copies[i], placed->values[i]);
        if (right) {
            right = check(placed->copies[i], promise, seen);
        }
        if (right) {
            right = seal(placed->copies[i]);
        }
        if (!right) {
            return pass_on(right);
        }
    }
    Stamped out{
        way, opened->page_count(), std::move(placed->remarks), std::move(placed->copies), {}};
    if (auto const damaged = opened->damaged_pages(); !damaged.empty()) {
        out.remarks.push_back({"stamp.content-damaged", {{"pages", named(damaged)}}});
    }
    if (opened->is_signed()) {
        out.remarks.push_back({"stamp.signature-ended", {}});
    }
    out.remarks.insert(out.remarks.end(), made->remarks.begin(), made->remarks.end());
    return out;
}

/// True when no other way can help: the file is what it is, or the template does not fit.
bool is_final(Error const& error) {
    bool const is_about_marks = error.sentence.id.starts_with("overlay.") ||
                                error.sentence.id.starts_with("layout.") ||
                                error.sentence.id.starts_with("canvas.");
    return is_about_marks || error.fault == Fault::Denied || error.fault == Fault::Exhausted ||
           error.sentence.id == "render.encrypted";
}

} // namespace

std::string_view identifier(Way way) {
    constexpr std::array<std::string_view, 4> names{"appended", "repaired", "vector", "image"};
    return names[static_cast<std::size_t>(way)];
}

Result<Stamped> stamp(Descriptor const& document, layout::Layout const& layout,
                      std::vector<Mark> const& marks, Options const& options) {
    auto input = as_pdf(document, options.most_pages);
    if (!input) {
        return pass_on(input);
    }
    auto const& pdf = input->is_open() ? *input : document;
    auto const first = options.only_image ? Way::Image : options.first_way;
    std::string causes;
    for (auto way : ways) {
        if (way < first) {
            continue;
        }
        auto stamped = go(way, pdf, {layout, marks, options});
        if (stamped) {
            stamped->causes = causes;
            return stamped;
        }
        auto const& error = stamped.error();
        if (is_final(error)) {
            return stamped;
        }
        causes += std::string(causes.empty() ? "" : "; ") + std::string(identifier(way)) + ": " +
                  error.sentence.id + " " + error.cause;
    }
    return fail(Fault::BadInput, {"stamp.refused", {}}, causes);
}

} // namespace imprimatur::stamp
