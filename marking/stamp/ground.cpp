#include "marking/stamp/ground.hpp"

#include <algorithm>
#include <iterator>

#include "marking/stamp/footprint.hpp"

namespace imprimatur::stamp {

using overlay::Box;

Ground::Ground(std::vector<Box> traces, overlay::PageSize page) : traces_(std::move(traces)) {
    Box const whole{0, 0, page.width, page.height};
    std::erase_if(traces_, [&](Box const& box) { return !touch(around(box, 0.1), whole); });
}

Ground::Ground(InkMap const& map, std::vector<Box> const& pictures) : ink_(map) {
    std::copy_if(pictures.begin(), pictures.end(), std::back_inserter(traces_),
                 [&](Box const& box) { return ink_->is_free(box); });
}

Ground Ground::full(overlay::PageSize page) {
    return Ground({{0, 0, page.width, page.height}}, page);
}

bool Ground::is_free(Box const& box, pdf::Fit const& fit) const {
    constexpr double blur = 0.2; // mm: half a pixel at 72 dpi
    Box const own{(box.x - fit.x) / fit.scale, (box.y - fit.y) / fit.scale, box.width / fit.scale,
                  box.height / fit.scale};
    if (ink_ && !ink_->is_free(own)) {
        return false;
    }
    auto const wide = around(own, blur);
    return std::none_of(traces_.begin(), traces_.end(),
                        [&](Box const& trace) { return touch(wide, trace); });
}

} // namespace imprimatur::stamp
