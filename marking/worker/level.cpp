#include "marking/worker/level.hpp"

#include <algorithm>

namespace imprimatur::worker {

namespace {

constexpr Level classified[] = {Level::TopSecret, Level::Secret, Level::Confidential};
constexpr std::string_view star = "★";
constexpr std::string_view wide_space = "\xe3\x80\x80";

std::string without_spaces(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        if (text.starts_with(wide_space)) {
            text.remove_prefix(wide_space.size());
            continue;
        }
        if (static_cast<unsigned char>(text.front()) > 0x20) {
            out += text.front();
        }
        text.remove_prefix(1);
    }
    return out;
}

bool names_a_level(std::string_view text) {
    auto const bare = without_spaces(text);
    return std::ranges::any_of(
        classified, [&](Level level) { return bare.find(chinese_name(level)) != bare.npos; });
}

/// A run of words on one line, set apart from what stands beside it.
struct Run {
    std::string text;
    double y;
    double right;
    double height;
};

/// Words to runs: on one line where their middles are level, together where the gap is no wider
/// than two characters (levels are set with their characters spread).
std::vector<Run> runs_of(std::vector<render::Word> words) {
    constexpr double alike = 0.75; // a mark that lies on lines of other type is not part of them
    std::ranges::sort(words, {}, [](render::Word const& word) { return word.x; });
    std::vector<Run> runs;
    for (auto const& word : words) {
        auto joins = [&](Run const& run) {
            auto const middle = word.y + word.height / 2;
            auto const gap = word.x - run.right;
            auto const taller = std::max(word.height, run.height);
            auto const smaller = std::min(word.height, run.height);
            return middle > run.y && middle < run.y + run.height && gap < 2 * run.height &&
                   gap > -run.height && smaller > alike * taller;
        };
        auto run = std::ranges::find_if(runs, joins);
        if (run == runs.end()) {
            runs.push_back({word.text, word.y, word.x + word.width, word.height});
        } else {
            run->text += word.text;
            run->right = std::max(run->right, word.x + word.width);
        }
    }
    return runs;
}

struct Shape {
    Level level;
    bool has_star;
};

/// `机密`, `机密级`, `机密★…` and nothing else.
std::optional<Shape> find_shape(std::string_view text) {
    constexpr std::size_t longest_period = 60; // bytes: twenty characters
    constexpr std::string_view grade = "级";
    for (auto level : classified) {
        if (!text.starts_with(chinese_name(level))) {
            continue;
        }
        text.remove_prefix(chinese_name(level).size());
        if (text.starts_with(grade)) {
            text.remove_prefix(grade.size());
        }
        if (text.empty()) {
            return Shape{level, false};
        }
        if (text.starts_with(star) && text.size() - star.size() <= longest_period) {
            return Shape{level, true};
        }
        return std::nullopt;
    }
    return std::nullopt;
}

} // namespace

Result<std::optional<WrittenLevel>> find_written_level(render::Document const& document,
                                                       std::uint32_t page, std::string_view text) {
    constexpr double top = 0.25;
    std::optional<WrittenLevel> highest;
    if (!names_a_level(text)) {
        return highest;
    }
    auto words = document.words(page);
    auto size = document.size(page);
    if (!words || !size) {
        return tl::unexpected<Error>(words ? size.error() : words.error());
    }
    for (auto const& run : runs_of(std::move(*words))) {
        auto const bare = without_spaces(run.text);
        auto const shape = find_shape(bare);
        if (shape && (shape->has_star || run.y < top * size->height) &&
            (!highest || shape->level > highest->level)) {
            highest = WrittenLevel{shape->level, bare};
        }
    }
    return highest;
}

} // namespace imprimatur::worker
