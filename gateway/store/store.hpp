/// Encrypted objects on disk: jobs in custody and registered originals (K29, P6.3, P9.1.3).
///
/// Promise: what is on disk is AES-256-GCM, never in the clear, not even for a moment; an object
/// that was changed, cut off or swapped with another is refused; an object is there whole or not at
/// all.
#pragma once

#include <filesystem>
#include <memory>
#include <string>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "gateway/keys/keys.hpp"

namespace imprimatur::store {

class Store {
  public:
    static Result<Store> open(std::filesystem::path const& folder, keys::Keys const& keys);
    Store(Store&&) noexcept;
    Store& operator=(Store&&) noexcept;
    ~Store();

    /// An object being written. Nothing is left when it is dropped before commit().
    class Writer {
      public:
        Writer(Writer&&) noexcept;
        ~Writer();
        /// @error Exhausted disk full.
        Result<void> write(std::string_view bytes);
        struct Object {
            std::string name;   ///< 32 hex digits
            std::string sha256; ///< of the clear bytes, hex
            std::uint64_t size; ///< of the clear bytes
        };
        /// Durable after this returns (fsync of file and folder).
        Result<Object> commit();

      private:
        friend class Store;
        struct State;
        explicit Writer(std::unique_ptr<State> state);
        std::unique_ptr<State> state_;
    };
    Result<Writer> create() const;

    /// The clear bytes as a sealed memory file, whichever generation of keys sealed it.
    /// @error NotFound; Corrupt changed on disk; Unavailable the key for it may be missing.
    Result<Descriptor> open_object(std::string const& name) const;
    /// Gone for good; no error when it already is.
    Result<void> remove(std::string const& name) const;
    /// Names of all objects, for finding those that no record refers to.
    Result<std::vector<std::string>> names() const;

  private:
    struct State;
    explicit Store(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

} // namespace imprimatur::store
