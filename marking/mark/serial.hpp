/// The name of one copy: what is printed under its QR, and what a leaked page is searched by.
///
/// Promise: a serial says nothing by itself (no order, no title, no count) and a slip of the hand
/// in typing it is noticed, and told where it is.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/result/result.hpp"

namespace imprimatur {

/// 64 random bits, printed as 13 Crockford base32 characters and 3 check characters
/// (a Reed-Solomon code over GF(32), distance 4): `7K3M-9Q2W-0HXC-VG08`.
class Serial {
  public:
    explicit Serial(std::uint64_t id) : id_(id) {}

    /// Reads 16 characters; case, width, hyphens, spaces, and O for 0, I or L for 1 do not matter.
    /// @error BadInput sentence "serial.wrong-length", "serial.foreign-character" (which), or
    /// "serial.slip", "serial.swapped*" naming every single slip that explains it, put right.
    static Result<Serial> read(std::string_view text);

    std::uint64_t id() const { return id_; }
    /// With hyphens, 19 characters.
    std::string text() const;
    /// Without hyphens, 16 characters: as in the QR and in the registry.
    std::string plain() const;
    auto operator<=>(Serial const&) const = default;

  private:
    std::uint64_t id_;
};

/// What a QR of ours says (alphanumeric mode, 39 characters, version 3 at error correction Q):
/// "IM1" + serial (16) + page (4, base32) + MAC (16, base32 of 80 bits).
/// "IM0" + serial + page: marked by hand with `imprimatur mark`, in no registry.
struct Seal {
    Serial serial;
    std::uint32_t page;             ///< from 1, as printed; 0 for a register sheet
    std::optional<std::string> mac; ///< 16 characters; checked by gateway/keys
    bool operator==(Seal const&) const = default;
};

std::string to_text(Seal const& seal);
/// Empty when the text is not one of ours (a foreign QR). A text that begins like ours but is
/// damaged is not ours either.
std::optional<Seal> find_seal(std::string_view text);

/// 5 bits a character, most significant first, the last padded with zero bits.
std::string to_base32(std::string_view bytes);
/// Crockford base32 digits of `value`, `width` characters, leading zeros.
std::string to_base32(std::uint64_t value, int width);
std::optional<std::uint64_t> find_base32(std::string_view digits);

} // namespace imprimatur
