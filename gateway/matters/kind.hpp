/// The table of kinds: what a matter of a kind wants, allows and does. For the files of this room.
#pragma once

#include <span>

#include "gateway/matters/desk.hpp"

namespace imprimatur::matters {

/// Who may do it; Officer: registry or confidentiality officer.
enum class Who { Anyone, Officer, Approver, Opener, Subject };

/// One of the details of an opening or an act.
struct Detail {
    std::string_view name;
    bool is_needed = false;
    std::string_view choices{}; ///< "shred|burn|pulp"; empty: any text
};

/// What beside the details may or must come along.
struct Wants {
    enum class Part { No, May, Must };
    Part document = Part::No;
    Part copies = Part::No;
    Part people = Part::No;
    Part subject = Part::No;
    Part purpose = Part::No;
    Part note = Part::May;
    Part until = Part::No;
    Part signatures = Part::No;
    Part role = Part::No;
};

struct ActRule {
    std::string_view what; ///< "out"
    std::string_view from; ///< states that allow it: "agreed|out"
    Who who = Who::Officer;
    Wants wants{};
    Result<void> (*run)(Desk&, Input const&) = nullptr;
    std::span<Detail const> details{};
};

struct KindRule {
    Kind kind;
    std::string_view id;                  ///< "carry-out"
    std::string_view capability;          ///< "K33"
    std::optional<policy::Action> action; ///< whose agreements it needs
    Who who = Who::Officer;               ///< may open one
    Wants wants{};
    Result<void> (*open)(Desk&, Input const&) = nullptr;
    std::span<ActRule const> acts{};
    std::span<Detail const> details{};
    bool is_of_one_document = true; ///< else the one with the highest level speaks for all
};

/// Every kind once, in the order of Kind.
std::span<KindRule const> kind_rules();
KindRule const& rule_of(Kind kind);
ActRule const* find_act(KindRule const& rule, std::string_view what);
/// "a|b" holds "b".
bool is_among(std::string_view choices, std::string_view word);

/// @error BadInput something is missing, not wanted, or not among its choices.
Result<void> check_input(Wants const& wants, std::span<Detail const> details, Input const& input);
/// @error Denied recorded by the caller.
Result<void> check_right(Who who, Desk& desk);

// From the files of the kinds.
KindRule incoming_rule();
KindRule circulation_rule();
KindRule loan_rule();
KindRule carry_out_rule();
KindRule transmission_rule();
KindRule provision_rule();
KindRule publication_rule();
KindRule return_rule();
KindRule destruction_rule();
KindRule hand_over_rule();
KindRule meeting_rule();
KindRule waste_rule();
KindRule incident_rule();
KindRule inspection_rule();

// The acts that all kinds with agreements share: "agree", "decline", "withdraw".
Result<void> agree(Desk& desk, Input const& input);
Result<void> decline(Desk& desk, Input const& input);
Result<void> withdraw(Desk& desk, Input const& input);
/// Asks the rules: the matter is then "waiting" or "agreed". @error Denied they refuse.
Result<void> seek_agreement(Desk& desk);

} // namespace imprimatur::matters
