#include "marking/dots/polar.hpp"

#include <algorithm>
#include <cmath>
#include <memory>
#include <numeric>

namespace imprimatur::dots {

namespace {

constexpr int stages = 9;

/// Places by rising reliability: β-expansion with β = 2^(1/4) (3GPP R1-1708833).
std::array<bool, polar_length> make_frozen() {
    std::array<double, polar_length> weight{};
    for (int i = 0; i < polar_length; ++i) {
        for (int j = 0; j < stages; ++j) {
            weight[i] += (i >> j & 1) != 0 ? std::pow(2.0, j / 4.0) : 0.0;
        }
    }
    std::array<int, polar_length> order{};
    std::iota(order.begin(), order.end(), 0);
    std::stable_sort(order.begin(), order.end(),
                     [&](int a, int b) { return weight[a] < weight[b]; });
    std::array<bool, polar_length> frozen{};
    for (int i = 0; i < polar_length - polar_payload; ++i) {
        frozen[order[i]] = true;
    }
    return frozen;
}

std::array<bool, polar_length> const& frozen_places() {
    static auto const places = make_frozen();
    return places;
}

/// One way of reading the word so far: soft values and partial sums of every stage. Stage s has 2^s
/// values, kept at [2^s, 2^(s+1)).
struct Path {
    std::array<float, 2 * polar_length> soft{};
    std::array<std::array<std::uint8_t, polar_length>, stages + 1>
        left{}; ///< sums of left branches
    std::array<std::uint8_t, polar_length> bits{};
    float cost = 0;
};

float soft_xor(float a, float b) {
    auto const sign = std::signbit(a) == std::signbit(b) ? 1.0F : -1.0F;
    return sign * std::min(std::fabs(a), std::fabs(b));
}

/// Brings the soft value of bit `i` up to date: recomputes the stages that change at `i`.
void descend(Path& path, int i, std::array<float, polar_length> const& channel) {
    int const from = i == 0 ? stages - 1 : __builtin_ctz(static_cast<unsigned>(i));
    for (int stage = from; stage >= 0; --stage) {
        int const half = 1 << stage;
        float const* above = stage == stages - 1 ? channel.data() : &path.soft[2 * half];
        float* here = &path.soft[half];
        bool const right = (i >> stage & 1) != 0;
        for (int k = 0; k < half; ++k) {
            float const a = above[k];
            float const b = above[k + half];
            here[k] = !right ? soft_xor(a, b) : b + (path.left[stage][k] != 0 ? -a : a);
        }
    }
}

/// Takes bit `i` as `value` and folds finished branches upwards.
void ascend(Path& path, int i, std::uint8_t value) {
    path.bits[i] = value;
    std::array<std::uint8_t, polar_length> sums{};
    sums[0] = value;
    int stage = 0;
    while (stage < stages && (i >> stage & 1) != 0) {
        int const half = 1 << stage;
        for (int k = 0; k < half; ++k) {
            sums[k + half] = sums[k];
            sums[k] = static_cast<std::uint8_t>(sums[k] ^ path.left[stage][k]);
        }
        ++stage;
    }
    if (stage < stages) {
        std::copy_n(sums.begin(), 1 << stage, path.left[stage].begin());
    }
}

float cost_of(float soft, std::uint8_t value) {
    bool const against = (soft < 0) != (value == 1);
    return against ? std::fabs(soft) : 0.0F;
}

struct Branch {
    std::size_t path;
    std::uint8_t value;
    float cost;
};

class ListDecoder {
  public:
    ListDecoder(std::array<float, polar_length> const& channel, int list)
        : channel_(channel), list_(static_cast<std::size_t>(list)), paths_(1) {}

    std::vector<Payload> run() {
        for (int i = 0; i < polar_length; ++i) {
            for (auto& path : paths_) {
                descend(path, i, channel_);
            }
            if (frozen_places()[i]) {
                for (auto& path : paths_) {
                    path.cost += cost_of(path.soft[1], 0);
                    ascend(path, i, 0);
                }
            } else {
                branch(i);
            }
        }
        return payloads();
    }

  private:
    /// Every path goes on with 0 and with 1; the best `list_` stay.
    void branch(int i) {
        std::vector<Branch> branches;
        for (std::size_t p = 0; p < paths_.size(); ++p) {
            for (std::uint8_t value : {std::uint8_t{0}, std::uint8_t{1}}) {
                branches.push_back({p, value, paths_[p].cost + cost_of(paths_[p].soft[1], value)});
            }
        }
        if (branches.size() > list_) {
            std::nth_element(branches.begin(),
                             branches.begin() + static_cast<std::ptrdiff_t>(list_), branches.end(),
                             [](auto& a, auto& b) { return a.cost < b.cost; });
            branches.resize(list_);
        }
        std::vector<int> uses(paths_.size(), 0);
        for (auto const& b : branches) {
            ++uses[b.path];
        }
        std::vector<Path> next;
        next.reserve(branches.size());
        for (auto const& b : branches) {
            next.push_back(--uses[b.path] == 0 ? std::move(paths_[b.path]) : paths_[b.path]);
            next.back().cost = b.cost;
            ascend(next.back(), i, b.value);
        }
        paths_ = std::move(next);
    }

    std::vector<Payload> payloads() {
        std::sort(paths_.begin(), paths_.end(), [](auto& a, auto& b) { return a.cost < b.cost; });
        std::vector<Payload> out;
        for (auto const& path : paths_) {
            Payload payload{};
            std::size_t k = 0;
            for (int i = 0; i < polar_length; ++i) {
                if (!frozen_places()[i]) {
                    payload[k++] = path.bits[i];
                }
            }
            out.push_back(payload);
        }
        return out;
    }

    std::array<float, polar_length> const& channel_;
    std::size_t list_;
    std::vector<Path> paths_;
};

} // namespace

CodeWord polar_encode(Payload const& payload) {
    CodeWord word{};
    std::size_t k = 0;
    for (int i = 0; i < polar_length; ++i) {
        word[i] = frozen_places()[i] ? std::uint8_t{0} : payload[k++];
    }
    for (int half = 1; half < polar_length; half *= 2) {
        for (int i = 0; i < polar_length; i += 2 * half) {
            for (int j = i; j < i + half; ++j) {
                word[j] = static_cast<std::uint8_t>(word[j] ^ word[j + half]);
            }
        }
    }
    return word;
}

std::vector<Payload> polar_decode(std::array<float, polar_length> const& llr, int list) {
    return ListDecoder(llr, list).run();
}

} // namespace imprimatur::dots
