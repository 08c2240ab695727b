#include <algorithm>
#include <unordered_set>

#include "marking/words/normal.hpp"
#include "marking/words/words.hpp"

namespace imprimatur::words {

namespace {

/// A text and which of its units the other has too.
struct Side {
    std::vector<Unit> units;
    std::vector<Shingle> shingles;
    std::vector<bool> is_shared;
    std::size_t weight = 0;
    std::size_t shared = 0;
    std::size_t longest = 0; ///< weight of the longest stretch that is nearly all shared

    explicit Side(std::string_view text)
        : units(units_of(text)), shingles(shingles_of(units)), is_shared(units.size()) {
        for (auto const& unit : units) {
            weight += static_cast<std::size_t>(unit.weight);
        }
    }
    double share() const {
        return weight == 0 ? 0 : static_cast<double>(shared) / static_cast<double>(weight);
    }
};

std::unordered_set<std::uint64_t> hashes_of(Side const& side) {
    std::unordered_set<std::uint64_t> out;
    out.reserve(side.shingles.size());
    for (auto const& shingle : side.shingles) {
        out.insert(shingle.hash);
    }
    return out;
}

/// A changed word ends no stretch; a changed line does.
std::size_t longest_stretch(Side const& side) {
    constexpr std::size_t most_between = 12; // weight: six Chinese characters, two English words
    std::size_t longest = 0;
    std::size_t stretch = 0;
    std::size_t between = 0;
    for (std::size_t i = 0; i < side.units.size(); ++i) {
        auto const weight = static_cast<std::size_t>(side.units[i].weight);
        if (side.is_shared[i]) {
            stretch += weight;
            between = 0;
            longest = std::max(longest, stretch);
        } else if ((between += weight) > most_between) {
            stretch = 0;
        }
    }
    return longest;
}

void mark_shared(Side& side, std::unordered_set<std::uint64_t> const& others) {
    for (auto const& shingle : side.shingles) {
        if (others.contains(shingle.hash)) {
            std::fill_n(side.is_shared.begin() + static_cast<std::ptrdiff_t>(shingle.first),
                        shingle.count, true);
        }
    }
    for (std::size_t i = 0; i < side.units.size(); ++i) {
        side.shared += side.is_shared[i] ? static_cast<std::size_t>(side.units[i].weight) : 0;
    }
    side.longest = longest_stretch(side);
}

std::vector<Stretch> own_stretches(Side const& side) {
    std::vector<Stretch> out;
    for (std::size_t i = 0; i < side.units.size(); ++i) {
        if (side.is_shared[i]) {
            continue;
        }
        bool const goes_on = i > 0 && !side.is_shared[i - 1] && !out.empty();
        if (goes_on) {
            out.back().to = side.units[i].to;
        } else {
            out.push_back({side.units[i].from, side.units[i].to});
        }
    }
    return out;
}

/// How much must be shared; measured in tests/bench/recognise.
struct Bounds {
    double same;
    double doubtful;
};

Bounds bounds_for(Source source) {
    return source == Source::Text ? Bounds{0.95, 0.80} : Bounds{0.80, 0.60};
}

Verdict verdict_of(Side const& first, Side const& second, Source source) {
    constexpr std::size_t least = 40;       // weight: twenty Chinese characters
    constexpr std::size_t least_part = 200; // of a stretch that is a part of a page
    constexpr double large_part = 0.4;
    constexpr double most_of_it = 0.6;
    auto const shared = std::min(first.shared, second.shared);
    if (shared < least) {
        return Verdict::Different;
    }
    auto const bounds = bounds_for(source);
    auto const share = std::max(first.share(), second.share());
    if (share >= bounds.same) {
        // Few words that stand among many others may be a letterhead's.
        bool const is_all = std::min(first.share(), second.share()) >= bounds.same;
        bool const is_much = std::min(first.weight, second.weight) >= least_part;
        return is_all || is_much ? Verdict::Same : Verdict::Doubtful;
    }
    // A part of a page among other words: a stretch that is whole.
    auto const longest = std::min(first.longest, second.longest);
    auto const smaller = static_cast<double>(std::min(first.weight, second.weight));
    auto const part = longest < least_part ? 0 : static_cast<double>(longest) / smaller;
    if (part >= most_of_it) {
        return Verdict::Same;
    }
    return share >= bounds.doubtful || part >= large_part ? Verdict::Doubtful : Verdict::Different;
}

} // namespace

Comparison compare(std::string_view first_text, std::string_view second_text, Source source) {
    Side first(first_text);
    Side second(second_text);
    mark_shared(first, hashes_of(second));
    mark_shared(second, hashes_of(first));
    return {verdict_of(first, second, source), first.share(), second.share(), own_stretches(first),
            own_stretches(second)};
}

} // namespace imprimatur::words
