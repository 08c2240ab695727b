#include <algorithm>
#include <iterator>

#include "marking/field/response.hpp"
#include "marking/field/sheet.hpp"

namespace imprimatur::field {

namespace {

/// Many turns of the lattice are followed over the piece, with strokes and without. Looked at are
/// those that stand out most.
bool look_at_piece(Eye& eye, Seen const& seen, std::vector<Waves> const& leads) {
    auto laid = most_prominent(all_laid_on(seen.response, {leads.begin() + 1, leads.end()}), 2);
    auto bare = most_prominent(
        all_laid_on(response(without_strokes(seen.light, seen.pitch), seen.pitch), leads), 1);
    laid.insert(laid.end(), bare.begin(), bare.end());
    return std::any_of(laid.begin(), laid.end(), [&](auto& of) { return eye.look(of); });
}

/// Where no part of the page shows dots that could be followed, it is taken for straight: all of it
/// together may name a copy still.
bool look_at_page(Eye& eye, Seen const& seen, std::vector<Waves> const& leads) {
    constexpr std::ptrdiff_t followed = 3;
    constexpr double least_of_straight = 2;
    if (std::any_of(leads.begin(), leads.end(), [&](Waves const& waves) {
            return eye.look(laid_straight_on(seen.response, waves), least_of_straight);
        })) {
        return true;
    }
    auto const end = leads.begin() + std::min(followed, std::ssize(leads));
    return std::any_of(leads.begin() + 1, end,
                       [&](Waves const& waves) { return eye.look(laid_on(seen.response, waves)); });
}

} // namespace

bool look_at_flat(Eye& eye, Seen const& seen, std::vector<double> const& stretches) {
    constexpr std::size_t piece_leads = 12;
    constexpr std::size_t page_leads = 5;
    constexpr double least_of_loudest = 2.5;
    bool const is_piece = seen.light.total() < small_picture;
    if (std::max(seen.light.rows, seen.light.cols) > most_flat) {
        return false;
    }
    auto const leads =
        find_flat_waves(seen.response, seen.pitch, stretches, is_piece ? piece_leads : page_leads);
    if (leads.empty()) {
        return false;
    }
    return eye.look(laid_on(seen.response, leads[0]), least_of_loudest) ||
           (is_piece ? look_at_piece(eye, seen, leads) : look_at_page(eye, seen, leads));
}

} // namespace imprimatur::field
