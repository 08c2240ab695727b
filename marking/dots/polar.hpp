/// A polar code of length 512 with list decoding; the order of its places by polarisation weight.
#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

namespace imprimatur::dots {

constexpr int polar_length = 512;
constexpr int polar_payload = 88; ///< 64 bits of id, 24 of CRC

using Payload = std::array<std::uint8_t, polar_payload>;
using CodeWord = std::array<std::uint8_t, polar_length>;

CodeWord polar_encode(Payload const& payload);

/// The most likely payloads, best first, at most `list` of them.
/// @param llr log-likelihood ratio of each bit, positive for 0.
std::vector<Payload> polar_decode(std::array<float, polar_length> const& llr, int list);

} // namespace imprimatur::dots
