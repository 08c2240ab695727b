/// The secrets of one registry: master keys in a file, one a generation, everything else derived
/// from them.
///
/// Promise: a key never reaches a log, a command line or an environment; a worker is given those
/// for "dots" and no others. What is new is sealed with the newest key; what any generation sealed
/// stays genuine.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/result/result.hpp"
#include "marking/mark/serial.hpp"

namespace imprimatur::keys {

/// How a seal read from paper fits this registry's keys. KeyMissing: it fits none that is here, but
/// the registry knows one that is not, so nobody can tell.
enum class SealFit { Ours, Forged, Unsealed, KeyMissing };

/// Thread-safe. Copies share their keys: what one takes up, all have.
class Keys {
  public:
    /// Reads 32 bytes a key from `file` (mode 0600 is demanded), or makes the file when `create` is
    /// set.
    /// @error Denied others may read the file; NotFound; Corrupt wrong size.
    static Result<Keys> open(std::filesystem::path const& file, bool create);

    /// What each key is called, oldest first: "key-" and 16 characters derived from it, which tell
    /// nothing of it.
    std::vector<std::string> names() const;

    /// From now on these are the keys (a rotation, or a file that came back).
    void take_up(Keys const& other);
    /// `brings` looks for keys that are not here yet, takes them up, and says whether the registry
    /// knows none further. Called before something is said to fit no key.
    void look_for_more_with(std::function<bool()> brings);
    /// As above; true where nobody can look. @return whether the keys are all there are
    bool look_for_more() const;

    /// The seal of one page: HMAC-SHA-256 over serial and page, cut to 80 bits; by the newest key.
    Seal seal(Serial serial, std::uint32_t page) const;
    /// Constant-time. Unsealed: made by hand, without a registry.
    SealFit check(Seal const& seal) const;

    /// A key for one purpose ("store", "dots"): HKDF-SHA-256, 32 bytes, of the newest master key.
    /// Wipe after use.
    std::string derive(std::string const& purpose) const;
    /// The same of every generation, oldest first.
    std::vector<std::string> derive_all(std::string const& purpose) const;

    /// The file with a last line that signs all before it (Ed25519, RFC 8032). Readers of PDF pass
    /// over that line.
    std::string sign(std::string file) const;
    /// Of sign(): 52 characters, for people to compare.
    std::string public_key() const;
    /// Of files that any generation signed, oldest first.
    std::vector<std::string> public_keys() const;

  private:
    struct Ring;
    struct State;
    explicit Keys(std::shared_ptr<State> state);
    std::shared_ptr<Ring const> ring() const;
    std::shared_ptr<State> state_;
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

/// One more key at the end of the file, for Keys::open() to read. A file that was killed at is as
/// it was or as it shall be. @error as Keys::open(); Exhausted no room, or too many keys.
Result<void> add_key(std::filesystem::path const& file);

} // namespace imprimatur::keys
