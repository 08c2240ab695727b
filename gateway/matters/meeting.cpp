// Meetings 会议 (K35; P7.会议1–9, P11, P14.14): precautions beforehand, a closed list of
// participants that is agreed to, copies numbered to them, handed out against signature, collected
// and checked afterwards.

#include <algorithm>

#include "gateway/matters/kind.hpp"
#include "gateway/print/facts.hpp"

namespace imprimatur::matters {

namespace {

using enum Wants::Part;

constexpr std::string_view away = "circulation|loan|carry-out|meeting";

Result<std::vector<registry::Copy>> numbered_copies(Desk& desk, Input const& input) {
    std::vector<registry::Copy> out;
    for (auto const& serial : input.copies) {
        auto copy = desk.copy_in_use(serial);
        auto free = copy ? desk.check_free(serial, away) : pass_on(copy);
        if (!free) {
            return pass_on(free);
        }
        out.push_back(*copy);
    }
    std::stable_sort(out.begin(), out.end(), [](auto const& a, auto const& b) {
        return a.number.value_or(CopyNumber{0}) < b.number.value_or(CopyNumber{0});
    });
    return out;
}

void cite_duty(Desk& desk, std::string const& note) {
    if (desk.find_duty("K35", note)) {
        desk.cite(desk.clauses_of("K35", note));
    }
}

Result<void> open(Desk& desk, Input const& input) {
    if (input.copies.size() != input.people.size()) {
        return fail(Fault::BadInput, {"matters.one-copy-each",
                                      {{"copies", std::to_string(input.copies.size())},
                                       {"people", std::to_string(input.people.size())}}});
    }
    auto copies = numbered_copies(desk, input);
    if (!copies) {
        return pass_on(copies);
    }
    if (*input.until < desk.today()) {
        return fail(Fault::BadInput, {"matters.until-past", {{"until", to_text(*input.until)}}});
    }
    if (desk.find_duty("K35", "no-notes") && !input.details.contains("notes")) {
        return fail(Fault::BadInput, {"matters.part-missing", {{"part", "notes"}}});
    }
    desk.matter.details["until"] = to_text(*input.until);
    for (std::size_t i = 0; i < copies->size(); ++i) {
        desk.items.push_back({desk.matter.id, copies->at(i).serial,
                              desk.account_of(input.people[i]), "listed", std::nullopt,
                              copies->at(i).holder}); // whom it goes back to
    }
    desk.cite(desk.clauses_of("K35", "numbered-series"));
    cite_duty(desk, "no-notes");
    return {};
}

/// How the room was found fit, and what the participants were told (P7.会议1, 会议2).
Result<void> prepare(Desk& desk, Input const&) {
    desk.matter.details["prepared"] = to_text(desk.today());
    cite_duty(desk, "fit-place");
    cite_duty(desk, "instruction");
    return {};
}

bool is_leader(Desk const& desk) {
    auto roles = desk.policy.roles();
    return std::any_of(roles.begin(), roles.end(), [&](auto const& role) {
        return role.kind == "approver" && desk.has_role(role.id);
    });
}

/// The list of those who attend is agreed to by a leader who did not write it (P7.会议4).
Result<void> approve_list(Desk& desk, Input const&) {
    if (!is_leader(desk) || desk.account == desk.matter.opened_by) {
        return desk.refuse("matters.list-not-yours", {}, desk.clauses_of("K35", "list-approved"));
    }
    desk.matter.details["list_approved_by"] = desk.account;
    cite_duty(desk, "list-approved");
    return {};
}

/// Where the rules want it, nothing is handed out before the precautions and the word on the list.
Result<void> check_prepared(Desk& desk) {
    auto const& details = desk.matter.details;
    if (desk.find_duty("K35", "list-approved") && !details.contains("list_approved_by")) {
        return desk.refuse("matters.list-not-approved", {},
                           desk.clauses_of("K35", "list-approved"));
    }
    for (auto const* note : {"instruction", "fit-place"}) {
        if (desk.find_duty("K35", note) && !details.contains("prepared")) {
            return desk.refuse("matters.not-prepared", {}, desk.clauses_of("K35", note));
        }
    }
    return {};
}

Result<registry::Item*> line_of(Desk& desk, Input const& input, std::string_view state) {
    auto person = desk.account_of(input.subject);
    auto* item = desk.find_item(person);
    if (item == nullptr) {
        return desk.refuse("matters.not-a-participant", {{"person", desk.name_of(person)}},
                           desk.clauses_of("K35", "within-scope"));
    }
    if (item->state != state) {
        return fail(Fault::Conflict, {"matters.line-not-so",
                                      {{"person", desk.name_of(person)}, {"state", item->state}}});
    }
    return item;
}

Result<void> hand(Desk& desk, Input const& input) {
    auto item = line_of(desk, input, "listed");
    auto ready = item ? check_prepared(desk) : pass_on(item);
    auto name = ready ? desk.want_signature(input, (*item)->person, desk.clauses_of("K11"))
                      : pass_on(ready);
    if (!name) {
        return pass_on(name);
    }
    cite_duty(desk, "no-disclosure"); // who signs undertakes it (P7.会议8)
    auto handed = desk.hand(*(*item)->serial, (*item)->person, "meeting", *name);
    (*item)->state = "out";
    (*item)->due_at = print::end_of_day(*find_date(desk.matter.details.at("until")));
    desk.matter.due_at = (*item)->due_at;
    return handed;
}

Result<void> collect(Desk& desk, Input const& input) {
    auto item = line_of(desk, input, "out");
    auto copy = item ? desk.copy_in_use(*(*item)->serial) : pass_on(item);
    if (!copy) {
        return pass_on(copy);
    }
    if (copy->holder != (*item)->person) {
        return desk.refuse("matters.not-the-holder",
                           {{"serial", copy->serial.text()},
                            {"person", desk.name_of((*item)->person)},
                            {"holder", desk.name_of(copy->holder)}},
                           desk.clauses_of("K35"));
    }
    auto handed = desk.hand(copy->serial, (*item)->note, "meeting-back");
    (*item)->state = "back";
    (*item)->due_at.reset();
    return handed;
}

/// Collected and checked (P7.会议9): nothing is still out.
Result<void> check(Desk& desk, Input const&) {
    for (auto const& item : desk.items) {
        if (item.state == "out") {
            return desk.refuse("matters.not-collected", {{"person", desk.name_of(item.person)}},
                               desk.clauses_of("K35", "check-afterwards"));
        }
    }
    desk.close("checked");
    return {};
}

constexpr Detail details[] = {{"room", true}, {"notes", false, "allowed|forbidden"}};
constexpr Detail precautions[] = {{"room_check", true}, {"instruction", true}};

constexpr ActRule acts[] = {
    {"prepare", "open", Who::Officer, {}, prepare, precautions},
    {"approve-list", "open", Who::Approver, {}, approve_list},
    {"hand", "open", Who::Officer, {.subject = Must, .signatures = Must}, hand},
    {"collect", "open", Who::Officer, {.subject = Must, .signatures = May}, collect},
    {"check", "open", Who::Officer, {.signatures = May}, check},
};

} // namespace

KindRule meeting_rule() {
    return {Kind::Meeting, "meeting",
            "K35",         std::nullopt,
            Who::Officer,  {.copies = Must, .people = Must, .purpose = Must, .until = Must},
            open,          acts,
            details};
}

} // namespace imprimatur::matters
