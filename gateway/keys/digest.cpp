#include "gateway/keys/digest.hpp"

#include <openssl/evp.h>

#include "foundation/hex/hex.hpp"

namespace imprimatur::keys {

Result<std::string> sha256_of(Descriptor const& file) {
    auto const mapping = Mapping::of(file);
    if (!mapping) {
        return pass_on(mapping);
    }
    auto const bytes = mapping->bytes();
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    if (EVP_Digest(bytes.data(), bytes.size(), digest, &length, EVP_sha256(), nullptr) != 1) {
        return fail(Fault::Internal, {"keys.no-digest", {}}, "OpenSSL could not make a SHA-256");
    }
    return hex({digest, length});
}

} // namespace imprimatur::keys
