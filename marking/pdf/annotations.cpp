#include "marking/pdf/annotations.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

namespace imprimatur::pdf {

namespace {

// ISO 32000-1, 12.5.3
constexpr unsigned flag_hidden = 1U << 1U;
constexpr unsigned flag_print = 1U << 2U;
constexpr unsigned flag_no_rotate = 1U << 4U;

/// The stream that shows the annotation, as a reference; none when it has none.
Value appearance(Source const& source, Value const& annotation) {
    auto const normal = source.entry(source.find(annotation, "AP"), "N");
    if (source.stream(normal)) {
        return normal;
    }
    auto const state = source.find(annotation, "AS").name();
    auto const shown = state ? source.resolve(normal).entry(*state) : Value();
    return source.stream(shown) ? shown : Value();
}

/// ISO 32000-1, 12.5.5, algorithm 8.1: the appearance's box is fitted to the annotation's.
std::optional<Matrix> placement(Source const& source, Value const& form, Rect const& rect) {
    auto const box = rect_of(source, form.entry("BBox"));
    if (!box) {
        return std::nullopt;
    }
    auto const shown = matrix_of(source, source.find(form, "Matrix")).around(*box);
    double const width = shown.right - shown.left;
    double const height = shown.top - shown.bottom;
    if (!(width > 0) || !(height > 0)) {
        return std::nullopt;
    }
    double const across = (rect.right - rect.left) / width;
    double const up = (rect.top - rect.bottom) / height;
    return Matrix{
        across, 0, 0, up, rect.left - shown.left * across, rect.bottom - shown.bottom * up};
}

/// Links and pop-ups paint a thin line at most, which a QR bears; a widget with nothing to show has
/// no appearance either.
bool is_harmless(Source const& source, Value const& annotation) {
    auto const type = source.find(annotation, "Subtype");
    if (type.is_name("Link") || type.is_name("Popup")) {
        return true;
    }
    auto const form = source.find(source.catalog(), "AcroForm");
    bool const is_drawn_by_reader = source.find(form, "NeedAppearances").is_true();
    return type.is_name("Widget") && !is_drawn_by_reader &&
           !source.entry(annotation, "V").exists() && !source.entry(annotation, "MK").exists() &&
           !source.entry(annotation, "Parent").exists();
}

/// Some producers write the 32 bits as a signed number.
unsigned flags_of(Source const& source, Value const& annotation) {
    auto const entry = source.entry(annotation, "F");
    auto const flags = source.whole(entry, std::numeric_limits<std::int32_t>::min(),
                                    std::numeric_limits<std::uint32_t>::max());
    if (entry.exists() && !flags) {
        throw Decline{"the flags of an annotation are no number of 32 bits"};
    }
    return static_cast<unsigned>(flags.value_or(0));
}

enum class Fate { Kept, Gone, Painted };

/// Where marks are, or everything.
struct Covered {
    std::vector<Rect> const& marks;
    Which which;

    bool touches(Rect const& rect) const {
        return which == Which::All ||
               std::any_of(marks.begin(), marks.end(),
                           [&](Rect const& mark) { return overlap(mark, rect); });
    }
};

Fate fate_of(Source const& source, Value const& annotation, Page const& page,
             Covered const& covered, Painted& painted) {
    auto const rect = rect_of(source, annotation.entry("Rect"));
    if (!rect || !covered.touches(*rect)) {
        return Fate::Kept;
    }
    auto const flags = flags_of(source, annotation);
    if ((flags & flag_hidden) != 0) {
        return Fate::Kept;
    }
    auto const shown = appearance(source, annotation);
    if (!shown.exists() && is_harmless(source, annotation)) {
        return covered.which == Which::All ? Fate::Gone : Fate::Kept;
    }
    if ((flags & flag_print) == 0) {
        return Fate::Gone;
    }
    if (!shown.exists()) {
        throw Decline{"an annotation over the mark has no appearance of its own"};
    }
    bool const stays_upright = (flags & flag_no_rotate) != 0 && page.frame.turn != 0;
    if (stays_upright || source.find(annotation, "OC").exists()) {
        throw Decline{"an annotation over the mark is turned against the page or in a layer"};
    }
    auto const place = placement(source, source.resolve(shown), *rect);
    if (!place) {
        return Fate::Gone; // it has no area
    }
    painted = {shown, *place};
    return Fate::Painted;
}

} // namespace

AnnotationChange clear_marks(Source const& source, Page const& page,
                             std::vector<Rect> const& covered, Which which) {
    AnnotationChange out;
    auto const annotations = source.find(page.object, "Annots");
    if (!annotations.is_array() || (covered.empty() && which == Which::OverMarks)) {
        return out;
    }
    out.kept = "[";
    auto cursor = Cursor::inside(annotations);
    for (auto item = cursor.next(); !item.is_end(); item = cursor.next()) {
        auto const annotation = source.resolve(item);
        Painted painted{{}, {}};
        auto const fate = annotation.is_dictionary()
                              ? fate_of(source, annotation, page, {covered, which}, painted)
                              : Fate::Kept;
        if (fate == Fate::Kept) {
            out.kept.append(" ").append(item.text());
            continue;
        }
        out.is_changed = true;
        if (fate == Fate::Painted) {
            out.painted.push_back(painted);
        }
    }
    out.kept += "]";
    return out;
}

} // namespace imprimatur::pdf
