#include "gateway/print/facts.hpp"

#include <algorithm>

#include "gateway/identity/identity.hpp"

namespace imprimatur::print {

namespace {

policy::PersonFacts person_facts(std::vector<registry::Person> const& people,
                                 std::string const& name) {
    auto const* person = identity::find_meant(people, name);
    return person == nullptr ? identity::facts_of_unknown(name) : identity::facts_of(*person);
}

policy::ApprovalFacts approval_facts(std::vector<registry::Person> const& people,
                                     registry::Approval const& approval) {
    policy::ApprovalFacts facts{approval.step, approval.role, approval.account, false, {}};
    for (auto const& person : people) {
        if (person.account == approval.account) {
            facts.is_active = person.is_active && person.roles.contains(approval.role);
            facts.department = person.department;
        }
    }
    return facts;
}

std::string trimmed(std::string const& text) {
    auto from = text.find_first_not_of(" \t");
    if (from == text.npos) {
        return {};
    }
    return text.substr(from, text.find_last_not_of(" \t") - from + 1);
}

} // namespace

Instant end_of_day(Date date) {
    return start_of_day(Date{std::chrono::sys_days{date} + std::chrono::days{1}});
}

bool is_declassified(registry::Document const& document, Date today) {
    if (document.state == registry::DocumentState::Declassified) {
        return true;
    }
    if (!is_classified(document.level) || !document.period || !document.issued) {
        return false;
    }
    auto day = declassification_date(*document.period, *document.issued);
    return day && *day <= today;
}

policy::DocumentFacts facts_of(registry::Document const& document, Date today) {
    policy::DocumentFacts facts;
    facts.number = document.number;
    facts.level = document.level;
    facts.period = document.period;
    facts.issued = document.issued;
    facts.category = document.category;
    facts.department = document.department;
    facts.scope = document.scope;
    facts.is_frozen = document.state == registry::DocumentState::Frozen;
    facts.is_declassified = is_declassified(document, today);
    facts.is_level_proposed = document.is_level_proposed;
    return facts;
}

Result<policy::Facts> facts_of(registry::Transaction& transaction, Case const& about, Date today) {
    auto people = transaction.people();
    return people ? facts_of(transaction, about, *people, today) : pass_on(people);
}

Result<policy::Facts> facts_of(registry::Transaction& transaction, Case const& about,
                               std::vector<registry::Person> const& people, Date today) {
    policy::Facts facts;
    facts.action = about.action;
    facts.document = facts_of(about.document, today);
    if (!about.is_registered) {
        facts.document.number.clear();
    }
    auto person = std::find_if(people.begin(), people.end(),
                               [&](auto const& one) { return one.account == about.account; });
    facts.person = person == people.end() ? identity::facts_of_unknown(about.account)
                                          : identity::facts_of(*person);
    facts.count = about.count;
    for (auto const& name : about.recipients) {
        facts.recipients.push_back(person_facts(people, name));
    }
    facts.purpose = about.purpose;
    facts.place = about.place;
    facts.today = today;
    if (about.request) {
        auto approvals = transaction.approvals(*about.request);
        if (!approvals) {
            return pass_on(approvals);
        }
        for (auto const& approval : *approvals) {
            if (approval.verdict == registry::ApprovalVerdict::Agree) {
                facts.approvals.push_back(approval_facts(people, approval));
            }
        }
    }
    return facts;
}

std::vector<std::string> as_accounts(std::vector<registry::Person> const& people,
                                     std::vector<std::string> names) {
    for (auto& name : names) {
        if (auto const* person = identity::find_meant(people, name)) {
            name = person->account;
        }
    }
    return names;
}

std::vector<std::string> split_names(std::string const& text) {
    std::vector<std::string> names(1);
    for (std::size_t i = 0; i < text.size();) {
        bool is_wide = text.compare(i, 3, "，") == 0 || text.compare(i, 3, "、") == 0 ||
                       text.compare(i, 3, "；") == 0;
        if (is_wide || text[i] == ',' || text[i] == ';') {
            names.emplace_back();
            i += is_wide ? 3 : 1;
        } else {
            names.back() += text[i++];
        }
    }
    std::vector<std::string> out;
    for (auto const& name : names) {
        if (auto clean = trimmed(name); !clean.empty()) {
            out.push_back(clean);
        }
    }
    return out;
}

} // namespace imprimatur::print
