/// One profile file, read: every rule with its clause and its line, and the book that layers make.
#pragma once

#include <array>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "gateway/policy/demands.hpp"
#include "gateway/policy/vocabulary.hpp"

namespace imprimatur::policy {

/// How long a level lasts (K3), in months.
struct Periods {
    int longest = 0;
    int usual = 0; ///< where the person states none
    bool operator==(Periods const&) const = default;
};

struct Profile {
    std::string name;                               ///< "P7"
    DemandTable demands;                            ///< of every document
    std::map<std::string, DemandTable> of_category; ///< what comes to that for one kind of content
    std::array<std::optional<Cited<Periods>>, all_levels.size()> periods;
    std::array<std::optional<Cited<Steps>>, all_levels.size()> setters; ///< K1
    std::map<std::string, Cited<Level>> categories;                     ///< K2
    std::optional<Cited<Level>> unregistered;
    std::optional<Cited<Level>> declassified;
    std::vector<Policy::Duty> duties;
    /// promises of the house → the clause that says so
    std::map<std::string, std::string> constants;

    /// The whole table for a category, or the general one.
    DemandTable const& table(std::string const& category) const;
};

/// Reads a profile. What is wrong is noted in `mistakes`; the profile is then not to be used.
Profile read_profile(RulesFile const& file, std::string const& name, Vocabulary const& vocabulary,
                     Mistakes& mistakes);

/// The names of the mark templates, least strict first, that a baseline file declares.
std::vector<std::string> read_template_order(RulesFile const& baseline, Mistakes& mistakes);

/// Notes where `profile` is looser than `baseline`, or asks fewer people of a higher level.
void check_profile(Profile const& profile, Profile const& baseline, Mistakes& mistakes);

/// `upper` over `lower`: the stricter of each.
Profile layer(Profile const& lower, Profile const& upper);

/// Ends the layering: completes the table of each category by the general one, and sees to it that
/// a level never needs fewer people than the one below it; what the higher one lacks it takes from
/// the lower.
void complete(Profile& profile);

} // namespace imprimatur::policy
