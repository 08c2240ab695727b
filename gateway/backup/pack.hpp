/// The file of a backup: a line that says which key it wants, then, encrypted, parts with a name
/// and a size each. Private to this room.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "gateway/backup/backup.hpp"
#include "gateway/store/sealed.hpp"

namespace imprimatur::backup {

inline constexpr std::string_view content_part = "content";
inline constexpr std::string_view registry_part = "registry";
inline constexpr std::string_view object_prefix = "object/";

class Packer {
  public:
    /// @param file empty, at its beginning
    static Result<Packer> begin(Descriptor file, keys::Keys const& keys);
    Result<void> put(std::string_view name, std::string_view bytes);
    /// All of the file. @return Conflict it changed its size meanwhile
    Result<void> put_file(std::string_view name, Descriptor const& file);
    Result<void> end();

  private:
    explicit Packer(store::SealedWriter sealed) : sealed_(std::move(sealed)) {}
    store::SealedWriter sealed_;
};

/// One part as it comes: begun, then bytes. Names are words, digits and "/".
struct Unpacked {
    std::function<Result<void>(std::string const& name, std::uint64_t size)> begin;
    std::function<Result<void>(std::string_view bytes)> bytes;
};

/// All parts, in their order. @error Corrupt "backup.not-whole", "backup.not-one"; Conflict
/// "backup.other-key": which key it wants
Result<void> unpack(Descriptor const& file, keys::Keys const& keys, Unpacked const& take);

std::string to_text(Content const& content);
/// @error Corrupt
Result<Content> read_content(std::string const& text);

} // namespace imprimatur::backup
