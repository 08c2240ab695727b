#include "marking/overlay/old.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <complex>
#include <map>
#include <optional>

namespace imprimatur::overlay {

namespace {

/// Points as complex numbers: turning, scaling and moving a sheet is p → turn · p + move.
using Complex = std::complex<double>;

struct Fit {
    Complex turn;
    Complex move;
    double error; ///< mm: how badly the QRs and the edges of the sheets agree
    canvas::Point of(canvas::Point p) const {
        auto q = turn * Complex{p.x, p.y} + move;
        return {q.real(), q.imag()};
    }
};

/// Old and new sheet lie on each other within this, or they were not laid out alike.
constexpr double most_error = 20;
/// White goes this far beyond an old text.
constexpr double beyond = 1;

std::array<Complex, 4> corners_of(Box const& box) {
    return {Complex{box.x, box.y}, Complex{box.x + box.width, box.y},
            Complex{box.x + box.width, box.y + box.height}, Complex{box.x, box.y + box.height}};
}

Fit fit(std::vector<Complex> const& from, std::vector<Complex> const& to) {
    Complex from_mean{};
    Complex to_mean{};
    double const count = static_cast<double>(from.size());
    for (std::size_t i = 0; i < from.size(); ++i) {
        from_mean += from[i] / count;
        to_mean += to[i] / count;
    }
    Complex product{};
    double square = 0;
    for (std::size_t i = 0; i < from.size(); ++i) {
        product += std::conj(from[i] - from_mean) * (to[i] - to_mean);
        square += std::norm(from[i] - from_mean);
    }
    Fit out{product / square, {}, 0};
    out.move = to_mean - out.turn * from_mean;
    for (std::size_t i = 0; i < from.size(); ++i) {
        // A millimetre between QRs weighs as much as five at the sheet's edge, which they only
        // extrapolate to.
        out.error = std::max(out.error, 5 * std::abs(out.turn * from[i] + out.move - to[i]));
    }
    return out;
}

/// How far the old sheet's outline lies from the new one's.
double misfit(Fit const& fit, PageSize old_size, PageSize size) {
    double left = 1e9;
    double right = -1e9;
    double top = 1e9;
    double bottom = -1e9;
    for (auto corner : corners_of({0, 0, old_size.width, old_size.height})) {
        auto p = fit.turn * corner + fit.move;
        left = std::min(left, p.real());
        right = std::max(right, p.real());
        top = std::min(top, p.imag());
        bottom = std::max(bottom, p.imag());
    }
    return std::max({std::abs(left), std::abs(top), std::abs(right - size.width),
                     std::abs(bottom - size.height)});
}

/// The best way to lay the layout's QRs onto those found: each found one is one of the layout's.
void try_matches(Plan const& plan, std::vector<OldMark const*> const& found,
                 std::vector<std::size_t>& chosen, PageSize old_size, PageSize size,
                 std::optional<Fit>& best) {
    if (chosen.size() < found.size()) {
        for (std::size_t i = 0; i < plan.qrs.size(); ++i) {
            if (std::find(chosen.begin(), chosen.end(), i) == chosen.end()) {
                chosen.push_back(i);
                try_matches(plan, found, chosen, old_size, size, best);
                chosen.pop_back();
            }
        }
        return;
    }
    std::vector<Complex> from;
    std::vector<Complex> to;
    for (std::size_t i = 0; i < found.size(); ++i) {
        auto corners = corners_of(plan.qrs[chosen[i]].modules);
        for (std::size_t corner = 0; corner < 4; ++corner) {
            from.push_back(corners.at(corner));
            to.emplace_back(found[i]->corners[corner].x, found[i]->corners[corner].y);
        }
    }
    auto candidate = fit(from, to);
    candidate.error = std::max(candidate.error, misfit(candidate, old_size, size));
    if (!best || candidate.error < best->error) {
        best = candidate;
    }
}

/// What was drawn on the old sheet, and how it lies on the new one.
struct OldSheet {
    Plan plan;
    Fit fit;
};

std::optional<OldSheet> find_old_sheet(canvas::Canvas const& canvas, Wanted const& wanted,
                                       std::vector<OldMark const*> const& found) {
    auto const& seal = found.front()->seal;
    auto matrix = qr_of(to_text(seal));
    if (!matrix || found.size() > 4) {
        return std::nullopt;
    }
    std::optional<OldSheet> best;
    PageSize const upright = wanted.size;
    for (auto size : {upright, PageSize{upright.height, upright.width}}) {
        Mark mark = wanted.mark;
        mark.serial = seal.serial;
        auto drawn = plan(canvas, {wanted.layout, mark, size, seal.page == 1, matrix->width}, {});
        std::optional<Fit> fit;
        std::vector<std::size_t> chosen;
        if (drawn) {
            try_matches(*drawn, found, chosen, size, wanted.size, fit);
        }
        if (fit && fit->error <= most_error && (!best || fit->error < best->fit.error)) {
            best = OldSheet{std::move(*drawn), *fit};
        }
    }
    return best;
}

Corners mapped(Box const& box, double inflated, Fit const& fit) {
    Corners out;
    for (auto corner : corners_of({box.x - inflated, box.y - inflated, box.width + 2 * inflated,
                                   box.height + 2 * inflated})) {
        out.push_back(fit.of({corner.real(), corner.imag()}));
    }
    return out;
}

Corners whole_qr(OldMark const& old) {
    Complex middle{};
    for (auto const& corner : old.corners) {
        middle += Complex{corner.x, corner.y} / 4.0;
    }
    // The modules and a good part of the quiet zone.
    constexpr double grown = 1.2;
    Corners out;
    for (auto const& corner : old.corners) {
        auto p = middle + grown * (Complex{corner.x, corner.y} - middle);
        out.push_back({p.real(), p.imag()});
    }
    return out;
}

bool prints_struck_parent(Wanted const& wanted, bool first_page) {
    return std::any_of(
        wanted.layout.lines.begin(), wanted.layout.lines.end(), [&](auto const& line) {
            return line.strike && layout::is_for(line, first_page, wanted.mark.level) &&
                   !layout::fill(line.text, wanted.mark).empty();
        });
}

void retire_lines(OldSheet const& old, bool reprints, Retired& out) {
    for (auto const& placed : old.plan.lines) {
        bool const is_number = layout::has_field(placed.line->text, "number");
        bool const is_bar = !placed.line->background.empty(); // the new bar comes over it
        if (is_number && !reprints && !is_bar) {
            auto corners = mapped(placed.box, 0, old.fit);
            double const middle = placed.box.y + placed.box.height / 2;
            out.strikes.push_back({old.fit.of({placed.box.x - beyond, middle}),
                                   old.fit.of({placed.box.x + placed.box.width + beyond, middle})});
            out.occupied.push_back(around(corners));
        } else {
            // The old line may have begun further left, where fewer stood before it.
            double const gap = placed.line->after.empty() ? 0 : placed.line->gap;
            auto const& reach = placed.reach;
            out.covers.push_back(
                mapped({reach.x - gap, reach.y, reach.width + gap, reach.height}, beyond, old.fit));
        }
    }
    for (auto const& qr : old.plan.qrs) {
        if (!qr.serial.empty()) {
            out.covers.push_back(mapped(qr.serial_box, beyond / 2, old.fit));
        }
        out.covers.push_back(mapped(qr.modules, beyond, old.fit));
    }
}

} // namespace

Box around(Corners const& corners) {
    auto [left, right] = std::minmax_element(corners.begin(), corners.end(),
                                             [](auto a, auto b) { return a.x < b.x; });
    auto [top, bottom] = std::minmax_element(corners.begin(), corners.end(),
                                             [](auto a, auto b) { return a.y < b.y; });
    return {left->x, top->y, right->x - left->x, bottom->y - top->y};
}

Retired retire(canvas::Canvas const& canvas, Wanted const& wanted, std::uint32_t page) {
    Retired out;
    std::map<std::string, std::vector<OldMark const*>> by_copy;
    for (auto const& old : wanted.mark.old_marks) {
        if (old.page == page) {
            out.covers.push_back(whole_qr(old));
            by_copy[to_text(old.seal)].push_back(&old);
        }
    }
    for (auto const& [seal, found] : by_copy) {
        auto old = find_old_sheet(canvas, wanted, found);
        if (old) {
            retire_lines(*old, prints_struck_parent(wanted, wanted.first_page), out);
        }
    }
    return out;
}

} // namespace imprimatur::overlay
