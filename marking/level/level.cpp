#include "marking/level/level.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>

#include "marking/level/lines.hpp"
#include "marking/level/saying.hpp"

namespace imprimatur::level {

namespace {

constexpr double top_quarter = 0.25;
constexpr double head = 0.13; // of the page's height: where headers and footers stand
constexpr double foot = 0.88;
constexpr double huge = 25; // mm: type that is there to be seen, not to be read

struct Found {
    Line line;
    Saying saying;
    std::string text;
};

bool is_mark(Found const& found) {
    auto const& line = found.line;
    double const place = (line.y + line.height / 2) / line.page_height;
    bool const is_banded = place < head || place > foot;
    bool const is_shown = line.is_oblique || line.height > huge;
    switch (found.saying.form) {
    case Form::Dated:
        return true;
    case Form::Labelled:
        return place < top_quarter || is_banded;
    case Form::Bare:
        return line.y < top_quarter * line.page_height || is_banded || is_shown;
    case Form::Loose:
        return is_banded || is_shown;
    }
    return false;
}

/// Levels one beside or below the other are a table of them, or a text about them.
bool is_one_of_a_list(Found const& one, std::vector<Found> const& all) {
    return one.saying.form != Form::Dated && std::ranges::any_of(all, [&](Found const& other) {
               constexpr double aligned = 3; // mm
               bool const is_beside = std::abs(one.line.y - other.line.y) < one.line.height / 2;
               bool const is_below = std::abs(one.line.x - other.line.x) < aligned;
               bool const is_alike =
                   std::abs(one.line.height - other.line.height) < one.line.height / 3;
               return other.saying.level != one.saying.level && other.saying.form != Form::Dated &&
                      is_alike && (is_beside || is_below);
           });
}

void drop_last(std::string& text) {
    while (!text.empty() && (static_cast<unsigned char>(text.back()) & 0xc0U) == 0x80U) {
        text.pop_back();
    }
    if (!text.empty()) {
        text.pop_back();
    }
}

void add(std::vector<Found>& all, std::vector<Line> lines, bool is_read) {
    for (auto& line : lines) {
        auto text = plain(line.text);
        auto saying = find_saying(text, is_read);
        // Behind a mark across the page stand names and times, which are not told from it.
        while (line.is_oblique && !saying && !text.empty()) {
            drop_last(text);
            saying = find_saying(text, is_read);
        }
        if (saying) {
            all.push_back({std::move(line), *saying, std::move(text)});
        }
    }
}

/// The page from behind: as its marks read where it is printed as in a mirror.
Page mirrored(Page page) {
    for (auto& word : page.words) {
        word.x = page.width - word.x - word.width;
    }
    return page;
}

/// What of a page Poppler takes for letters that stand alone, as it does where they run backwards.
Page letters_of(Page page) {
    std::erase_if(page.words, [](Word const& word) {
        return std::ranges::count_if(word.text, [](char c) {
                   return (static_cast<unsigned char>(c) & 0xc0U) != 0x80U;
               }) != 1;
    });
    return page;
}

bool is_higher(Found const& one, Written const& other) {
    return one.saying.level > other.level ||
           (one.saying.level == other.level && one.saying.is_certain && !other.is_certain);
}

} // namespace

bool may_be_marked(std::string_view text) {
    auto bare = plain(text);
    std::erase(bare, ' ');
    return names_a_level(bare);
}

std::optional<Written> find_written(Page const& page) {
    std::vector<Found> all;
    auto const behind = mirrored(letters_of(page));
    for (int turn : {0, 90, 180, 270}) {
        add(all, level_lines(page, turn), page.is_read);
        add(all, level_lines(behind, turn), page.is_read);
    }
    add(all, oblique_lines(page), page.is_read);
    std::optional<Written> highest;
    for (auto const& found : all) {
        if (is_mark(found) && !is_one_of_a_list(found, all) &&
            (!highest || is_higher(found, *highest))) {
            highest = Written{found.saying.level, found.saying.is_certain, found.text};
        }
    }
    return highest;
}

} // namespace imprimatur::level
