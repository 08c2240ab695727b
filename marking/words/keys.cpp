#include <algorithm>
#include <deque>

#include "marking/words/normal.hpp"
#include "marking/words/words.hpp"

namespace imprimatur::words {

namespace {

constexpr std::size_t stretch = 16; // shingles of which the smallest is asked

PageKey key_of(std::uint64_t hash) {
    return hash >> 24U;
}

void keep_each_once(std::vector<PageKey>& keys) {
    std::ranges::sort(keys);
    keys.erase(std::unique(keys.begin(), keys.end()), keys.end());
}

/// The smallest of every stretch, by a queue of those that may yet be it.
void add_smallest_of_stretches(std::vector<Shingle> const& shingles, std::vector<PageKey>& out) {
    std::deque<std::size_t> queue;
    std::size_t last = shingles.size();
    for (std::size_t i = 0; i < shingles.size(); ++i) {
        while (!queue.empty() && shingles[queue.back()].hash >= shingles[i].hash) {
            queue.pop_back();
        }
        queue.push_back(i);
        if (queue.front() + stretch <= i) {
            queue.pop_front();
        }
        bool const is_full = i + 1 >= std::min(stretch, shingles.size());
        if (is_full && queue.front() != last) {
            last = queue.front();
            out.push_back(key_of(shingles[last].hash));
        }
    }
}

} // namespace

Keys keys_of(std::string_view text, std::size_t most_kept) {
    auto const units = units_of(text);
    auto const shingles = shingles_of(units);
    std::vector<PageKey> all;
    all.reserve(shingles.size());
    for (auto const& shingle : shingles) {
        all.push_back(key_of(shingle.hash));
    }
    keep_each_once(all);
    Keys out;
    out.weight = weight_of(units);
    out.kept.assign(all.begin(),
                    all.begin() + static_cast<std::ptrdiff_t>(std::min(most_kept, all.size())));
    // A page in a job may have lost some of its words, or stand beside another as long.
    out.asked.assign(all.begin(), all.begin() + static_cast<std::ptrdiff_t>(
                                                    std::min(2 * most_kept, all.size())));
    add_smallest_of_stretches(shingles, out.asked);
    keep_each_once(out.asked);
    return out;
}

std::size_t weight_of(std::string_view text) {
    return weight_of(units_of(text));
}

} // namespace imprimatur::words
