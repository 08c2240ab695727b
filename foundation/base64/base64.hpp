/// Files inside JSON.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace imprimatur {

/// Four characters for three bytes, padded with "=". @source RFC 4648, section 4.
std::string to_base64(std::string_view bytes);

/// Nothing where `text` is not what to_base64() writes.
std::optional<std::string> from_base64(std::string_view text);

} // namespace imprimatur
