/// The secrets of one registry: one master key in a file, everything else derived from it.
///
/// Promise: a key never reaches a log, a command line or an environment; a worker is given the one
/// for "dots" and no other.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "foundation/result/result.hpp"
#include "marking/mark/serial.hpp"

namespace imprimatur::keys {

/// How a seal read from paper fits this registry's key.
enum class SealFit { Ours, Forged, Unsealed };

class Keys {
  public:
    /// Reads 32 bytes from `file` (mode 0600 is demanded), or makes the file when `create` is set.
    /// @error Denied others may read the file; NotFound; Corrupt wrong size.
    static Result<Keys> open(std::filesystem::path const& file, bool create);
    ~Keys();
    Keys(Keys&&) noexcept;
    Keys& operator=(Keys&&) noexcept;

    /// The seal of one page: HMAC-SHA-256 over serial and page, cut to 80 bits.
    Seal seal(Serial serial, std::uint32_t page) const;
    /// Constant-time. Unsealed: made by hand, without a registry.
    SealFit check(Seal const& seal) const;

    /// A key for one purpose ("store", "dots"): HKDF-SHA-256, 32 bytes. Wipe after use.
    std::string derive(std::string const& purpose) const;

    /// The file with a last line that signs all before it (Ed25519, RFC 8032). Readers of PDF pass
    /// over that line.
    std::string sign(std::string file) const;
    /// Of sign(): 52 characters, for people to compare.
    std::string public_key() const;

  private:
    struct Secret;
    explicit Keys(std::unique_ptr<Secret> secret);
    std::unique_ptr<Secret> secret_;
};

/// The last line of a signed file.
struct Signature {
    std::string public_key; ///< whose; as Keys::public_key() gives it
    bool is_sound;          ///< nothing before the line, nor the line, was changed since
};
/// Empty: the file has no such line.
std::optional<Signature> find_signature(std::string_view file);

/// Overwrites a derived key so that the compiler may not leave it out, and empties it.
void wipe(std::string& secret);

} // namespace imprimatur::keys
