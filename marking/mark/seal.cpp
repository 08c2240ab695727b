#include "marking/mark/serial.hpp"

namespace imprimatur {

namespace {

constexpr std::string_view registered = "IM1";
constexpr std::string_view unregistered = "IM0";
constexpr std::size_t serial_length = 16;
constexpr std::size_t page_length = 4;
constexpr std::size_t mac_length = 16;

} // namespace

std::string to_text(Seal const& seal) {
    return std::string(seal.mac ? registered : unregistered) + seal.serial.plain() +
           to_base32(seal.page, page_length) + seal.mac.value_or("");
}

std::optional<Seal> find_seal(std::string_view text) {
    bool const has_mac = text.starts_with(registered);
    if (!has_mac && !text.starts_with(unregistered)) {
        return std::nullopt;
    }
    text.remove_prefix(registered.size());
    if (text.size() != serial_length + page_length + (has_mac ? mac_length : 0)) {
        return std::nullopt;
    }
    auto serial = Serial::read(text.substr(0, serial_length));
    auto page = find_base32(text.substr(serial_length, page_length));
    if (!serial || !page || text.find_first_of("- ") != text.npos) {
        return std::nullopt;
    }
    Seal seal{*serial, static_cast<std::uint32_t>(*page), std::nullopt};
    if (has_mac) {
        seal.mac = std::string(text.substr(serial_length + page_length));
    }
    return seal;
}

} // namespace imprimatur
