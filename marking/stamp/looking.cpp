#include "marking/stamp/looking.hpp"

#include <algorithm>
#include <cmath>

#include "marking/read/read.hpp"
#include "marking/stamp/footprint.hpp"

namespace imprimatur::stamp {

std::optional<InkMap> look_at(render::Document const& pages, pdf::Document const& document,
                              std::uint32_t page) {
    constexpr double usual_dpi = 72;
    constexpr double most_pixels = 4e6;
    auto const size = document.size(page);
    double const inches = size.width * size.height / (25.4 * 25.4);
    auto const dpi = std::max(1.0, std::min(usual_dpi, std::sqrt(most_pixels / inches)));
    // Poppler does not know /UserUnit: what is larger by it must be drawn larger.
    auto const picture = pages.draw(page, dpi * document.unit(page), Channels::Rgb);
    if (!picture) {
        return std::nullopt;
    }
    auto out = ink_of(*picture);
    out.dpi = dpi;
    return out;
}

std::vector<OldMark> marks_of_ours(render::Document const& pages, double unit, std::uint32_t page,
                                   std::vector<overlay::Box> const& boxes) {
    constexpr double dpi = 300;
    constexpr double margin = 1; // mm
    std::vector<OldMark> out;
    for (auto const& box : boxes) {
        auto const part = around(box, margin);
        double const left = std::max(part.x, 0.0);
        double const top = std::max(part.y, 0.0);
        auto const picture = pages.draw(
            page, dpi * unit, {left / unit, top / unit, part.width / unit, part.height / unit});
        auto const codes = picture ? read::codes(*picture, read::Effort::Quick)
                                   : Result<std::vector<read::Code>>(pass_on(picture));
        for (auto const& code : codes ? *codes : std::vector<read::Code>{}) {
            auto const seal = find_seal(code.text);
            if (!seal) {
                continue;
            }
            OldMark old{page, *seal, {}, std::nullopt};
            for (std::size_t i = 0; i < 4; ++i) {
                // The picture's resolution counts the page's /UserUnit.
                old.corners[i] = {left + code.corners[i].x * unit, top + code.corners[i].y * unit};
            }
            out.push_back(old);
        }
    }
    return out;
}

} // namespace imprimatur::stamp
