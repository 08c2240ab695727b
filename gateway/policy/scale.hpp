/// What a rule can demand, and which of two demands is the stricter.
///
/// Promise: every kind of demand has one order from loose to strict; layering takes the stricter,
/// and a profile that is looser than the baseline is found by the same order.
#pragma once

#include <array>
#include <compare>
#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/policy/mistakes.hpp"
#include "gateway/policy/policy.hpp"

namespace imprimatur::policy {

inline constexpr std::array all_levels{Level::Ordinary, Level::Internal, Level::Confidential,
                                       Level::Secret, Level::TopSecret};
inline constexpr std::array all_actions{Action::Print,    Action::Copy,    Action::Excerpt,
                                        Action::Compile,  Action::Loan,    Action::CarryOut,
                                        Action::Transmit, Action::Provide, Action::Publish,
                                        Action::Exhibit,  Action::Destroy};
inline std::size_t place_of(Level level) {
    return static_cast<std::size_t>(level);
}
inline std::size_t place_of(Action action) {
    return static_cast<std::size_t>(action);
}

inline constexpr int longest_months = 1200; ///< stands for "any": what is that old still holds

struct Yes { ///< demanded or not
    bool value = false;
    bool operator==(Yes const&) const = default;
};
struct Least { ///< the more the stricter
    int value = 0;
    bool operator==(Least const&) const = default;
};
struct Most { ///< the fewer the stricter: hours, days, months
    int value = 0;
    bool operator==(Most const&) const = default;
};
enum class Circle { Anybody, Concerned, Inside, Named }; ///< K27
enum class Outsiders { Anybody, WithPurpose, Never };    ///< K24
struct Rooms {                                           ///< K20; where, any of these
    std::set<std::string> names;
    bool operator==(Rooms const&) const = default;
};
struct TemplateName { ///< K7, K32
    std::string name;
    std::size_t rank = 0;
    bool operator==(TemplateName const&) const = default;
};

/// One agreement that a rule asks for.
struct StepRule {
    std::set<Role> roles; ///< any of these
    std::uint32_t how_many = 1;
    bool of_issuing_department = false;
    std::string clause;
    bool operator==(StepRule const&) const = default;
};
struct Steps {
    std::vector<StepRule> list;
    std::uint32_t people() const; ///< all together
    bool operator==(Steps const&) const = default;
};

/// `a` against `b`: greater = stricter; unordered = each is stricter in something.
std::partial_ordering strictness(Yes a, Yes b);
std::partial_ordering strictness(Least a, Least b);
std::partial_ordering strictness(Most a, Most b);
std::partial_ordering strictness(Circle a, Circle b);
std::partial_ordering strictness(Outsiders a, Outsiders b);
std::partial_ordering strictness(Rooms const& a, Rooms const& b);
std::partial_ordering strictness(TemplateName const& a, TemplateName const& b);
/// Equal or greater: whoever has `a` complete has `b` complete.
std::partial_ordering strictness(Steps const& a, Steps const& b);

/// What satisfies both.
template <class T> T join(T const& a, T const& b) {
    return strictness(a, b) >= 0 ? a : b;
}
Rooms join(Rooms const& a, Rooms const& b);
Steps join(Steps const& a, Steps const& b);

/// A demand with the clauses that make it; `where` is the line of the first.
template <class T> struct Cited {
    T value{};
    std::vector<std::string> clauses;
    Place where;
};

/// Adds `more` behind `clauses`, each once, the policies' own ("P…") before laws and baseline.
void cite(std::vector<std::string>& clauses, std::vector<std::string> const& more);

/// Those of policies. Where another layer is stricter they hold as well, so they are cited behind
/// it; a law or the baseline is then only the floor.
std::vector<std::string> policies_of(std::vector<std::string> const& clauses);

template <class T>
void join_into(std::optional<Cited<T>>& into, std::optional<Cited<T>> const& from) {
    if (!from) {
        return;
    }
    if (!into) {
        into = from;
        return;
    }
    auto order = strictness(from->value, into->value);
    if (order == std::partial_ordering::greater) {
        auto satisfied = policies_of(into->clauses);
        into = from;
        cite(into->clauses, satisfied);
    } else if (order == std::partial_ordering::less) {
        cite(into->clauses, policies_of(from->clauses));
    } else {
        into->value = join(into->value, from->value);
        cite(into->clauses, from->clauses);
    }
}

} // namespace imprimatur::policy
