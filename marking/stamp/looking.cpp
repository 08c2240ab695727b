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

bool shows_mark_of_ours(render::Document const& pages, double unit, std::uint32_t page,
                        overlay::Box const& box) {
    constexpr double dpi = 300;
    constexpr double margin = 1; // mm
    auto const part = around(box, margin);
    auto const picture = pages.draw(page, dpi * unit,
                                    {std::max(part.x, 0.0) / unit, std::max(part.y, 0.0) / unit,
                                     part.width / unit, part.height / unit});
    auto const codes = picture ? read::codes(*picture, read::Effort::Quick)
                               : Result<std::vector<read::Code>>(pass_on(picture));
    return codes && std::any_of(codes->begin(), codes->end(), [](read::Code const& code) {
               return find_seal(code.text).has_value();
           });
}

} // namespace imprimatur::stamp
