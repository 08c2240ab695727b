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

/// Another lattice may be louder than the dots.
bool look_at_next(Eye& eye, Seen const& seen, std::vector<Waves> const& leads) {
    constexpr std::ptrdiff_t followed = 3;
    auto const end = leads.begin() + std::min(followed, std::ssize(leads));
    return std::any_of(leads.begin() + 1, end,
                       [&](Waves const& waves) { return eye.look(laid_on(seen.response, waves)); });
}

} // namespace

bool look_at_flat(Eye& eye, Seen const& seen, std::vector<double> const& stretches,
                  bool is_faint_sought) {
    constexpr std::size_t piece_leads = 12;
    constexpr std::size_t page_leads = 5;
    constexpr std::size_t large_enough = 250'000; // for faint dots to say enough, pixels
    constexpr double least_of_loudest = 2.5;
    bool const is_piece = seen.light.total() < small_picture;
    if (std::max(seen.light.rows, seen.light.cols) > most_flat) {
        return false;
    }
    auto const leads = find_flat_waves(transform_of(seen.response), seen.pitch, stretches,
                                       is_piece ? piece_leads : page_leads);
    if (leads.empty()) {
        return false;
    }
    return eye.look(laid_on(seen.response, leads[0]), least_of_loudest) ||
           (is_piece && look_at_piece(eye, seen, leads)) ||
           (is_faint_sought && !eye.is_clear() && seen.light.total() >= large_enough &&
            look_at_faint(eye, seen, stretches)) ||
           (!is_piece && look_at_next(eye, seen, leads));
}

} // namespace imprimatur::field
