/// Texts from strangers, made fit to be kept and shown.
#pragma once

#include <string>
#include <string_view>

namespace imprimatur::print {

/// Valid UTF-8 without control characters (each wrong byte and each control becomes U+FFFD), cut to
/// `longest` characters.
std::string tame(std::string_view text, std::size_t longest);

} // namespace imprimatur::print
