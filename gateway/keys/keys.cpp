#include "gateway/keys/keys.hpp"

#include <mutex>
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
struct Keys::Ring {
    MasterKeys master;
    MasterKeys seal;

    explicit Ring(MasterKeys read) : master(std::move(read)) {
        seal.all.resize(master.all.size());
        for (auto* keys : {&master, &seal}) {
            ::mlock(keys->all.data(), keys->all.size() * sizeof(MasterKey));
        }
        for (std::size_t i = 0; i < seal.all.size(); ++i) {
            expand(master.all[i], "seal", seal.all[i].data(), seal.all[i].size());
        }
    }
    Ring(Ring const&) = delete;
    Ring& operator=(Ring const&) = delete;
    ~Ring() = default;

    std::string derive(std::size_t generation, std::string const& purpose) const {
        std::string out(32, '\0');
        expand(master.all[generation], purpose, reinterpret_cast<unsigned char*>(out.data()),
               out.size());
        return out;
    }
};

struct Keys::State {
    std::mutex mutex;
    std::shared_ptr<Ring const> ring;
    std::function<bool()> brings;
};

namespace {

std::string mac(MasterKey const& key, Serial serial, std::uint32_t page) {
    std::string said = "IM1";
    put_number(said, serial.id(), 8);
    put_number(said, page, 4);
    unsigned char full[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (HMAC(EVP_sha256(), key.data(), static_cast<int>(key.size()),
             reinterpret_cast<unsigned char const*>(said.data()), said.size(), full,
             &size) == nullptr) {
        throw std::runtime_error("HMAC-SHA-256 failed");
    }
    return to_base32(std::string_view(reinterpret_cast<char const*>(full), seal_bytes));
}

/// All keys are tried, whichever fits: how long it takes says nothing.
bool fits_one(MasterKeys const& keys, Seal const& seal) {
    bool fits = false;
    for (auto const& key : keys.all) {
        auto const right = mac(key, seal.serial, seal.page);
        bool const is_right = seal.mac->size() == right.size() &&
                              CRYPTO_memcmp(seal.mac->data(), right.data(), right.size()) == 0;
        fits = fits || is_right;
    }
    return fits;
}

} // namespace

Result<Keys> Keys::open(std::filesystem::path const& file, bool create) {
    auto read = read_keys(file);
    if (!read && read.error().fault == Fault::NotFound && create) {
        if (auto made = make_key(file); !made) {
            return pass_on(made);
        }
        read = read_keys(file);
    }
    if (!read) {
        return pass_on(read);
    }
    auto state = std::make_shared<State>();
    state->ring = std::make_shared<Ring const>(*std::move(read));
    return Keys(std::move(state));
}

Keys::Keys(std::shared_ptr<State> state) : state_(std::move(state)) {}

std::shared_ptr<Keys::Ring const> Keys::ring() const {
    std::lock_guard lock(state_->mutex);
    return state_->ring;
}

std::vector<std::string> Keys::names() const {
    constexpr std::size_t name_bytes = 10;
    std::vector<std::string> out;
    for (auto& derived : derive_all("name")) {
        out.push_back("key-" + to_base32(std::string_view(derived).substr(0, name_bytes)));
        wipe(derived);
    }
    return out;
}

void Keys::take_up(Keys const& other) {
    auto theirs = other.ring();
    std::lock_guard lock(state_->mutex);
    state_->ring = std::move(theirs);
}

void Keys::look_for_more_with(std::function<bool()> brings) {
    std::lock_guard lock(state_->mutex);
    state_->brings = std::move(brings);
}

bool Keys::look_for_more() const {
    std::function<bool()> brings;
    {
        std::lock_guard lock(state_->mutex);
        brings = state_->brings;
    }
    return !brings || brings();
}

Seal Keys::seal(Serial serial, std::uint32_t page) const {
    return Seal{serial, page, mac(ring()->seal.all.back(), serial, page)};
}

SealFit Keys::check(Seal const& seal) const {
    if (!seal.mac) {
        return SealFit::Unsealed;
    }
    if (fits_one(ring()->seal, seal)) {
        return SealFit::Ours;
    }
    bool const are_all_here = look_for_more();
    if (fits_one(ring()->seal, seal)) {
        return SealFit::Ours;
    }
    return are_all_here ? SealFit::Forged : SealFit::KeyMissing;
}

std::string Keys::derive(std::string const& purpose) const {
    auto const now = ring();
    return now->derive(now->master.all.size() - 1, purpose);
}

std::vector<std::string> Keys::derive_all(std::string const& purpose) const {
    auto const now = ring();
    std::vector<std::string> out;
    for (std::size_t i = 0; i < now->master.all.size(); ++i) {
        out.push_back(now->derive(i, purpose));
    }
    return out;
}

void wipe(std::string& secret) {
    OPENSSL_cleanse(secret.data(), secret.size());
    secret.clear();
}

} // namespace imprimatur::keys
