#include "marking/worker/findings.hpp"

#include <algorithm>
#include <cmath>

namespace imprimatur::worker {

namespace {

constexpr double close_dpi = 200; // a module of 0.4 mm is three pixels
constexpr double millimetres_an_inch = 25.4;

/// At most so many bytes, never half a character.
std::string cut(std::string text) {
    constexpr std::size_t most = 200;
    if (text.size() > most) {
        auto end = most;
        while (end > 0 && (static_cast<unsigned char>(text[end]) & 0xc0U) == 0x80U) {
            --end;
        }
        text.resize(end);
    }
    return text;
}

void add_new(std::vector<pipe::Finding>& all, std::vector<pipe::Finding> more) {
    constexpr double near = 5; // mm
    for (auto& finding : more) {
        bool const is_known = std::ranges::any_of(all, [&](pipe::Finding const& other) {
            return other.text == finding.text &&
                   std::hypot(other.corners[0].x - finding.corners[0].x,
                              other.corners[0].y - finding.corners[0].y) < near;
        });
        if (!is_known) {
            all.push_back(std::move(finding));
        }
    }
}

Result<std::vector<pipe::Finding>> look_at(Result<Bitmap> const& picture, std::uint32_t page,
                                           read::Effort effort, read::Point offset = {0, 0}) {
    if (!picture) {
        return pass_on(picture);
    }
    auto codes = read::codes(*picture, effort);
    if (!codes) {
        return pass_on(codes);
    }
    return to_findings(*codes, page, offset);
}

} // namespace

std::vector<pipe::Finding> to_findings(std::vector<read::Code> const& codes, std::uint32_t page,
                                       read::Point offset) {
    std::vector<pipe::Finding> out;
    for (auto const& code : codes) {
        auto& finding =
            out.emplace_back(pipe::Finding{page, find_seal(code.text), cut(code.text), {}});
        for (std::size_t i = 0; i < 4; ++i) {
            finding.corners[i] = {code.corners[i].x + offset.x, code.corners[i].y + offset.y};
        }
    }
    return out;
}

Result<std::vector<pipe::Finding>> look_at_drawn_page(render::Document const& document,
                                                      std::uint32_t page, Bitmap const& small) {
    auto const areas = read::suspects(small);
    std::uint64_t covered = 0;
    for (auto const& area : areas) {
        covered += std::uint64_t{area.width} * area.height;
    }
    if (covered > std::uint64_t{small.width} * small.height / 2) {
        return look_at(document.draw(page, close_dpi), page, read::Effort::Quick);
    }
    double const scale = millimetres_an_inch / small.dpi;
    std::vector<pipe::Finding> all;
    for (auto const& area : areas) {
        render::Document::Part const part{area.x * scale, area.y * scale, area.width * scale,
                                          area.height * scale};
        auto found = look_at(document.draw(page, close_dpi, part), page, read::Effort::Quick,
                             {part.x, part.y});
        if (!found) {
            return found;
        }
        add_new(all, std::move(*found));
    }
    return all;
}

Result<std::vector<pipe::Finding>> look_at_picture_page(render::Document const& document,
                                                        std::uint32_t page, read::Effort effort) {
    return look_at(document.draw(page, close_dpi), page, effort);
}

} // namespace imprimatur::worker
