/// Descriptors that close themselves, and files that live in memory only.
///
/// Promise: a document in the clear is never given a name on disk; it is a sealed memory file that
/// is handed from process to process.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "foundation/result/result.hpp"

namespace imprimatur {

/// An open descriptor, closed at the end of its life. Move-only.
class Descriptor {
  public:
    Descriptor() = default;
    explicit Descriptor(int number) : number_(number) {}
    Descriptor(Descriptor&& other) noexcept : number_(other.release()) {}
    Descriptor& operator=(Descriptor&& other) noexcept;
    ~Descriptor();

    int number() const { return number_; }
    bool is_open() const { return number_ >= 0; }
    int release();

  private:
    int number_ = -1;
};

/// A new, empty memory file (memfd, close-on-exec), readable and writable.
/// @error Exhausted no memory or no descriptor.
Result<Descriptor> memory_file(std::string const& label);

/// Forbids any further change of a memory file's bytes and size.
/// @error Internal it is not a memory file.
Result<void> seal(Descriptor const& file);

/// Size in bytes. @error Internal the descriptor is not a file.
Result<std::uint64_t> size_of(Descriptor const& file);

/// Writes all of `bytes` at the current place. @error Exhausted no room; Internal otherwise.
Result<void> write_all(Descriptor const& file, std::span<std::byte const> bytes);
Result<void> write_all(Descriptor const& file, std::string_view bytes);

/// The whole file as bytes, from its start, whatever the current place.
/// @error Exhausted larger than `limit` bytes.
Result<std::string> read_whole(Descriptor const& file, std::uint64_t limit = UINT64_MAX);

/// Opens a file of a person's for reading. @error NotFound, Denied.
Result<Descriptor> open_file(std::string const& path);

/// Writes `bytes` to `path` so that either the old or the new content is there, whatever happens
/// (temporary file beside it, fsync, rename). `mode` e.g. 0600.
Result<void> replace_file(std::string const& path, std::string_view bytes, unsigned mode);

/// Read-only view of a whole file (mmap). Move-only.
class Mapping {
  public:
    static Result<Mapping> of(Descriptor const& file);
    Mapping(Mapping&& other) noexcept;
    Mapping& operator=(Mapping&& other) noexcept;
    ~Mapping();
    std::string_view bytes() const { return {data_, size_}; }

  private:
    Mapping(char const* data, std::size_t size) : data_(data), size_(size) {}
    char const* data_ = nullptr;
    std::size_t size_ = 0;
};

} // namespace imprimatur
