/// Text from a print job, made harmless. Private to cups-backend.
#pragma once

#include <string>
#include <string_view>

namespace imprimatur::backend {

/// `text` as UTF-8 on one line: what is not UTF-8 becomes U+FFFD, control characters, line ends and
/// marks that turn the direction of writing become spaces. At most `most` bytes, cut between
/// characters.
std::string tamed(std::string_view text, std::size_t most);

/// Whether tamed() would leave it as it is.
bool is_tame(std::string_view text, std::size_t most);

} // namespace imprimatur::backend
