#include "marking/dots/linear.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace imprimatur::dots {

Linear const& linear_code() {
    static Linear const code = [] {
        Linear out;
        out.zero = polar_encode(payload_of(0));
        for (int bit = 0; bit < 64; ++bit) {
            auto const word = polar_encode(payload_of(std::uint64_t{1} << bit));
            for (std::size_t k = 0; k < code_length; ++k) {
                out.columns[k] |= static_cast<std::uint64_t>(word[k] ^ out.zero[k]) << bit;
            }
        }
        return out;
    }();
    return code;
}

Ranked::Ranked(std::array<float, code_length> const& softs) {
    for (std::uint16_t k = 0; k < code_length; ++k) {
        if (softs[k] != 0) {
            order.push_back(k);
        }
    }
    std::sort(order.begin(), order.end(),
              [&](auto a, auto b) { return std::fabs(softs[a]) > std::fabs(softs[b]); });
    auto const& zero = linear_code().zero;
    for (auto k : order) {
        weight.push_back(std::fabs(softs[k]));
        hard.push_back(static_cast<std::uint8_t>((softs[k] < 0) ^ (zero[k] != 0)));
    }
}

std::array<Words, 64> rows_of(Ranked const& ranked) {
    auto const& columns = linear_code().columns;
    std::array<Words, 64> out{};
    for (std::size_t block = 0; block * 64 < ranked.order.size(); ++block) {
        std::array<std::uint64_t, 64> square{};
        for (std::size_t i = 0; i < 64 && block * 64 + i < ranked.order.size(); ++i) {
            square[i] = columns[ranked.order[block * 64 + i]];
        }
        transpose(square);
        for (std::size_t bit = 0; bit < out.size(); ++bit) {
            out[bit][block] = square[bit];
        }
    }
    return out;
}

Words words_of(Ranked const& ranked) {
    Words out{};
    for (std::size_t i = 0; i < ranked.hard.size(); ++i) {
        out[i / 64] |= std::uint64_t{ranked.hard[i]} << i % 64;
    }
    return out;
}

void transpose(std::array<std::uint64_t, 64>& square) {
    // Blocks of 32, 16, … 1 change places across the diagonal.
    std::uint64_t mask = 0x00000000FFFFFFFF;
    for (unsigned width = 32; width != 0; width /= 2, mask ^= mask << width) {
        for (unsigned k = 0; k < 64; k = ((k | width) + 1) & ~width) {
            auto const swapped = ((square[k] >> width) ^ square[k | width]) & mask;
            square[k] ^= swapped << width;
            square[k | width] ^= swapped;
        }
    }
}

Toll::Toll(std::vector<float> const& weight) : tables_((weight.size() + 63) / 64 * 8) {
    for (std::size_t byte = 0; byte < tables_.size(); ++byte) {
        auto& table = tables_[byte];
        table[0] = 0;
        for (std::size_t bit = 0; bit < 8; ++bit) {
            auto const place = 8 * byte + bit;
            float const value = place < weight.size() ? weight[place] : 0;
            std::size_t const half = std::size_t{1} << bit;
            for (std::size_t i = 0; i < half; ++i) {
                table[half + i] = table[i] + value;
            }
        }
    }
}

} // namespace imprimatur::dots
