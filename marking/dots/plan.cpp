#include "marking/dots/plan.hpp"

#include <bit>
#include <numeric>
#include <utility>

namespace imprimatur::dots {

namespace {

/// ChaCha20 keystream with a fixed nonce: the same key always scrambles alike. @source RFC 8439.
class Keystream {
  public:
    explicit Keystream(Key const& key) {
        state_ = {0x61707865, 0x3320646e, 0x79622d32, 0x6b206574};
        for (std::size_t i = 0; i < 8; ++i) {
            state_[4 + i] = static_cast<std::uint32_t>(key[4 * i]) | key[4 * i + 1] << 8 |
                            key[4 * i + 2] << 16 | static_cast<std::uint32_t>(key[4 * i + 3]) << 24;
        }
        state_[13] = 0x646f7473; // "dots"
    }

    std::uint32_t next() {
        if (used_ == 16) {
            fill();
        }
        return block_[used_++];
    }

    /// 0 to `count` − 1, without bias.
    std::uint32_t below(std::uint32_t count) {
        std::uint32_t const limit = UINT32_MAX - UINT32_MAX % count;
        for (;;) {
            if (auto const value = next(); value < limit) {
                return value % count;
            }
        }
    }

  private:
    static void quarter(std::uint32_t& a, std::uint32_t& b, std::uint32_t& c, std::uint32_t& d) {
        a += b, d = std::rotl(d ^ a, 16);
        c += d, b = std::rotl(b ^ c, 12);
        a += b, d = std::rotl(d ^ a, 8);
        c += d, b = std::rotl(b ^ c, 7);
    }

    void fill() {
        auto& w = block_;
        w = state_;
        for (int round = 0; round < 10; ++round) {
            quarter(w[0], w[4], w[8], w[12]);
            quarter(w[1], w[5], w[9], w[13]);
            quarter(w[2], w[6], w[10], w[14]);
            quarter(w[3], w[7], w[11], w[15]);
            quarter(w[0], w[5], w[10], w[15]);
            quarter(w[1], w[6], w[11], w[12]);
            quarter(w[2], w[7], w[8], w[13]);
            quarter(w[3], w[4], w[9], w[14]);
        }
        for (std::size_t i = 0; i < 16; ++i) {
            w[i] += state_[i];
        }
        ++state_[12];
        used_ = 0;
    }

    std::array<std::uint32_t, 16> state_{};
    std::array<std::uint32_t, 16> block_{};
    std::size_t used_ = 16;
};

constexpr std::uint32_t crc_polynomial = 0x864CFB; // CRC-24 of OpenPGP, RFC 4880
constexpr std::uint32_t crc_start = 0xB704CE;

std::uint32_t crc24(std::uint64_t id) {
    std::uint32_t crc = crc_start;
    for (int bit = 63; bit >= 0; --bit) {
        bool const feed = ((crc >> 23U) & 1U) != (id >> bit & 1U);
        crc = (crc << 1U) & 0xFFFFFF;
        crc ^= feed ? crc_polynomial : 0U;
    }
    return crc & 0xFFFFFF;
}

} // namespace

Plan::Plan(Key const& key) {
    Keystream stream(key);
    std::iota(order.begin(), order.end(), 0);
    for (std::uint32_t i = pairs; i > 1; --i) {
        std::swap(order[i - 1], order[stream.below(i)]);
    }
    for (int i = 0; i < pairs; ++i) {
        turned[static_cast<std::size_t>(i)] = (stream.next() & 1U) != 0;
    }
}

Payload payload_of(std::uint64_t id) {
    Payload payload{};
    auto const crc = crc24(id);
    for (std::size_t i = 0; i < 64; ++i) {
        payload[i] = id >> (63 - i) & 1U;
    }
    for (std::size_t i = 0; i < 24; ++i) {
        payload[64 + i] = crc >> (23 - i) & 1U;
    }
    return payload;
}

std::optional<std::uint64_t> find_checked(Payload const& payload) {
    std::uint64_t id = 0;
    for (std::size_t i = 0; i < 64; ++i) {
        id = id << 1U | payload[i];
    }
    return payload_of(id) == payload ? std::optional(id) : std::nullopt;
}

Tile tile_of(std::uint64_t id, Plan const& plan) {
    auto const word = polar_encode(payload_of(id));
    Tile tile = plan.turned;
    for (std::size_t k = 0; k < word.size(); ++k) {
        if (word[k] != 0) {
            tile.flip(static_cast<std::size_t>(plan.order[k]));
        }
    }
    return tile;
}

std::array<float, code_length> code_softs(Softs const& seen, Plan const& plan) {
    std::array<float, code_length> out{};
    for (std::size_t k = 0; k < out.size(); ++k) {
        auto const pair = static_cast<std::size_t>(plan.order[k]);
        out[k] = plan.turned[pair] ? seen[pair] : -seen[pair];
    }
    return out;
}

} // namespace imprimatur::dots
