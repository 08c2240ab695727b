#include "gateway/matters/desk.hpp"

#include <algorithm>

#include "gateway/identity/identity.hpp"
#include "gateway/matters/kind.hpp"
#include "gateway/print/facts.hpp"

namespace imprimatur::matters {

Desk::Desk(print::Parts const& given, registry::Transaction& open, std::string who)
    : parts(given), transaction(open), account(std::move(who)), now(given.clock.now()),
      policy(given.policies.current()) {}

tl::unexpected<Error> Desk::refuse(std::string const& id, std::map<std::string, std::string> values,
                                   std::vector<std::string> clauses_broken) {
    refused_by_ = std::move(clauses_broken);
    values.emplace("clause", policy::cited(refused_by_));
    return fail(Fault::Denied, {id, std::move(values)}, "refused by " + policy::cited(refused_by_));
}

bool Desk::is_about(policy::Policy::Duty const& duty, std::string const& capability,
                    std::string const& note) const {
    return duty.capability == capability && (note.empty() || duty.note == note) &&
           (duty.levels.empty() || !document || duty.levels.contains(document->level));
}

std::optional<policy::Policy::Duty> Desk::find_duty(std::string const& capability,
                                                    std::string const& note) const {
    for (auto const& duty : policy.duties()) {
        if (is_about(duty, capability, note)) {
            return duty;
        }
    }
    return std::nullopt;
}

std::vector<std::string> Desk::clauses_of(std::string const& capability,
                                          std::string const& note) const {
    std::vector<std::string> out;
    for (auto const& duty : policy.duties()) {
        bool is_new = std::find(out.begin(), out.end(), duty.clause) == out.end();
        if (is_new && is_about(duty, capability, note)) {
            out.push_back(duty.clause);
        }
    }
    if (out.empty()) {
        return note.empty() ? std::vector{capability} : clauses_of(capability);
    }
    return out;
}

void Desk::cite(std::vector<std::string> const& several) {
    for (auto const& clause : several) {
        cite(clause);
    }
}

void Desk::cite(std::string const& clause) {
    if (std::find(clauses.begin(), clauses.end(), clause) == clauses.end()) {
        clauses.push_back(clause);
    }
}

std::string Desk::account_of(std::string const& name) const {
    auto const* person = identity::find_meant(people, name);
    return person == nullptr ? name : person->account;
}

registry::Person const* Desk::find_person(std::string const& who) const {
    auto found = std::find_if(people.begin(), people.end(),
                              [&](auto const& person) { return person.account == who; });
    return found == people.end() ? nullptr : &*found;
}

std::string Desk::name_of(std::string const& who) const {
    auto const* person = find_person(who);
    return person == nullptr || person->full_name.empty() ? who : person->full_name;
}

bool Desk::has_role(std::string_view role) const {
    auto const* person = find_person(account);
    return person != nullptr && person->is_active && person->roles.contains(policy::Role(role));
}

Result<registry::Copy> Desk::copy_in_use(Serial serial) {
    auto copy = transaction.find_copy(serial);
    if (!copy) {
        return pass_on(copy);
    }
    if (!*copy) {
        return fail(Fault::NotFound, {"matters.copy-unknown", {{"serial", serial.text()}}});
    }
    using enum registry::CopyState;
    auto state = (*copy)->state;
    if (state == Destroyed) {
        return refuse("matters.copy-destroyed", {{"serial", serial.text()}}, clauses_of("K16"));
    }
    if (state == Reserved || state == Delivering || state == Void) {
        return fail(Fault::Conflict, {"matters.copy-not-on-paper", {{"serial", serial.text()}}});
    }
    return **copy;
}

Result<void> Desk::check_free(Serial serial, std::string_view kinds) {
    auto matters = transaction.matters_of_copy(serial);
    if (!matters) {
        return pass_on(matters);
    }
    for (auto const& other : *matters) {
        if (!other.closed_at && other.id != matter.id && is_among(kinds, other.kind)) {
            return fail(Fault::Conflict,
                        {"matters.copy-busy",
                         {{"serial", serial.text()}, {"matter", std::to_string(other.id)}}});
        }
    }
    return {};
}

Result<void> Desk::hand(Serial serial, std::string const& to, std::string const& movement,
                        std::string const& signed_name) {
    auto handed = transaction.hand_copy(serial, {to, movement, act.note, matter.id, signed_name},
                                        {"copy." + movement,
                                         "copy:" + serial.text(),
                                         clauses,
                                         {{"to", to}, {"matter", std::to_string(matter.id)}}});
    return handed ? Result<void>() : pass_on(handed);
}

Result<void> Desk::move(Serial serial, registry::CopyState to) {
    auto copy = transaction.find_copy(serial);
    if (!copy) {
        return pass_on(copy);
    }
    auto change = *copy ? registry::find_copy_move((*copy)->state, to) : std::nullopt;
    auto moved = transaction.move_copy(
        serial, to, act.note,
        {"copy." + (change ? std::string(change->movement) : std::string("moved")),
         "copy:" + serial.text(),
         clauses,
         {{"matter", std::to_string(matter.id)}}});
    return moved ? Result<void>() : pass_on(moved);
}

Result<registry::Document> Desk::document_of(std::vector<Serial> const& copies,
                                             bool may_be_several) {
    std::optional<registry::Document> out;
    for (auto const& serial : copies) {
        auto copy = copy_in_use(serial);
        if (!copy) {
            return pass_on(copy);
        }
        if (out && out->id == copy->document) {
            continue;
        }
        if (out && !may_be_several) {
            return fail(Fault::BadInput, {"matters.several-documents", {}});
        }
        auto found = transaction.document(copy->document);
        if (!found) {
            return found;
        }
        if (!out || found->level > out->level) {
            out = *found;
        }
    }
    if (!out) {
        return fail(Fault::BadInput, {"matters.part-missing", {{"part", "copies"}}});
    }
    return *out;
}

std::string Desk::signed_name(Input const& input, std::string const& who) const {
    for (auto const& signature : input.signatures) {
        if (signature.account == who) {
            return signature.full_name;
        }
    }
    return {};
}

Result<std::string> Desk::want_signature(Input const& input, std::string const& who,
                                         std::vector<std::string> const& wanted_by) {
    auto name = signed_name(input, who);
    if (name.empty()) {
        return refuse("matters.not-signed", {{"person", name_of(who)}}, wanted_by);
    }
    cite(wanted_by);
    return name;
}

registry::Item* Desk::find_item(Serial serial) {
    auto found = std::find_if(items.begin(), items.end(),
                              [&](auto const& item) { return item.serial == serial; });
    return found == items.end() ? nullptr : &*found;
}

registry::Item* Desk::find_item(std::string const& person) {
    auto found = std::find_if(items.begin(), items.end(),
                              [&](auto const& item) { return item.person == person; });
    return found == items.end() ? nullptr : &*found;
}

policy::Action Desk::action() const {
    auto manner = matter.details.find("manner"); // a show is not a publication (P10.20)
    return manner != matter.details.end() && manner->second == "exhibition"
               ? policy::Action::Exhibit
               : *rule_of(*find_kind(matter.kind)).action;
}

Result<policy::Decision> Desk::decide() {
    print::Case about;
    about.action = action();
    about.document = *document;
    about.account = matter.opened_by;
    about.count = std::max<std::uint32_t>(1, static_cast<std::uint32_t>(items.size()));
    if (!matter.subject.empty() && about.action != policy::Action::Transmit) {
        about.recipients.assign(about.count, matter.subject); // an organisation reads nothing
    }
    about.purpose = matter.purpose;
    auto facts = print::facts_of(transaction, about, people, today());
    if (!facts) {
        return pass_on(facts);
    }
    if (about.action == policy::Action::Provide && find_person(matter.subject) == nullptr) {
        for (auto& outsider : facts->recipients) {
            outsider.outsider_purpose = matter.purpose; // what is asked for is just this (K24, K34)
        }
    }
    auto abroad = matter.details.find("abroad");
    facts->is_abroad = abroad != matter.details.end() && abroad->second == "yes";
    for (auto const& said : past) {
        if (said.what != "agree") {
            continue;
        }
        auto const* person = find_person(said.by);
        facts->approvals.push_back(
            {static_cast<std::size_t>(std::stoul(said.details.at("step"))), said.role, said.by,
             person != nullptr && person->is_active && person->roles.contains(said.role),
             person == nullptr ? "" : person->department});
    }
    return policy.decide(*facts);
}

void Desk::close(std::string const& state) {
    matter.state = state;
    matter.closed_at = now;
    matter.due_at.reset();
    for (auto& item : items) {
        item.due_at.reset();
    }
}

} // namespace imprimatur::matters
