#include "gateway/keys/pin.hpp"

#include <array>
#include <span>
#include <stdexcept>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

namespace imprimatur::keys {

namespace {

std::string hex(std::span<unsigned char const> bytes) {
    constexpr char digits[] = "0123456789abcdef";
    std::string out;
    for (auto byte : bytes) {
        out.push_back(digits[byte >> 4U]);
        out.push_back(digits[byte & 15U]);
    }
    return out;
}

} // namespace

std::string new_salt() {
    std::array<unsigned char, 16> bytes{};
    if (RAND_bytes(bytes.data(), bytes.size()) != 1) {
        throw std::runtime_error("the system gives no random numbers");
    }
    return hex(bytes);
}

std::string hash_of_pin(std::string_view pin, std::string_view salt) {
    constexpr std::uint64_t cost = 1U << 14U;
    constexpr std::uint64_t most_memory = 64U << 20U; // bytes; it takes 16 MiB
    std::array<unsigned char, 32> out{};
    auto const* bytes = reinterpret_cast<unsigned char const*>(salt.data());
    if (EVP_PBE_scrypt(pin.data(), pin.size(), bytes, salt.size(), cost, 8, 1, most_memory,
                       out.data(), out.size()) != 1) {
        throw std::runtime_error("scrypt failed");
    }
    return hex(out);
}

bool is_pin(std::string_view pin, std::string_view salt, std::string_view hash) {
    auto made = hash_of_pin(pin, salt);
    return made.size() == hash.size() && CRYPTO_memcmp(made.data(), hash.data(), made.size()) == 0;
}

} // namespace imprimatur::keys
