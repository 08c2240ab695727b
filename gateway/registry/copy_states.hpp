/// The allowed moves of a copy: one table, from which refusals, movements and quotas come.
#pragma once

#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "gateway/registry/records.hpp"

namespace imprimatur::registry {

/// Who has the paper after a move.
enum class HolderAfter {
    Same,
    Recipient, ///< for whom it was granted; nobody was named: who printed it
    Printing,  ///< who printed it, and must account for it
    Actor,     ///< in whose name the move is made
    Nobody,
};

struct CopyMove {
    CopyState from;
    CopyState to;
    std::string_view movement; ///< kind of the Movement that is written; empty: none
    HolderAfter holder = HolderAfter::Same;
    bool settles = false;    ///< the printer is done with it
    bool gives_back = false; ///< the grant gets its copy back
};

/// Every allowed move; what is not here is refused.
std::span<CopyMove const> copy_moves();
std::optional<CopyMove> find_copy_move(CopyState from, CopyState to);

/// Kinds of movements by which a copy changes hands and stays in its state; hand_copy takes no
/// other.
std::span<std::string_view const> handing_kinds();
/// Every kind of movement that can be written, by a move or a handing, each once.
std::vector<std::string_view> movement_kinds();

} // namespace imprimatur::registry
