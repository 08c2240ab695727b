#include "marking/worker/sheets.hpp"

#include <algorithm>
#include <utility>

namespace imprimatur::worker {

namespace {

bool is_same_copy(Glimpse const& one, Glimpse const& other) {
    return one.seen.serial == other.seen.serial && one.seen.mirrored == other.seen.mirrored;
}

/// Takes up what another glimpse of the same sheet says. @return false: it is of another sheet
bool take_up(Glimpse& sheet, Glimpse const& more) {
    if (!is_same_copy(sheet, more)) {
        return false;
    }
    if (!more.ties.empty() && !sheet.ties.empty()) {
        auto both = field::joined(sheet.ties, more.ties, sheet.seen.mirrored);
        if (!both) {
            return false;
        }
        sheet.ties = std::move(*both);
    } else if (sheet.ties.empty()) {
        sheet.ties = more.ties;
    }
    if (more.score > sheet.score) {
        sheet.score = more.score;
        sheet.seen.placings = more.seen.placings;
        std::copy(std::begin(more.seen.corners), std::end(more.seen.corners), sheet.seen.corners);
    }
    sheet.seen.lattices = std::max(sheet.seen.lattices, more.seen.lattices);
    return true;
}

/// Two sheets that a third part has turned out to lie between are one.
void join_all(std::vector<Glimpse>& sheets) {
    for (std::size_t i = 0; i < sheets.size(); ++i) {
        for (std::size_t k = i + 1; k < sheets.size();) {
            if (take_up(sheets[i], sheets[k])) {
                sheets.erase(sheets.begin() + static_cast<std::ptrdiff_t>(k));
                k = i + 1;
            } else {
                ++k;
            }
        }
    }
}

pipe::DotsSeen outlined(Glimpse sheet, double millimetres) {
    auto out = std::move(sheet.seen);
    if (auto const spread = field::spread_of(sheet.ties)) {
        for (std::size_t i = 0; i < std::size(out.corners); ++i) {
            out.corners[i] = {spread->corners[i].x * millimetres,
                              spread->corners[i].y * millimetres};
        }
        out.lie = {spread->width, spread->height, spread->resolution, spread->turn};
    }
    return out;
}

} // namespace

std::vector<pipe::DotsSeen> sheets_of(std::vector<Glimpse> glimpses, double millimetres) {
    std::stable_sort(glimpses.begin(), glimpses.end(),
                     [](auto const& a, auto const& b) { return a.ties.size() > b.ties.size(); });
    join_all(glimpses);
    std::vector<pipe::DotsSeen> out;
    for (auto& sheet : glimpses) {
        out.push_back(outlined(std::move(sheet), millimetres));
    }
    return out;
}

} // namespace imprimatur::worker
