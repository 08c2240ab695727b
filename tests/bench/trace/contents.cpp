#include "tests/bench/trace/contents.hpp"

#include <stdexcept>

#include "marking/render/render.hpp"
#include "tests/support/paper/paper.hpp"
#include "tests/support/press/dice.hpp"
#include "tests/support/press/press.hpp"

namespace imprimatur::bench {

namespace {

/// Characters that official papers use most, all in WenQuanYi Zen Hei.
std::string chinese(Dice& dice, int count) {
    static constexpr std::string_view common =
        "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下"
        "过"
        "子说产种面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两"
        "体"
        "制机当使点从业本去把性好应开它合还因由其些然前外天政四日那社义事平形相全表间样与关各重新线"
        "内"
        "数正心反你明看原又么利比或但质气第向道命此变条只没结解问意建月公无系军很情者最立代想已通并"
        "提"
        "直题党程展五果料象员革位入常文总次品式活设及管特件长求老头基资边流路级少图山统接知较将组见"
        "计"
        "别她手角期根论运农指几九区强放决西被干做必战先回则任取据处";
    std::string out;
    for (int i = 0; i < count; ++i) {
        auto const at = static_cast<std::size_t>(dice.below(int(common.size() / 3))) * 3;
        out += common.substr(at, 3);
        if (dice.chance(0.08)) {
            out += dice.chance(0.5) ? "，" : "。";
        }
    }
    return out;
}

void text(paper::Paper& paper, Dice& dice) {
    paper.text(40, 28, "Minutes " + chinese(dice, 8), 20);
    paper.prose(static_cast<std::uint32_t>(dice.below(1000)), 30 + dice.below(15));
}

void table(paper::Paper& paper, Dice& dice) {
    paper.text(60, 20, chinese(dice, 12), 16);
    double const row = dice.between(6, 9);
    for (int r = 0; 32 + r * row < 270; ++r) {
        double const y = 32 + r * row;
        paper.box(20, y, 170, 0.25);
        if (r % 2 == 1) {
            paper.box(20, y, 170, row, 0.88);
        }
        for (int c = 0; c < 5; ++c) {
            auto const words =
                c == 0 ? chinese(dice, 6) : std::to_string(dice.below(1'000'000)) + ".00";
            paper.text(22 + c * 34, y + 1.5, words, 9);
        }
    }
    for (int c = 0; c <= 5; ++c) {
        paper.box(20 + c * 34, 32, 0.25, 236);
    }
}

void picture(paper::Paper& paper, Dice& dice) {
    auto const seed = static_cast<std::uint32_t>(dice.below(1000));
    auto cloud = paper::cloud(1050, 1485, seed);
    for (auto& value : cloud.pixels) { // nowhere white, nowhere black
        value = static_cast<std::uint8_t>(60 + value * 0.6);
    }
    paper.picture(cloud, 5, 5, 200, 287);
    paper.text(30, 260, chinese(dice, 16), 18);
}

void dense(paper::Paper& paper, Dice& dice) {
    for (int line = 0; line < 44; ++line) {
        paper.text(24, 26 + 5.6 * line, chinese(dice, 36), 12);
    }
}

void form(paper::Paper& paper, Dice& dice) {
    paper.text(65, 22, chinese(dice, 8), 22);
    for (int r = 0; r < 14; ++r) {
        double const y = 45 + 16 * r;
        paper.box(22, y, 166, 0.35).box(22, y, 0.35, 16).box(188, y, 0.35, 16);
        paper.box(60, y, 0.35, 16).text(25, y + 5, chinese(dice, 6), 12);
        if (dice.chance(0.6)) {
            paper.text(64, y + 5, chinese(dice, 4 + dice.below(16)), 14);
        }
    }
    paper.box(22, 45 + 16 * 14, 166, 0.35);
}

} // namespace

cv::Mat const& Library::page(int content, int variant) {
    auto [place, is_new] = pages_.try_emplace({content, variant});
    if (!is_new) {
        return place->second;
    }
    constexpr std::array draw{text, table, picture, dense, form};
    Dice dice(static_cast<std::uint64_t>(content * 100 + variant));
    paper::Paper paper;
    draw.at(static_cast<std::size_t>(content))(paper, dice);
    auto const pdf = paper.pdf();
    auto document = render::Document::open(pdf);
    if (!document) {
        throw std::runtime_error(document.error().cause);
    }
    auto bitmap = document->draw(1, print_dpi);
    if (!bitmap) {
        throw std::runtime_error(bitmap.error().cause);
    }
    cv::Mat const grey(static_cast<int>(bitmap->height), static_cast<int>(bitmap->width), CV_8U,
                       bitmap->pixels.data());
    cv::Mat page(a4, CV_8U, cv::Scalar(255));
    cv::Rect const both = cv::Rect({}, a4) & cv::Rect({}, grey.size());
    grey(both).copyTo(page(both));
    place->second = variant % 2 == 0 ? screened(page, 4, 4) : diffused(page);
    return place->second;
}

} // namespace imprimatur::bench
