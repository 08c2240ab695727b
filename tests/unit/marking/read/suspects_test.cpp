#include <algorithm>
#include <random>

#include <gtest/gtest.h>

#include "marking/read/read.hpp"
#include "marking/render/render.hpp"
#include "tests/support/paper/paper.hpp"
#include "tests/unit/marking/read/channel.hpp"

namespace imprimatur::read {
namespace {

bool covers(std::vector<Area> const& areas, double x, double y, double side, double dpi) {
    auto to_pixels = [&](double millimetres) { return millimetres * dpi / 25.4; };
    return std::ranges::any_of(areas, [&](Area const& area) {
        return area.x <= to_pixels(x) && area.y <= to_pixels(y) &&
               area.x + area.width >= to_pixels(x + side) - 1 &&
               area.y + area.height >= to_pixels(y + side) - 1;
    });
}

std::string random_text(std::mt19937& random) {
    std::string text = "IM1";
    while (text.size() < 39) {
        text += "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[random() % 32];
    }
    return text;
}

TEST(Suspects, NeverMissAQrOfTenMillimetres) {
    std::mt19937 random(11);
    std::uniform_real_distribution<double> x(8, 185);
    std::uniform_real_distribution<double> y(8, 270);
    for (std::uint32_t i = 0; i < 60; ++i) {
        double const module = 10.0 / 29 + (i % 4) * 0.1;
        double const left = x(random);
        double const top = y(random);
        auto paper = paper::Paper();
        auto bytes = paper.prose(i).qr(left, top, module, random_text(random)).pdf();
        auto document = render::Document::open(bytes);
        for (double dpi : {40.0, 50.0, 72.0}) {
            auto page = document->draw(1, dpi).value();
            EXPECT_TRUE(covers(suspects(page), left, top, 29 * module, dpi)) << i << " at " << dpi;
            auto pale = channel::scan(page, {.black = 150, .white = 200}, i);
            EXPECT_TRUE(covers(suspects(pale), left, top, 29 * module, dpi)) << i << " pale";
        }
    }
}

TEST(Suspects, LetMostTextPagesPass) {
    int pages_with_suspects = 0;
    for (std::uint32_t i = 0; i < 40; ++i) {
        auto bytes = paper::Paper().text(70, 12, "关于保密工作的通知", 22).prose(i).pdf();
        auto page = render::Document::open(bytes)->draw(1, 50).value();
        pages_with_suspects += suspects(page).empty() ? 0 : 1;
    }
    EXPECT_LE(pages_with_suspects, 4);
}

} // namespace
} // namespace imprimatur::read
