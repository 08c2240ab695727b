#include <algorithm>
#include <cmath>
#include <set>
#include <stdexcept>

#include "tests/support/pictures/pictures.hpp"

namespace imprimatur::pictures {

namespace {

void logo(Canvas& canvas, Dice& dice, double x, double y, double size) {
    canvas.ring(x, y, size, size * 0.2, 0.1);
    std::vector<cv::Point2d> star;
    int const rays = 5 + dice.below(5);
    for (int i = 0; i < 2 * rays; ++i) {
        double const r = size * (i % 2 == 0 ? 0.75 : dice.between(0.25, 0.45));
        star.emplace_back(x + r * std::cos(i * CV_PI / rays), y + r * std::sin(i * CV_PI / rays));
    }
    canvas.line(star, 0, 0.2, true);
}

void shapes(Canvas& canvas, Dice& dice, cv::Rect2d area, int count) {
    for (int i = 0; i < count; ++i) {
        cv::Point2d const at(area.x + dice.between(0, area.width),
                             area.y + dice.between(0, area.height));
        double const size = dice.between(4, 26);
        std::vector<cv::Point2d> outline;
        int const corners = 3 + dice.below(6);
        double const turn = dice.between(0, 6);
        for (int k = 0; k <= corners; ++k) {
            double const r = size * dice.between(0.5, 1);
            outline.emplace_back(at.x + r * std::cos(turn + 2 * CV_PI * k / corners),
                                 at.y + r * std::sin(turn + 2 * CV_PI * k / corners));
        }
        canvas.line(outline, dice.between(0.3, 1), dice.between(0, 0.8), dice.chance(0.6));
    }
}

void photo(Canvas& canvas, std::uint64_t coarse, std::uint64_t content) {
    Dice dice(content);
    double const high = dice.between(180, 277);
    canvas.picture(noise({900, 1250}, coarse, content, dice.between(0.45, 0.62)), 10, 10, 190,
                   high);
    shapes(canvas, dice, {15, 15, 180, high - 10}, 3 + dice.below(12));
}

void scene(Canvas& canvas, std::uint64_t master, std::uint64_t content) {
    // The same place another time: the far ground is alike, what stands in it and the light are
    // not.
    Dice dice(content);
    canvas.picture(noise({900, 1250}, master * 7 + content % 3, content, 0.6), 10, 10, 190, 240);
    shapes(canvas, dice, {15, 40, 180, 205}, 12);
    Dice same(master);
    logo(canvas, same, 180, 270, 10);
    canvas.text(15, 262, chinese(same, 10), 16);
}

void drawing(Canvas& canvas, Dice& dice) {
    for (int i = 0; i < 25 + dice.below(25); ++i) {
        double const x = dice.between(20, 170);
        double const y = dice.between(20, 260);
        double const w = dice.between(5, 60);
        double const h = dice.between(5, 60);
        switch (dice.below(4)) {
        case 0:
            canvas.frame(x, y, w, h, dice.between(0.2, 0.7));
            break;
        case 1:
            canvas.ring(x, y, w / 2, dice.between(0.2, 0.7), 0);
            break;
        case 2:
            canvas.line({{x, y}, {x + w, y + h}}, 0.3);
            break;
        default:
            for (int k = 0; k < 12; ++k) { // hatching
                canvas.line({{x + k * 1.5, y}, {x + k * 1.5 + h / 4, y + h / 3}}, 0.2);
            }
        }
        canvas.text(x, y, digits(dice, 3), 8);
    }
}

void slide(Canvas& canvas, std::uint64_t master, Dice& dice) {
    Dice same(master);
    bool const dark = same.chance(0.5);
    double const ink = dark ? 0.95 : 0.05;
    canvas.box(0, 0, 210, 297, dark ? same.between(0.1, 0.25) : 1);
    canvas.box(0, 0, 210, 22, same.between(0.3, 0.6));
    canvas.box(0, 280, 210, 17, same.between(0.3, 0.6));
    logo(canvas, same, 190, 11, 8);
    canvas.text(10, 284, chinese(same, 14), 14, ink);
    canvas.text(15, 30, chinese(dice, 6 + dice.below(8)), 30, ink);
    for (int i = 0; i < 3 + dice.below(5); ++i) {
        canvas.ring(18, 62 + 14 * i, 1.5, 0, ink, true);
        canvas.text(24, 57 + 14 * i, chinese(dice, 6 + dice.below(16)), 20, ink);
    }
    double const base = 268;
    for (int i = 0; i < 8; ++i) {
        double const high = dice.between(10, 100);
        canvas.box(25 + 20 * i, base - high, 14, high, dice.between(0.3, 0.8));
    }
}

void handwriting(Canvas& canvas, Dice& dice) {
    double const step = dice.between(9, 14);
    for (double y = 25; y < 265; y += step) {
        if (dice.chance(0.9)) {
            scribble(canvas, dice, 20 + dice.between(0, 12), y, dice.between(90, 160), step * 0.7);
        }
    }
}

void form(Canvas& canvas, std::uint64_t master, Dice& dice) {
    Dice same(master);
    canvas.text(60, 18, chinese(same, 8), 22);
    int const rows = 10 + same.below(6);
    double const high = 230.0 / rows;
    double const split = same.between(45, 70);
    bool const by_hand = dice.chance(0.5);
    for (int r = 0; r < rows; ++r) {
        double const y = 40 + r * high;
        canvas.frame(20, y, 170, high, 0.35);
        canvas.line({{split, y}, {split, y + high}}, 0.35);
        canvas.text(23, y + high / 3, chinese(same, 3 + same.below(5)), 12);
        double const wide = dice.between(0.2, 0.9) * (180 - split);
        if (dice.chance(0.1)) {
            continue;
        }
        if (by_hand) {
            scribble(canvas, dice, split + 5, y + 2, wide, high - 5);
        } else {
            canvas.text(split + 5, y + high / 3, chinese(dice, int(wide / 5)) + digits(dice, 2),
                        13);
        }
    }
}

void table(Canvas& canvas, std::uint64_t master, Dice& dice) {
    Dice same(master);
    canvas.text(60, 15, chinese(same, 10), 16);
    double const high = same.between(6.5, 9);
    int const columns = 4 + same.below(3);
    double const wide = 170.0 / columns;
    for (int r = 0; 30 + r * high < 270; ++r) {
        double const y = 30 + r * high;
        canvas.line({{20, y}, {190, y}}, 0.25);
        canvas.text(21, y + 1.5, chinese(same, 5), 9);
        for (int c = 1; c < columns; ++c) {
            canvas.text(21 + c * wide, y + 1.5, digits(dice, 3 + dice.below(4)) + ".00", 9);
        }
    }
    for (int c = 0; c <= columns; ++c) {
        canvas.line({{20 + c * wide, 30}, {20 + c * wide, 270}}, 0.25);
    }
}

void letter(Canvas& canvas, std::uint64_t master, Dice& dice) {
    Dice same(master);
    logo(canvas, same, 30, 22, 10);
    canvas.text(48, 14, chinese(same, 9), 26);
    canvas.line({{20, 36}, {190, 36}}, 0.8);
    canvas.text(20, 284, chinese(same, 24), 8);
    int const lines = 8 + dice.below(20);
    for (int i = 0; i < lines; ++i) {
        canvas.text(25, 48 + 8 * i, chinese(dice, i + 1 == lines ? 5 + dice.below(20) : 32), 14);
    }
    scribble(canvas, dice, 120, 262, 45, 14);
}

void map(Canvas& canvas, std::uint64_t master, std::uint64_t content) {
    Dice same(master);
    Dice dice(content);
    auto const height = noise({900, 1150}, content, content, 0.42);
    for (int level = 40; level < 230; level += 14) { // contours
        for (int y = 1; y < height.rows; y += 2) {
            for (int x = 1; x < height.cols; x += 2) {
                int const here = height.at<std::uint8_t>(y, x) / 14;
                bool const edge = here != height.at<std::uint8_t>(y, x - 1) / 14 ||
                                  here != height.at<std::uint8_t>(y - 1, x) / 14;
                if (edge && level == 40) {
                    canvas.box(17 + x * 0.195, 17 + y * 0.195, 0.35, 0.35, 0.4);
                }
            }
        }
    }
    for (int i = 0; i < 8; ++i) { // roads
        std::vector<cv::Point2d> road{{dice.between(17, 190), dice.between(17, 240)}};
        double angle = dice.between(0, 6);
        for (int k = 0; k < 30; ++k) {
            angle += dice.between(-0.4, 0.4);
            auto const next = road.back() + 5 * cv::Point2d(std::cos(angle), std::sin(angle));
            if (next.x < 17 || next.x > 192 || next.y < 17 || next.y > 240) {
                break;
            }
            road.push_back(next);
        }
        canvas.line(road, dice.between(0.4, 1.3), 0.1);
        canvas.text(road.back().x - 8, road.back().y, chinese(dice, 3), 9);
    }
    canvas.frame(15, 15, 180, 230, 1);
    canvas.frame(17, 17, 176, 226, 0.3);
    for (int i = 0; i < 9; ++i) { // legend
        canvas.box(20 + 60 * (i % 3), 252 + 10 * (i / 3), 8, 5, same.between(0.2, 0.9));
        canvas.text(31 + 60 * (i % 3), 251 + 10 * (i / 3), chinese(same, 6), 10);
    }
    logo(canvas, same, 185, 280, 8);
}

void seal(Canvas& canvas, std::uint64_t master, Dice& dice) {
    Dice same(master);
    canvas.ring(140, 200, 21, 1.2, 0.35);
    logo(canvas, same, 140, 200, 7);
    for (int i = 0; i < 12; ++i) {
        double const angle = CV_PI * (0.8 + 1.4 * i / 11.0);
        canvas.text(140 + 18 * std::cos(angle), 200 + 18 * std::sin(angle), chinese(same, 1), 12,
                    0.35, "WenQuanYi Zen Hei", angle + CV_PI / 2);
    }
    for (int i = 0; i < 4 + dice.below(6); ++i) {
        scribble(canvas, dice, 25, 40 + 14 * i, dice.between(60, 150), 10);
    }
    scribble(canvas, dice, 110, 190, 50, 18);
}

} // namespace

char const* name(Kind kind) {
    static char const* const names[] = {"photo", "scene", "drawing", "slide", "handwriting",
                                        "form",  "table", "letter",  "map",   "seal"};
    return names[static_cast<int>(kind)];
}

cv::Mat draw(Kind kind, std::uint64_t master, std::uint64_t content) {
    Canvas canvas;
    content = content * 0x9e3779b97f4a7c15 + static_cast<std::uint64_t>(kind) + 11;
    master = master * 0xc2b2ae3d27d4eb4f + 5;
    Dice dice(content);
    switch (kind) {
    case Kind::Photo:
        photo(canvas, content, content);
        break;
    case Kind::Scene:
        scene(canvas, master, content);
        break;
    case Kind::Drawing:
        drawing(canvas, dice);
        break;
    case Kind::Slide:
        slide(canvas, master, dice);
        break;
    case Kind::Handwriting:
        handwriting(canvas, dice);
        break;
    case Kind::Form:
        form(canvas, master, dice);
        break;
    case Kind::Table:
        table(canvas, master, dice);
        break;
    case Kind::Letter:
        letter(canvas, master, dice);
        break;
    case Kind::Map:
        map(canvas, master, content);
        break;
    case Kind::Seal:
        seal(canvas, master, dice);
        break;
    }
    return canvas.page();
}

cv::Mat figures(std::uint64_t seed, int changed) {
    Dice dice(seed);
    std::string all = digits(dice, 44);
    std::set<int> others;
    while (static_cast<int>(others.size()) < changed) {
        others.insert(dice.below(44));
    }
    for (int at : others) {
        auto& digit = all[static_cast<std::size_t>(at)];
        digit = static_cast<char>('0' + (digit - '0' + 1 + dice.below(9)) % 10);
    }
    Canvas canvas;
    Dice same(seed + 1);
    canvas.text(55, 25, chinese(same, 10), 20);
    for (int r = 0; r < 11; ++r) {
        double const y = 50 + 14 * r;
        canvas.frame(25, y, 160, 14, 0.4);
        canvas.line({{105, y}, {105, y + 14}}, 0.4);
        canvas.text(30, y + 4, chinese(same, 7), 14);
        canvas.text(125, y + 4, all.substr(static_cast<std::size_t>(r) * 4, 4), 14);
    }
    canvas.text(30, 220, chinese(same, 22), 14);
    return canvas.page();
}

} // namespace imprimatur::pictures
