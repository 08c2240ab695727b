#include "gateway/registry/copy_states.hpp"

#include <algorithm>

namespace imprimatur::registry {

namespace {

using enum CopyState;

// Delivering → Void only when it is certain that no paper exists; the one who asks for it vouches.
// Spoiled stays on the grant's account: paper may exist, and is accounted for until destroyed
// (K19). A frozen copy goes back to being issued without a second entry in the issue register.
constexpr CopyMove moves[] = {
    {Reserved, Delivering, "", HolderAfter::Same, false, false},
    {Reserved, Void, "", HolderAfter::Nobody, true, true},
    {Delivering, Issued, "issue", HolderAfter::Recipient, true, false},
    {Delivering, Spoiled, "spoil", HolderAfter::Printing, true, false},
    {Delivering, Void, "", HolderAfter::Nobody, true, true},
    {Issued, Returned, "return", HolderAfter::Actor, false, false},
    {Issued, Spoiled, "spoil", HolderAfter::Same, false, false},
    {Issued, Destroyed, "destroy", HolderAfter::Nobody, false, false},
    {Issued, Frozen, "freeze", HolderAfter::Same, false, false},
    {Spoiled, Destroyed, "destroy", HolderAfter::Nobody, false, false},
    {Spoiled, Frozen, "freeze", HolderAfter::Same, false, false},
    {Returned, Issued, "issue", HolderAfter::Recipient, false, false},
    {Returned, Destroyed, "destroy", HolderAfter::Nobody, false, false},
    {Returned, Frozen, "freeze", HolderAfter::Same, false, false},
    {Frozen, Issued, "release", HolderAfter::Same, false, false},
    {Frozen, Spoiled, "release", HolderAfter::Same, false, false},
    {Frozen, Returned, "return", HolderAfter::Actor, false, false},
    {Frozen, Destroyed, "destroy", HolderAfter::Nobody, false, false},
};

constexpr std::string_view handings[] = {
    "circulation",    "circulation-back", "loan",         "loan-back", "carry-out",
    "carry-out-back", "meeting",          "meeting-back", "hand-over", "provide"};

} // namespace

std::span<CopyMove const> copy_moves() {
    return moves;
}

std::optional<CopyMove> find_copy_move(CopyState from, CopyState to) {
    auto const* found = std::ranges::find_if(
        moves, [&](CopyMove const& move) { return move.from == from && move.to == to; });
    return found == std::end(moves) ? std::nullopt : std::optional(*found);
}

std::span<std::string_view const> handing_kinds() {
    return handings;
}

std::vector<std::string_view> movement_kinds() {
    std::vector<std::string_view> out(std::begin(handings), std::end(handings));
    for (auto const& move : moves) {
        bool const is_new = std::ranges::find(out, move.movement) == out.end();
        if (is_new && !move.movement.empty()) {
            out.push_back(move.movement);
        }
    }
    return out;
}

} // namespace imprimatur::registry
