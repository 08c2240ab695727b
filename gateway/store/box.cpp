#include "gateway/store/box.hpp"

#include <algorithm>
#include <cstring>
#include <stdexcept>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>

#include "foundation/owned/owned.hpp"
#include "gateway/keys/keys.hpp"

namespace imprimatur::store {

namespace {

constexpr std::string_view magic = "IMPOBJ1\n";
constexpr std::size_t nonce_size = 12;
using Nonce = std::array<unsigned char, nonce_size>;
using Context = Owned<EVP_CIPHER_CTX, EVP_CIPHER_CTX_free>;

unsigned char const* bytes(std::string_view text) {
    return reinterpret_cast<unsigned char const*>(text.data());
}
unsigned char* bytes(std::string& text) {
    return reinterpret_cast<unsigned char*>(text.data());
}

/// What cannot fail but for want of memory: never go on half encrypted.
void demand(bool is_done) {
    if (!is_done) {
        throw std::runtime_error("OpenSSL could not encrypt");
    }
}

Context context_for(Key const& key, Nonce const& nonce, std::string_view with, bool encrypts) {
    Context context(EVP_CIPHER_CTX_new());
    int size = 0;
    demand(context && EVP_CipherInit_ex(context.get(), EVP_aes_256_gcm(), nullptr, key.data(),
                                        nonce.data(), encrypts ? 1 : 0) == 1);
    demand(EVP_CipherUpdate(context.get(), nullptr, &size, bytes(with),
                            static_cast<int>(with.size())) == 1);
    return context;
}

/// Sealed bytes and their tag.
std::string encrypt(Key const& key, Nonce const& nonce, std::string_view with,
                    std::string_view clear) {
    auto context = context_for(key, nonce, with, true);
    std::string out(clear.size() + tag_size, '\0');
    int size = 0;
    if (!clear.empty()) {
        demand(EVP_EncryptUpdate(context.get(), bytes(out), &size, bytes(clear),
                                 static_cast<int>(clear.size())) == 1);
    }
    int rest = 0;
    demand(EVP_EncryptFinal_ex(context.get(), bytes(out) + size, &rest) == 1);
    demand(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_GET_TAG, tag_size,
                               bytes(out) + clear.size()) == 1);
    return out;
}

std::optional<std::string> decrypt(Key const& key, Nonce const& nonce, std::string_view with,
                                   std::string_view sealed) {
    if (sealed.size() < tag_size) {
        return std::nullopt;
    }
    auto context = context_for(key, nonce, with, false);
    auto body = sealed.substr(0, sealed.size() - tag_size);
    std::string tag(sealed.substr(body.size()));
    std::string out(body.size(), '\0');
    int size = 0;
    if (!body.empty()) {
        demand(EVP_DecryptUpdate(context.get(), bytes(out), &size, bytes(body),
                                 static_cast<int>(body.size())) == 1);
    }
    demand(EVP_CIPHER_CTX_ctrl(context.get(), EVP_CTRL_GCM_SET_TAG, tag_size, tag.data()) == 1);
    unsigned char rest[16];
    int rest_size = 0;
    if (EVP_DecryptFinal_ex(context.get(), rest, &rest_size) != 1) {
        keys::wipe(out);
        return std::nullopt;
    }
    return out;
}

std::string wrapped_with(std::string_view name) {
    return std::string(magic) + std::string(name);
}

} // namespace

Key::Key(std::string_view given) {
    if (given.size() != size) {
        throw std::runtime_error("a key has 32 bytes");
    }
    std::ranges::copy(given, bytes_.begin());
}

Key Key::random() {
    Key key;
    demand(RAND_bytes(key.data(), size) == 1);
    return key;
}

Key::Key(Key&& other) noexcept : bytes_(other.bytes_) {
    OPENSSL_cleanse(other.bytes_.data(), other.bytes_.size());
}

Key::~Key() {
    OPENSSL_cleanse(bytes_.data(), bytes_.size());
}

std::string wrap(Key const& store_key, Key const& key, std::string_view name) {
    Nonce nonce{};
    demand(RAND_bytes(nonce.data(), nonce.size()) == 1);
    std::string out(magic);
    out.append(reinterpret_cast<char const*>(nonce.data()), nonce.size());
    std::string_view clear(reinterpret_cast<char const*>(key.data()), Key::size);
    return out + encrypt(store_key, nonce, wrapped_with(name), clear);
}

std::optional<Key> unwrap(Key const& store_key, std::string_view header, std::string_view name) {
    if (header.size() != header_size || !header.starts_with(magic)) {
        return std::nullopt;
    }
    Nonce nonce{};
    std::memcpy(nonce.data(), header.data() + magic.size(), nonce.size());
    auto clear =
        decrypt(store_key, nonce, wrapped_with(name), header.substr(magic.size() + nonce_size));
    if (!clear) {
        return std::nullopt;
    }
    std::optional<Key> key(std::in_place, *clear);
    keys::wipe(*clear);
    return key;
}

std::array<unsigned char, 12> Box::next_nonce(bool is_last) {
    Nonce nonce{};
    auto place = place_++;
    for (std::size_t i = 0; i < 8; ++i) {
        nonce[10 - i] = static_cast<unsigned char>(place >> (8 * i));
    }
    nonce[11] = is_last ? 1 : 0;
    return nonce;
}

std::string Box::seal(std::string_view clear, bool is_last) {
    return encrypt(key_, next_nonce(is_last), name_, clear);
}

std::optional<std::string> Box::open(std::string_view sealed, bool is_last) {
    return decrypt(key_, next_nonce(is_last), name_, sealed);
}

} // namespace imprimatur::store
