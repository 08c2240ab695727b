#include "marking/level/lines.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

namespace imprimatur::level {

namespace {

/// The word where the page is turned so that what is turned by `turn` stands upright.
Word upright(Word word, int turn, double width, double height) {
    auto const old = word;
    switch (turn) {
    case 90:
        word.x = old.y;
        word.y = width - old.x - old.width;
        break;
    case 180:
        word.x = width - old.x - old.width;
        word.y = height - old.y - old.height;
        break;
    case 270:
        word.x = height - old.y - old.height;
        word.y = old.x;
        break;
    default:
        return word;
    }
    if (turn != 180) {
        std::swap(word.width, word.height);
    }
    return word;
}

std::size_t characters_in(std::string_view text) {
    return static_cast<std::size_t>(std::ranges::count_if(
        text, [](char c) { return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U; }));
}

struct Spot {
    double x;
    double y;
};

Spot middle(Word const& word) {
    return {word.x + word.width / 2, word.y + word.height / 2};
}

double size_of(Word const& word) {
    return std::min(word.width, word.height);
}

/// Whether another word of a letter or two stands right beside it on its line: then it is type set
/// wide, not a letter of a mark across the page.
bool has_neighbour(Word const& word, std::vector<Word> const& all) {
    constexpr double near = 0.6;
    return std::ranges::any_of(all, [&](Word const& other) {
        if (&other == &word || characters_in(other.text) > 2) {
            return false;
        }
        auto const here = middle(word);
        auto const there = middle(other);
        double const gap = std::max(other.x - word.x - word.width, word.x - other.x - other.width);
        return std::abs(here.y - there.y) < 0.2 * word.height && gap < near * word.height &&
               other.height < 1.5 * word.height && other.height > 0.6 * word.height;
    });
}

/// Follows letters from the first two on, step by step.
std::string followed(std::vector<Word const*> const& pieces, Word const& first,
                     Word const& second) {
    constexpr int most = 24;
    constexpr double slack = 0.5; // of a step
    std::string text = first.text + second.text;
    auto at = middle(second);
    Spot step{at.x - middle(first).x, at.y - middle(first).y};
    double const length = std::hypot(step.x, step.y);
    for (int i = 0; i < most; ++i) {
        Word const* next = nullptr;
        double best = slack * length;
        for (auto const* piece : pieces) {
            auto const there = middle(*piece);
            double const off = std::hypot(there.x - at.x - step.x, there.y - at.y - step.y);
            bool const is_onward =
                (there.x - at.x) * step.x + (there.y - at.y) * step.y > 0.3 * length * length;
            if (off < best && is_onward) {
                best = off;
                next = piece;
            }
        }
        if (next == nullptr) {
            break;
        }
        text += next->text;
        at = middle(*next);
    }
    return text;
}

bool begins_a_mark(std::string_view first, std::string_view second) {
    constexpr std::pair<std::string_view, std::string_view> starts[] = {
        {"绝", "密"}, {"机", "密"}, {"秘", "密"}, {"保", "密"}, {"商", "密"}, {"绝", "对"},
        {"商", "业"}, {"核", "心"}, {"普", "通"}, {"絕", "密"}, {"機", "密"}, {"密", "件"},
        {"T", "O"},   {"S", "E"},   {"C", "O"},   {"CO", "NF"}, {"TO", "P"},  {"SE", "CR"},
        {"C", "ON"},  {"CO", "N"},  {"S", "EC"},  {"SE", "C"},  {"T", "OP"}};
    return std::ranges::any_of(
        starts, [&](auto const& start) { return first == start.first && second == start.second; });
}

} // namespace

std::vector<Line> level_lines(Page const& page, int turn) {
    // A mark that lies on lines of other type is not part of them. OCR measures ink, not type.
    double const alike = page.is_read ? 0.3 : 0.75;
    std::vector<Word> words;
    for (auto const& word : page.words) {
        if (word.turn == turn) {
            words.push_back(upright(word, turn, page.width, page.height));
        }
    }
    std::ranges::sort(words, {}, &Word::x);
    double const page_height = turn % 180 == 0 ? page.height : page.width;
    std::vector<Line> lines;
    for (auto const& word : words) {
        auto joins = [&](Line const& line) {
            auto const there = word.y + word.height / 2;
            auto const gap = word.x - line.right;
            auto const taller = std::max(word.height, line.height);
            auto const smaller = std::min(word.height, line.height);
            return there > line.y && there < line.y + line.height && gap < 2 * line.height &&
                   gap > -line.height && smaller > alike * taller;
        };
        auto line = std::ranges::find_if(lines, joins);
        if (line == lines.end()) {
            lines.push_back(
                {word.text, word.x, word.y, word.x + word.width, word.height, page_height, false});
        } else {
            bool const is_apart = word.x - line->right > 0.1 * line->height;
            line->text += (is_apart ? " " : "") + word.text;
            line->right = std::max(line->right, word.x + word.width);
        }
    }
    return lines;
}

std::vector<Line> oblique_lines(Page const& page) {
    constexpr std::size_t most_pieces = 3000;
    std::vector<Word const*> pieces;
    for (auto const& word : page.words) {
        if (characters_in(word.text) <= 2 && pieces.size() < most_pieces) {
            pieces.push_back(&word);
        }
    }
    std::vector<Line> out;
    for (auto const* first : pieces) {
        for (auto const* second : pieces) {
            if (!begins_a_mark(first->text, second->text)) {
                continue;
            }
            auto const a = middle(*first);
            auto const b = middle(*second);
            double const far = std::hypot(b.x - a.x, b.y - a.y);
            double const size = size_of(*first);
            double const slope =
                std::abs(std::atan2(b.y - a.y, b.x - a.x)) * 180 / std::numbers::pi;
            bool const is_level = slope < 7 || slope > 173;
            if (far < 0.5 * size || far > 4 * size || is_level ||
                std::abs(size_of(*second) - size) > 0.5 * size ||
                has_neighbour(*first, page.words) || has_neighbour(*second, page.words)) {
                continue;
            }
            out.push_back({followed(pieces, *first, *second), first->x, first->y,
                           first->x + first->width, first->height, page.height, true});
        }
    }
    return out;
}

} // namespace imprimatur::level
