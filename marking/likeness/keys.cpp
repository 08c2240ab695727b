#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <unordered_set>

#include "marking/likeness/code.hpp"
#include "marking/likeness/features.hpp"
#include "marking/likeness/likeness.hpp"
#include "marking/opencv/opencv.hpp"

namespace imprimatur::likeness {

namespace {

constexpr int most_features = 1500;
constexpr std::size_t most_asked = 800;
constexpr std::size_t probes = 3;
/// Kept features are this large, so that they are still seen on a copy at a quarter of its size.
constexpr double least_kept_size = 4;

/// 40 bits of a code, each of which depends on all of it (the finisher of SplitMix64).
PageKey mixed(std::uint64_t code) {
    code = (code ^ (code >> 30U)) * 0xbf58476d1ce4e5b9U;
    code = (code ^ (code >> 27U)) * 0x94d049bb133111ebU;
    return (code ^ (code >> 31U)) & 0xffffffffffU;
}

struct Candidate {
    Code code;
    cv::Point2f at;
    double size = 0;
};

std::vector<Candidate> candidates_of(Features const& features) {
    std::vector<Candidate> out;
    for (std::size_t i = 0; i < features.points.size(); ++i) {
        out.push_back({code_of(features.words.ptr<float>(static_cast<int>(i))),
                       features.points[i].at, features.points[i].size});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](auto& a, auto& b) { return a.code.doubt < b.code.doubt; });
    return out;
}

/// The order in which candidates are taken: the surest of each part of the page first, so that a
/// half of it has its share.
std::vector<Candidate> spread(std::vector<Candidate> const& sorted, double width, double height,
                              int parts) {
    std::vector<std::vector<Candidate>> cells(static_cast<std::size_t>(parts * parts));
    for (auto const& candidate : sorted) {
        int const column = std::min(parts - 1, static_cast<int>(candidate.at.x / width * parts));
        int const row = std::min(parts - 1, static_cast<int>(candidate.at.y / height * parts));
        cells[static_cast<std::size_t>(row * parts + column)].push_back(candidate);
    }
    std::vector<Candidate> out;
    for (std::size_t i = 0; out.size() < sorted.size(); ++i) {
        for (auto const& cell : cells) {
            if (i < cell.size()) {
                out.push_back(cell[i]);
            }
        }
    }
    return out;
}

std::vector<PageKey> kept_of(std::vector<Candidate> const& sorted, double width, double height,
                             std::size_t most) {
    std::vector<Candidate> large;
    std::vector<Candidate> small;
    for (auto const& candidate : sorted) {
        (candidate.size >= least_kept_size ? large : small).push_back(candidate);
    }
    std::vector<PageKey> out;
    std::unordered_set<PageKey> known;
    for (auto const& group : {large, small}) {
        for (auto const& candidate : spread(group, width, height, 2)) {
            auto const key = mixed(candidate.code.probes.front());
            if (out.size() < most && known.insert(key).second) {
                out.push_back(key);
            }
        }
    }
    return out;
}

/// Of what is large most, as that is what is kept; of what is small as much as finds a page that
/// was made smaller.
std::vector<Candidate> asking_order(std::vector<Candidate> const& sorted, double width,
                                    double height) {
    struct Group {
        double least_size; // mm
        std::size_t most;
        std::vector<Candidate> members;
    };
    Group groups[] = {{least_kept_size, 140, {}}, {least_kept_size / 2, 60, {}}, {0, 66, {}}};
    for (auto const& candidate : sorted) {
        std::find_if(std::begin(groups), std::end(groups), [&](auto& group) {
            return candidate.size >= group.least_size;
        })->members.push_back(candidate);
    }
    std::vector<Candidate> out;
    std::vector<Candidate> rest;
    for (auto const& group : groups) {
        auto const order = spread(group.members, width, height, 4);
        auto const end =
            order.begin() + static_cast<std::ptrdiff_t>(std::min(order.size(), group.most));
        out.insert(out.end(), order.begin(), end);
        rest.insert(rest.end(), end, order.end());
    }
    out.insert(out.end(), rest.begin(), rest.end());
    return out;
}

std::vector<PageKey> asked_of(std::vector<Candidate> const& sorted, double width, double height) {
    std::vector<PageKey> out;
    std::unordered_set<PageKey> known;
    for (auto const& candidate : asking_order(sorted, width, height)) {
        for (std::size_t i = 0; i < std::min(probes, candidate.code.probes.size()); ++i) {
            auto const key = mixed(candidate.code.probes[i]);
            if (out.size() < most_asked && known.insert(key).second) {
                out.push_back(key);
            }
        }
    }
    return out;
}

} // namespace

PictureKeys picture_keys(Bitmap const& grey, double dpi, std::size_t most_kept) {
    if (grey.is_empty()) {
        return {};
    }
    opencv::stay_on_one_thread();
    auto const candidates = candidates_of(features_of(as_grey(grey), dpi, most_features));
    double const width = grey.width / dpi * mm_an_inch;
    double const height = grey.height / dpi * mm_an_inch;
    return {kept_of(candidates, width, height, most_kept), asked_of(candidates, width, height)};
}

} // namespace imprimatur::likeness
