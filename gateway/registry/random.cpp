#include "gateway/registry/random.hpp"

#include <stdexcept>
#include <vector>

#include <openssl/rand.h>

#include "foundation/hex/hex.hpp"

namespace imprimatur::registry {

namespace {

void fill(unsigned char* bytes, int count) {
    if (RAND_bytes(bytes, count) != 1) {
        throw std::runtime_error("the system gives no random numbers");
    }
}

} // namespace

std::uint64_t random_number() {
    unsigned char bytes[8];
    fill(bytes, sizeof bytes);
    std::uint64_t number = 0;
    for (auto byte : bytes) {
        number = number << 8 | byte;
    }
    return number;
}

std::string random_hex(int count) {
    std::vector<unsigned char> bytes(static_cast<std::size_t>(count));
    fill(bytes.data(), count);
    return hex(bytes);
}

} // namespace imprimatur::registry
