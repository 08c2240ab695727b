/// What the contents of all pages leave behind, found out on all processors.
#pragma once

#include <string>
#include <vector>

#include "marking/pdf/content.hpp"
#include "marking/pdf/pages.hpp"
#include "marking/pdf/traces.hpp"

namespace imprimatur::pdf {

/// A page's content as it stands, and what must follow it.
struct Contents {
    std::string references; ///< to its streams: " 5 0 R 6 0 R"
    ContentEffect effect;
    bool is_mended = false;
    std::string mended;      ///< to be used instead: without stray restores, up to the damage
    std::string problem;     ///< not empty: why it cannot be known
    bool is_damaged = false; ///< a part of it could not be unpacked to its end
    std::size_t length = 0;  ///< of what is shown of it, unpacked, and what that is
    std::size_t hash = 0;
    Traces traces{false, {}, {}}; ///< of the content alone; where they were asked for
};

/// A page's content in pieces, to be read without the file, and references to them. @throws Decline
std::vector<Packed> parts_of(Source const& source, Page const& page, std::string& references);

/// @param lexicon to find the traces with; null: none are wanted.
std::vector<Contents> contents_of(Source const& source, std::vector<Page> const& pages,
                                  Lexicon* lexicon = nullptr);

} // namespace imprimatur::pdf
