#include <cerrno>
#include <cstdio>
#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <openssl/evp.h>
#include <openssl/rand.h>

#include "foundation/hex/hex.hpp"
#include "foundation/owned/owned.hpp"
#include "foundation/step/step.hpp"
#include "gateway/store/vault.hpp"

namespace imprimatur::store {

namespace {

std::string random_name() {
    unsigned char bytes[16];
    if (RAND_bytes(bytes, sizeof bytes) != 1) {
        throw std::runtime_error("the system gives no random numbers");
    }
    return hex(bytes);
}

/// A part that is open, locked and still in the folder: a store that opened between the making and
/// the locking may have taken it for an abandoned one.
Result<Descriptor> new_part(Vault const& vault, std::string const& name) {
    for (;;) {
        Descriptor part(::openat(vault.folder.number(), part_name(name).c_str(),
                                 O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0600));
        if (!part.is_open()) {
            return failed("open");
        }
        struct stat facts {};
        if (::flock(part.number(), LOCK_EX) != 0 || ::fstat(part.number(), &facts) != 0) {
            return failed("flock");
        }
        if (facts.st_nlink > 0) {
            return part;
        }
    }
}

} // namespace

struct Store::Writer::State {
    std::shared_ptr<Vault const> vault;
    std::string name;
    Descriptor part;
    Box box;
    Owned<EVP_MD_CTX, EVP_MD_CTX_free> digest;
    std::string waiting; ///< clear bytes of the piece that is not full yet
    std::uint64_t size = 0;
    std::optional<Error> broken;
    bool is_kept = false;

    State(std::shared_ptr<Vault const> in, std::string called, Descriptor opened, Key key)
        : vault(std::move(in)), name(std::move(called)), part(std::move(opened)),
          box(std::move(key), name), digest(EVP_MD_CTX_new()) {
        if (EVP_DigestInit_ex(digest.get(), EVP_sha256(), nullptr) != 1) {
            throw std::runtime_error("OpenSSL could not begin SHA-256");
        }
        waiting.reserve(piece_size);
    }
    State(State const&) = delete;
    State& operator=(State const&) = delete;
    ~State() {
        keys::wipe(waiting);
        if (!is_kept) {
            ::unlinkat(vault->folder.number(), part_name(name).c_str(), 0);
        }
    }

    Result<void> remember(Result<void> written) {
        if (!written) {
            broken = written.error();
        }
        return written;
    }

    /// Seals what waits and writes it.
    Result<void> put_piece(bool is_last) {
        auto sealed = box.seal(waiting, is_last);
        keys::wipe(waiting);
        return remember(write_all(part, sealed));
    }

    /// A full piece is held back until more comes: only then is it known not to be the last.
    Result<void> take(std::string_view bytes) {
        while (!bytes.empty()) {
            if (waiting.size() == piece_size) {
                if (auto put = put_piece(false); !put) {
                    return put;
                }
            }
            auto now = bytes.substr(0, piece_size - waiting.size());
            waiting += now;
            bytes.remove_prefix(now.size());
        }
        return {};
    }

    Result<void> give_name() {
        if (::fsync(part.number()) != 0) {
            return failed("fsync");
        }
        step("store.before-rename");
        if (::renameat(vault->folder.number(), part_name(name).c_str(), vault->folder.number(),
                       name.c_str()) != 0) {
            return failed("rename");
        }
        is_kept = true;
        step("store.after-rename");
        return vault->settle();
    }
};

Store::Writer::Writer(std::unique_ptr<State> state) : state_(std::move(state)) {}
Store::Writer::Writer(Writer&&) noexcept = default;
Store::Writer::~Writer() = default;

Result<Store::Writer> Store::create() const {
    auto name = random_name();
    auto part = new_part(*state_->vault, name);
    if (!part) {
        return pass_on(part);
    }
    auto key = Key::random();
    auto header = wrap(state_->vault->newest_key(), key, name);
    auto state = std::make_unique<Writer::State>(state_->vault, std::move(name), std::move(*part),
                                                 std::move(key));
    if (auto written = write_all(state->part, header); !written) {
        return pass_on(written);
    }
    return Writer(std::move(state));
}

Result<void> Store::Writer::write(std::string_view bytes) {
    if (state_->broken) {
        return tl::unexpected<Error>(*state_->broken);
    }
    if (EVP_DigestUpdate(state_->digest.get(), bytes.data(), bytes.size()) != 1) {
        throw std::runtime_error("OpenSSL could not go on with SHA-256");
    }
    state_->size += bytes.size();
    return state_->take(bytes);
}

Result<Store::Writer::Object> Store::Writer::commit() {
    if (state_->broken) {
        return tl::unexpected<Error>(*state_->broken);
    }
    if (auto put = state_->put_piece(true); !put) {
        return pass_on(put);
    }
    if (auto named = state_->remember(state_->give_name()); !named) {
        return pass_on(named);
    }
    state_->broken =
        Error{Fault::Internal, {"store.cannot-write", {}}, "the object is written already"};
    unsigned char hash[EVP_MAX_MD_SIZE];
    unsigned int size = 0;
    if (EVP_DigestFinal_ex(state_->digest.get(), hash, &size) != 1) {
        throw std::runtime_error("OpenSSL could not end SHA-256");
    }
    return Object{state_->name, hex({hash, size}), state_->size};
}

} // namespace imprimatur::store
