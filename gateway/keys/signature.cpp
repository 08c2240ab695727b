#include <memory>
#include <stdexcept>

#include <openssl/evp.h>

#include "gateway/keys/keys.hpp"

namespace imprimatur::keys {

namespace {

constexpr std::string_view line_start = "\n%imprimatur-signature ed25519 ";
constexpr std::size_t key_length = 52;        // characters of 32 bytes
constexpr std::size_t signature_length = 103; // of 64
constexpr std::size_t key_bytes = 32;
constexpr std::size_t signature_bytes = 64;
constexpr std::size_t line_length =
    line_start.size() + key_length + 1 + signature_length + 1; // blank, line end

using PKey = std::unique_ptr<EVP_PKEY, decltype(&EVP_PKEY_free)>;
using Digest = std::unique_ptr<EVP_MD_CTX, decltype(&EVP_MD_CTX_free)>;

unsigned char const* raw(std::string_view bytes) {
    return reinterpret_cast<unsigned char const*>(bytes.data());
}

unsigned char* raw(std::string& bytes) {
    return reinterpret_cast<unsigned char*>(bytes.data());
}

[[noreturn]] void broken() {
    throw std::runtime_error("Ed25519 failed"); // without memory, or with a broken OpenSSL
}

/// Wipes the seed.
PKey private_key(std::string seed) {
    PKey key(EVP_PKEY_new_raw_private_key(EVP_PKEY_ED25519, nullptr, raw(seed), seed.size()),
             EVP_PKEY_free);
    wipe(seed);
    if (!key) {
        broken();
    }
    return key;
}

/// Of base32 text of so many bytes; the bits that fill up the last character must be 0.
std::optional<std::string> find_bytes(std::string_view text, std::size_t count) {
    std::string out;
    unsigned held = 0;
    unsigned bits = 0;
    for (char letter : text) {
        auto const digit = find_base32(std::string_view(&letter, 1));
        if (!digit) {
            return std::nullopt;
        }
        held = (held << 5U) | static_cast<unsigned>(*digit);
        bits += 5;
        if (bits >= 8) {
            bits -= 8;
            out += static_cast<char>(held >> bits & 0xffU);
        }
    }
    bool const is_filled_with_zeros = (held & ((1U << bits) - 1U)) == 0;
    return out.size() == count && is_filled_with_zeros ? std::optional(out) : std::nullopt;
}

bool fits(std::string_view key, std::string_view signature, std::string_view file) {
    PKey const public_key(
        EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nullptr, raw(key), key.size()),
        EVP_PKEY_free);
    Digest const digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    return public_key && digest &&
           EVP_DigestVerifyInit(digest.get(), nullptr, nullptr, nullptr, public_key.get()) == 1 &&
           EVP_DigestVerify(digest.get(), raw(signature), signature.size(), raw(file),
                            file.size()) == 1;
}

} // namespace

namespace {

std::string public_key_of(PKey const& key) {
    std::string bytes(key_bytes, '\0');
    auto size = bytes.size();
    if (EVP_PKEY_get_raw_public_key(key.get(), raw(bytes), &size) != 1) {
        broken();
    }
    return to_base32(bytes);
}

} // namespace

std::string Keys::public_key() const {
    return public_key_of(private_key(derive("signature")));
}

std::vector<std::string> Keys::public_keys() const {
    std::vector<std::string> out;
    for (auto& seed : derive_all("signature")) {
        out.push_back(public_key_of(private_key(std::move(seed))));
    }
    return out;
}

std::string Keys::sign(std::string file) const {
    auto const key = private_key(derive("signature"));
    Digest const digest(EVP_MD_CTX_new(), EVP_MD_CTX_free);
    std::string bytes(signature_bytes, '\0');
    auto size = bytes.size();
    if (!digest || EVP_DigestSignInit(digest.get(), nullptr, nullptr, nullptr, key.get()) != 1 ||
        EVP_DigestSign(digest.get(), raw(bytes), &size, raw(std::string_view(file)), file.size()) !=
            1) {
        broken();
    }
    return file.append(line_start) + public_key_of(key) + " " + to_base32(bytes) + "\n";
}

std::optional<Signature> find_signature(std::string_view file) {
    if (file.size() < line_length) {
        return std::nullopt;
    }
    auto line = file.substr(file.size() - line_length);
    if (!line.starts_with(line_start) || line.back() != '\n') {
        return std::nullopt;
    }
    line.remove_prefix(line_start.size());
    auto const text = line.substr(0, key_length);
    auto const key = find_bytes(text, key_bytes);
    auto const signature =
        find_bytes(line.substr(key_length + 1, signature_length), signature_bytes);
    bool const is_sound = key && signature && line[key_length] == ' ' &&
                          fits(*key, *signature, file.substr(0, file.size() - line_length));
    return Signature{std::string(text), is_sound};
}

} // namespace imprimatur::keys
