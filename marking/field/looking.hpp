// A lattice laid on the picture, and what may be read of it there: private to this room.
#pragma once

#include <functional>
#include <vector>

#include "marking/field/fold.hpp"
#include "marking/field/harmonics.hpp"
#include "marking/field/heard.hpp"
#include "marking/field/search.hpp"
#include "marking/field/track.hpp"

namespace imprimatur::field {

/// A lattice, and what it says.
struct Laid {
    Followed followed;
    Folded folded;
    double prominence;
};

Laid laid_on(cv::Mat const& response, Waves const& waves);
std::vector<Laid> all_laid_on(cv::Mat const& response, std::vector<Waves> const& leads);
/// Not followed: the same over the whole picture.
Laid laid_straight_on(cv::Mat const& response, Lie const& lie);
/// The same, seen on the picture of which the response is a part or another view.
Laid seen_on(cv::Matx33d const& picture, Laid laid);
/// Those that stand out most, at most `count`, in falling order.
std::vector<Laid> most_prominent(std::vector<Laid> laid, std::size_t count);

/// What is less prominent is glanced at. Of 330 lattices that named a copy, the loudest of a flat
/// sheet had 2.8 and more, all others 5.6.
constexpr double least_prominence = 4.5;

/// Shows whoever asked one lattice after another, until that is enough.
class Eye {
  public:
    Eye(dots::Key const& key,
        std::function<bool(std::vector<Sighting> const&, Depth)> const& is_enough)
        : pilots_(key), is_enough_(is_enough) {}

    /// @return true: it is enough
    bool look(Laid const& laid, double least = least_prominence) {
        return show(laid, laid.prominence < least ? Depth::Glance : Depth::Whole);
    }
    bool look_closely(Laid const& laid) { return show(laid, Depth::Whole); }
    bool glance(Laid const& laid) { return show(laid, Depth::Glance); }
    bool glance_at_window(Laid const& laid) { return show(laid, Depth::Window); }
    /// All that is shown from now on is so many times smaller than the picture.
    void shrink(double times) { shrunk_ *= times; }
    /// A lattice was shown whose pilots leave no doubt where its tile lies.
    bool is_clear() const { return is_clear_; }

  private:
    bool show(Laid const& laid, Depth depth);

    dots::PilotSearch pilots_;
    std::function<bool(std::vector<Sighting> const&, Depth)> const& is_enough_;
    bool is_clear_ = false;
    double shrunk_ = 1;
};

} // namespace imprimatur::field
