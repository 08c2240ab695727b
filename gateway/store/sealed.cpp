#include "gateway/store/sealed.hpp"

#include <cerrno>
#include <unistd.h>

#include "gateway/store/vault.hpp"

namespace imprimatur::store {

struct SealedWriter::State {
    Descriptor file;
    Box box;
    std::string waiting; ///< clear bytes of the piece that is not full yet

    Result<void> put(bool is_last) {
        auto const sealed = box.seal(waiting, is_last);
        keys::wipe(waiting);
        return write_all(file, sealed);
    }
};

SealedWriter::SealedWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}
SealedWriter::SealedWriter(SealedWriter&&) noexcept = default;
SealedWriter::~SealedWriter() = default;

Result<SealedWriter> SealedWriter::begin(Descriptor file, keys::Keys const& keys,
                                         std::string label) {
    auto derived = keys.derive("sealed");
    auto key = Key::random();
    auto const header = wrap(Key(derived), key, label);
    keys::wipe(derived);
    if (auto written = write_all(file, header); !written) {
        return pass_on(written);
    }
    return SealedWriter(std::unique_ptr<State>(
        new State{std::move(file), Box(std::move(key), std::move(label)), {}}));
}

Result<void> SealedWriter::write(std::string_view bytes) {
    auto& waiting = state_->waiting;
    while (!bytes.empty()) {
        if (waiting.size() == piece_size) { // more comes: it is not the last
            if (auto put = state_->put(false); !put) {
                return put;
            }
        }
        auto const now = bytes.substr(0, piece_size - waiting.size());
        waiting += now;
        bytes.remove_prefix(now.size());
    }
    return {};
}

Result<void> SealedWriter::end() {
    auto put = state_->put(true);
    if (put && ::fsync(state_->file.number()) != 0) {
        return failed("fsync");
    }
    return put;
}

namespace {

tl::unexpected<Error> changed(char const* what) {
    return fail(Fault::Corrupt, {"store.sealed-changed", {}}, what);
}

Result<std::string> read_at(Descriptor const& file, std::uint64_t place, std::size_t size) {
    std::string out(size, '\0');
    std::size_t filled = 0;
    while (filled < size) {
        auto const count = ::pread(file.number(), out.data() + filled, size - filled,
                                   static_cast<off_t>(place + filled));
        if (count < 0 && errno == EINTR) {
            continue;
        }
        if (count < 0) {
            return fail(Fault::Internal, {"file.cannot-read", {}}, "pread");
        }
        if (count == 0) {
            break;
        }
        filled += static_cast<std::size_t>(count);
    }
    out.resize(filled);
    return out;
}

std::optional<Key> key_of(keys::Keys const& keys, std::string const& header,
                          std::string const& label) {
    std::optional<Key> out;
    for (auto& derived : keys.derive_all("sealed")) {
        if (auto key = out ? std::nullopt : unwrap(Key(derived), header, label)) {
            out.emplace(std::move(*key));
        }
        keys::wipe(derived);
    }
    return out;
}

} // namespace

Result<void> read_sealed(Descriptor const& file, std::uint64_t from, keys::Keys const& keys,
                         std::string const& label,
                         std::function<Result<void>(std::string_view)> const& take) {
    auto const size = size_of(file);
    auto const header = size ? read_at(file, from, header_size) : pass_on(size);
    if (!header) {
        return pass_on(header);
    }
    auto key = key_of(keys, *header, label);
    if (!key) {
        return changed("the header does not fit");
    }
    Box box(std::move(*key), label);
    for (auto place = from + header_size;;) {
        auto const sealed = read_at(file, place, piece_size + tag_size);
        if (!sealed) {
            return pass_on(sealed);
        }
        place += sealed->size();
        bool const is_last = place >= *size;
        auto opened = box.open(*sealed, is_last);
        if (!opened) {
            return changed("a piece does not fit its place");
        }
        auto const taken = take(*opened);
        keys::wipe(*opened);
        if (!taken || is_last) {
            return taken;
        }
    }
}

} // namespace imprimatur::store
