/// What the contents of all pages leave behind, found out on all processors.
#pragma once

#include <string>
#include <vector>

#include "marking/pdf/content.hpp"
#include "marking/pdf/pages.hpp"

namespace imprimatur::pdf {

/// A page's content as it stands, and what must follow it.
struct Contents {
    std::string references; ///< to its streams: " 5 0 R 6 0 R"
    ContentEffect effect;
    std::string mended;  ///< not empty: to be used instead, without stray restores
    std::string problem; ///< not empty: why it cannot be known
};

/// @throws Decline
std::vector<Contents> contents_of(Source const& source, std::vector<Page> const& pages);

} // namespace imprimatur::pdf
