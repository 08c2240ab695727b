/// One encrypted file outside the store, sealed as its objects are: piece after piece, so that it
/// may be larger than memory, and none can be changed, moved or cut off.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "gateway/keys/keys.hpp"

namespace imprimatur::store {

class SealedWriter {
  public:
    /// Writes from the file's present place on. @param label what it is; asked for by the reader
    /// @error Exhausted no room
    static Result<SealedWriter> begin(Descriptor file, keys::Keys const& keys, std::string label);
    SealedWriter(SealedWriter&&) noexcept;
    ~SealedWriter();
    Result<void> write(std::string_view bytes);
    /// Durable after this returns.
    Result<void> end();

  private:
    struct State;
    explicit SealedWriter(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Hands over what was sealed, from byte `from` of the file on, piece by piece.
/// @error Corrupt "store.sealed-changed" it was changed, cut off, or is under another key or label
Result<void> read_sealed(Descriptor const& file, std::uint64_t from, keys::Keys const& keys,
                         std::string const& label,
                         std::function<Result<void>(std::string_view)> const& take);

} // namespace imprimatur::store
