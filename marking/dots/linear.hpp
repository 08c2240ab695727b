// The code as what it is, a linear one of 64 bits in 512 (the CRC is a part of it): private to this
// room.
#pragma once

#include <array>
#include <bit>
#include <cstdint>
#include <vector>

#include "marking/dots/plan.hpp"

namespace imprimatur::dots {

/// Column k: the bits of the id whose sum is code bit k; `zero` is the code word of id 0.
struct Linear {
    std::array<std::uint64_t, code_length> columns{};
    std::array<std::uint8_t, code_length> zero{};
};
Linear const& linear_code();

/// From the clearest bits. Empty: they leave more than one id open.
std::optional<Guess> find_clearest(Softs const& seen, Plan const& plan);
/// The likeliest of the other ids that agree with this one in all but two of the clearest bits.
std::optional<Guess> find_beside(Softs const& seen, std::uint64_t id, Plan const& plan);

/// The code bits that were seen, the clearest first.
struct Ranked {
    std::vector<std::uint16_t> order; ///< numbers of code bits
    std::vector<float> weight;        ///< how clear, falling
    std::vector<std::uint8_t> hard;   ///< what they say, less the code word of id 0

    explicit Ranked(std::array<float, code_length> const& softs);
};

/// One bit for every ranked place, the clearest first.
using Words = std::array<std::uint64_t, code_length / 64>;
inline Words& operator^=(Words& one, Words const& other) {
    for (std::size_t i = 0; i < one.size(); ++i) {
        one[i] ^= other[i];
    }
    return one;
}
/// For each bit of the id, the ranked places that it changes.
std::array<Words, 64> rows_of(Ranked const& ranked);
/// What the ranked places say.
Words words_of(Ranked const& ranked);

/// Turns 64 columns into 64 rows: bit j of word i becomes bit i of word j.
void transpose(std::array<std::uint64_t, 64>& square);

/// The weight of every set bit of a row of words, a byte at a time.
class Toll {
  public:
    explicit Toll(std::vector<float> const& weight);
    /// Adds up no further than to `most`: what is more costs less to know.
    float of(Words const& words, float most) const {
        float sum = 0;
        for (std::size_t word = 0; word * 8 < tables_.size() && sum <= most; ++word) {
            auto const* from = &tables_[word * 8];
            auto at = [&](std::size_t byte) { return from[byte][words[word] >> 8 * byte & 0xFFU]; };
            sum += ((at(0) + at(1)) + (at(2) + at(3))) + ((at(4) + at(5)) + (at(6) + at(7)));
        }
        return sum;
    }

  private:
    std::vector<std::array<float, 256>> tables_; ///< eight for each word
};

} // namespace imprimatur::dots
