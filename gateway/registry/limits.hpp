/// How long the texts may be that are looked for: an index of PostgreSQL takes 2,700 bytes at most.
#pragma once

#include <string_view>

#include "foundation/result/result.hpp"

namespace imprimatur::registry {

inline constexpr std::size_t longest_name = 512; ///< bytes

/// `what` is a word of the sentence: "account", "document number".
inline Result<void> check_name(std::string_view what, std::string_view name) {
    if (name.empty()) {
        return fail(Fault::BadInput, {"registry.name-missing", {{"what", std::string(what)}}},
                    "empty name");
    }
    if (name.size() > longest_name) {
        return fail(Fault::BadInput,
                    {"registry.name-too-long",
                     {{"what", std::string(what)}, {"limit", std::to_string(longest_name)}}},
                    std::to_string(name.size()) + " bytes");
    }
    return {};
}

} // namespace imprimatur::registry
