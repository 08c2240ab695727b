#include <algorithm>
#include <array>

#include "gateway/identity/identity.hpp"
#include "gateway/matters/kind.hpp"

namespace imprimatur::matters {

namespace {

struct Word {
    Kind kind;
    std::string_view id;
};

constexpr Word words[] = {
    {Kind::Incoming, "incoming"},
    {Kind::Circulation, "circulation"},
    {Kind::Loan, "loan"},
    {Kind::CarryOut, "carry-out"},
    {Kind::Transmission, "transmission"},
    {Kind::Provision, "provision"},
    {Kind::Publication, "publication"},
    {Kind::Return, "return"},
    {Kind::Destruction, "destruction"},
    {Kind::HandOver, "hand-over"},
    {Kind::Meeting, "meeting"},
    {Kind::Waste, "waste"},
    {Kind::Incident, "incident"},
    {Kind::Inspection, "inspection"},
};

tl::unexpected<Error> missing(std::string_view part) {
    return fail(Fault::BadInput, {"matters.part-missing", {{"part", std::string(part)}}});
}

tl::unexpected<Error> unwanted(std::string_view part) {
    return fail(Fault::BadInput, {"matters.part-unwanted", {{"part", std::string(part)}}});
}

Result<void> check_part(std::string_view name, Wants::Part wanted, bool is_given) {
    if (wanted == Wants::Part::Must && !is_given) {
        return missing(name);
    }
    if (wanted == Wants::Part::No && is_given) {
        return unwanted(name);
    }
    return {};
}

Result<void> check_details(std::span<Detail const> details, Input const& input) {
    for (auto const& given : input.details) {
        auto const& [name, value] = given;
        auto known = std::find_if(details.begin(), details.end(),
                                  [&](auto const& detail) { return detail.name == given.first; });
        if (known == details.end()) {
            return unwanted(name);
        }
        if (!known->choices.empty() && !is_among(known->choices, value)) {
            return fail(
                Fault::BadInput,
                {"matters.not-among",
                 {{"part", name}, {"value", value}, {"choices", std::string(known->choices)}}});
        }
    }
    for (auto const& detail : details) {
        auto given = input.details.find(std::string(detail.name));
        if (detail.is_needed && (given == input.details.end() || given->second.empty())) {
            return missing(detail.name);
        }
    }
    return {};
}

template <class List> bool has_twice(List list) {
    std::sort(list.begin(), list.end());
    return std::adjacent_find(list.begin(), list.end()) != list.end();
}

} // namespace

std::string_view identifier(Kind kind) {
    return words[static_cast<std::size_t>(kind)].id;
}

std::optional<Kind> find_kind(std::string_view text) {
    auto const* found = std::find_if(std::begin(words), std::end(words),
                                     [&](auto const& w) { return w.id == text; });
    return found == std::end(words) ? std::nullopt : std::optional(found->kind);
}

std::vector<Kind> all_kinds() {
    std::vector<Kind> out;
    for (auto const& rule : kind_rules()) {
        out.push_back(rule.kind);
    }
    return out;
}

std::span<KindRule const> kind_rules() {
    static std::array const rules{incoming_rule(),    circulation_rule(),  loan_rule(),
                                  carry_out_rule(),   transmission_rule(), provision_rule(),
                                  publication_rule(), return_rule(),       destruction_rule(),
                                  hand_over_rule(),   meeting_rule(),      waste_rule(),
                                  incident_rule(),    inspection_rule()};
    return rules;
}

KindRule const& rule_of(Kind kind) {
    auto rules = kind_rules();
    return *std::find_if(rules.begin(), rules.end(),
                         [&](auto const& rule) { return rule.kind == kind; });
}

ActRule const* find_act(KindRule const& rule, std::string_view what) {
    for (auto const& act : rule.acts) {
        if (act.what == what) {
            return &act;
        }
    }
    return nullptr;
}

bool is_among(std::string_view choices, std::string_view word) {
    while (!choices.empty()) {
        auto end = choices.find('|');
        if (choices.substr(0, end) == word) {
            return true;
        }
        choices = end == choices.npos ? std::string_view{} : choices.substr(end + 1);
    }
    return false;
}

Result<void> check_input(Wants const& wants, std::span<Detail const> details, Input const& input) {
    struct {
        std::string_view name;
        Wants::Part wanted;
        bool is_given;
    } const parts[] = {
        {"document", wants.document, !input.document.empty()},
        {"copies", wants.copies, !input.copies.empty()},
        {"people", wants.people, !input.people.empty()},
        {"subject", wants.subject, !input.subject.empty()},
        {"purpose", wants.purpose, !input.purpose.empty()},
        {"note", wants.note, !input.note.empty()},
        {"until", wants.until, input.until.has_value()},
        {"signatures", wants.signatures, !input.signatures.empty()},
        {"role", wants.role, input.role.has_value()},
    };
    for (auto const& part : parts) {
        auto checked = check_part(part.name, part.wanted, part.is_given);
        if (!checked) {
            return checked;
        }
    }
    if (has_twice(input.copies)) {
        return fail(Fault::BadInput, {"matters.twice", {{"part", "copies"}}});
    }
    if (has_twice(input.people)) {
        return fail(Fault::BadInput, {"matters.twice", {{"part", "people"}}});
    }
    return check_details(details, input);
}

Result<void> check_right(Who who, Desk& desk) {
    bool is_officer = desk.has_role(identity::registry_officer) ||
                      desk.has_role(identity::confidentiality_officer);
    bool is_allowed = false;
    switch (who) {
    case Who::Anyone:
    case Who::Approver: // in which role is looked at where the steps are known
        is_allowed =
            desk.find_person(desk.account) != nullptr && desk.find_person(desk.account)->is_active;
        break;
    case Who::Officer:
        is_allowed = is_officer;
        break;
    case Who::Opener:
        is_allowed = is_officer || desk.matter.opened_by == desk.account;
        break;
    case Who::Subject:
        is_allowed = is_officer || desk.matter.subject == desk.account;
        break;
    }
    if (is_allowed) {
        return {};
    }
    auto duty = desk.find_duty("K20", "distribution");
    if (who == Who::Officer && duty) { // by designated people only (P5.9)
        return desk.refuse("matters.not-designated", {{"account", desk.account}}, {duty->clause});
    }
    return fail(Fault::Denied, {"matters.not-allowed", {{"account", desk.account}}});
}

} // namespace imprimatur::matters
