#include "gateway/keys/keys.hpp"

#include <sys/mman.h>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/hmac.h>
#include <openssl/kdf.h>

#include "gateway/keys/key_file.hpp"

namespace imprimatur::keys {

namespace {

constexpr std::size_t seal_bytes = 10; // 80 bits, 16 characters on paper

/// HKDF-SHA-256 (RFC 5869) without salt: the master key is uniformly random already.
void expand(MasterKey const& key, std::string const& purpose, unsigned char* out,
            std::size_t size) {
    std::string info = "imprimatur:" + purpose;
    std::unique_ptr<EVP_PKEY_CTX, decltype(&EVP_PKEY_CTX_free)> context(
        EVP_PKEY_CTX_new_id(EVP_PKEY_HKDF, nullptr), EVP_PKEY_CTX_free);
    bool is_done =
        context && EVP_PKEY_derive_init(context.get()) == 1 &&
        EVP_PKEY_CTX_set_hkdf_md(context.get(), EVP_sha256()) == 1 &&
        EVP_PKEY_CTX_set1_hkdf_key(context.get(), key.data(), static_cast<int>(key.size())) == 1 &&
        EVP_PKEY_CTX_add1_hkdf_info(context.get(),
                                    reinterpret_cast<unsigned char const*>(info.data()),
                                    static_cast<int>(info.size())) == 1 &&
        EVP_PKEY_derive(context.get(), out, &size) == 1;
    if (!is_done) {
        // Only possible without memory or with a broken OpenSSL: never go on with a weak key.
        throw std::runtime_error("HKDF-SHA-256 failed");
    }
}

void put_number(std::string& out, std::uint64_t value, int bytes) {
    for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
        out.push_back(static_cast<char>((value >> shift) & 0xff));
    }
}

} // namespace

/// Kept out of swap where the system allows it, and wiped at the end.
struct Keys::Secret {
    MasterKey master{};
    MasterKey seal{};

    Secret() { ::mlock(this, sizeof *this); }
    Secret(Secret const&) = delete;
    Secret& operator=(Secret const&) = delete;
    ~Secret() {
        OPENSSL_cleanse(master.data(), master.size());
        OPENSSL_cleanse(seal.data(), seal.size());
        ::munlock(this, sizeof *this);
    }

    std::string mac(Serial serial, std::uint32_t page) const {
        std::string said = "IM1";
        put_number(said, serial.id(), 8);
        put_number(said, page, 4);
        unsigned char full[EVP_MAX_MD_SIZE];
        unsigned int size = 0;
        if (HMAC(EVP_sha256(), seal.data(), static_cast<int>(seal.size()),
                 reinterpret_cast<unsigned char const*>(said.data()), said.size(), full,
                 &size) == nullptr) {
            throw std::runtime_error("HMAC-SHA-256 failed");
        }
        return to_base32(std::string_view(reinterpret_cast<char const*>(full), seal_bytes));
    }
};

Result<Keys> Keys::open(std::filesystem::path const& file, bool create) {
    auto secret = std::make_unique<Secret>();
    auto read = read_key(file, secret->master);
    if (!read && read.error().fault == Fault::NotFound && create) {
        if (auto made = make_key(file); !made) {
            return pass_on(made);
        }
        read = read_key(file, secret->master);
    }
    if (!read) {
        return pass_on(read);
    }
    expand(secret->master, "seal", secret->seal.data(), secret->seal.size());
    return Keys(std::move(secret));
}

Keys::Keys(std::unique_ptr<Secret> secret) : secret_(std::move(secret)) {}
Keys::~Keys() = default;
Keys::Keys(Keys&&) noexcept = default;
Keys& Keys::operator=(Keys&&) noexcept = default;

Seal Keys::seal(Serial serial, std::uint32_t page) const {
    return Seal{serial, page, secret_->mac(serial, page)};
}

SealFit Keys::check(Seal const& seal) const {
    if (!seal.mac) {
        return SealFit::Unsealed;
    }
    auto right = secret_->mac(seal.serial, seal.page);
    bool fits = seal.mac->size() == right.size() &&
                CRYPTO_memcmp(seal.mac->data(), right.data(), right.size()) == 0;
    return fits ? SealFit::Ours : SealFit::Forged;
}

std::string Keys::derive(std::string const& purpose) const {
    std::string out(32, '\0');
    expand(secret_->master, purpose, reinterpret_cast<unsigned char*>(out.data()), out.size());
    return out;
}

void wipe(std::string& secret) {
    OPENSSL_cleanse(secret.data(), secret.size());
    secret.clear();
}

} // namespace imprimatur::keys
