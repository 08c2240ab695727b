#include "gateway/service/outlines.hpp"

#include <algorithm>

namespace imprimatur::service {

namespace {

bool is_false(trace::Found const& found) {
    return found.fit == trace::Fit::Forged || found.fit == trace::Fit::Elsewhere ||
           found.fit == trace::Fit::Unknown;
}

std::string colour_of(trace::Region const& region, trace::Trace const& trace) {
    bool const is_well =
        std::none_of(trace.regions.begin(), trace.regions.end(),
                     [&](auto const& other) {
                         return other.page == region.page && other.serial != region.serial;
                     }) &&
        std::none_of(trace.findings.begin(), trace.findings.end(), [&](auto const& found) {
            return found.page == region.page && is_false(found);
        });
    return !is_well ? "#cf222e" : region.by_code && region.by_dots ? "#1a7f37" : "#0550ae";
}

pipe::Workers::Outline outline(std::uint32_t page, trace::Corners const& corners,
                               std::string colour, std::uint32_t number) {
    pipe::Workers::Outline out{page, {}, std::move(colour), number};
    std::copy(corners.begin(), corners.end(), out.corners);
    return out;
}

} // namespace

std::vector<pipe::Workers::Outline> outlines_of(trace::Trace const& trace, std::uint32_t page) {
    std::vector<pipe::Workers::Outline> out;
    for (auto const& region : trace.regions) {
        // Where only codes speak it is they that are outlined: what is around them is not known.
        auto const places = region.by_dots ? std::vector{region.corners} : region.codes;
        for (std::size_t i = 0; region.page == page && i < places.size(); ++i) {
            out.push_back(outline(page, places[i], colour_of(region, trace), region.number));
        }
    }
    for (auto const& found : trace.findings) {
        bool const is_told = found.page == page && found.fit != trace::Fit::Ours;
        for (std::size_t i = 0; is_told && i < found.places.size(); ++i) {
            out.push_back(
                outline(page, found.places[i], is_false(found) ? "#8250df" : "#6e7781", 0));
        }
    }
    return out;
}

std::uint32_t first_outlined(trace::Trace const& trace) {
    std::uint32_t first = 0;
    auto look_at = [&first](std::uint32_t page) {
        first = first == 0 ? page : std::min(first, page);
    };
    for (auto const& region : trace.regions) {
        look_at(region.page);
    }
    for (auto const& found : trace.findings) {
        look_at(found.page);
    }
    return std::max(first, 1U);
}

} // namespace imprimatur::service
