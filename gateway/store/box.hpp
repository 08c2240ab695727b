/// How one object is encrypted: a random key of its own, wrapped by the store's key, and pieces
/// that fit only in their place.
///
///   header   "IMPOBJ1\n", 12 bytes nonce, 32 bytes wrapped key, 16 bytes tag
///   piece    up to 65,536 bytes AES-256-GCM, 16 bytes tag; one after the other
///
/// A piece's nonce is its place (11 bytes, big-endian) and whether it is the last (1 byte), as in
/// the STREAM construction (Hoang, Reyhanitabar, Rogaway, Vizár 2015): pieces cannot be cut off,
/// moved, repeated or taken from another object. The object's name is authenticated with every
/// piece.
#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

namespace imprimatur::store {

inline constexpr std::size_t piece_size = 65536;
inline constexpr std::size_t tag_size = 16;
inline constexpr std::size_t header_size = 8 + 12 + 32 + tag_size;

/// 32 bytes, wiped at the end.
class Key {
  public:
    Key() = default;
    explicit Key(std::string_view bytes);
    static Key random();
    Key(Key const&) = delete;
    Key& operator=(Key const&) = delete;
    Key(Key&& other) noexcept;
    Key& operator=(Key&&) = delete;
    ~Key();
    unsigned char const* data() const { return bytes_.data(); }
    unsigned char* data() { return bytes_.data(); }
    static constexpr std::size_t size = 32;

  private:
    std::array<unsigned char, size> bytes_{};
};

/// The header that holds `key` for the object `name`.
std::string wrap(Key const& store_key, Key const& key, std::string_view name);
/// Empty: not such a header, changed, another object's or another store's.
std::optional<Key> unwrap(Key const& store_key, std::string_view header, std::string_view name);

/// Seals or opens the pieces of one object, in order.
class Box {
  public:
    Box(Key key, std::string name) : key_(std::move(key)), name_(std::move(name)) {}
    std::string seal(std::string_view clear, bool is_last);
    /// Empty: it is not the piece that belongs here.
    std::optional<std::string> open(std::string_view sealed, bool is_last);

  private:
    std::array<unsigned char, 12> next_nonce(bool is_last);

    Key key_;
    std::string name_;
    std::uint64_t place_ = 0;
};

} // namespace imprimatur::store
