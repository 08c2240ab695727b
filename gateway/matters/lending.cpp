// Loans 借阅 (K14) and carrying out 外带 (K33): a copy leaves its keeper with an agreement and a
// way back, and comes back from the one who took it.

#include <algorithm>

#include "gateway/matters/kind.hpp"
#include "gateway/print/facts.hpp"

namespace imprimatur::matters {

namespace {

using enum Wants::Part;

/// The kinds in which a copy is out of its keeper's hands: one at a time.
constexpr std::string_view away = "circulation|loan|carry-out";

/// A loan is never longer than the rules say (K14: P1.3.4.5 the same day; P7.5 as agreed).
std::optional<Instant> end_by_rules(Desk& desk, policy::Decision const& decision) {
    if (!decision.obligations.loan_days ||
        *rule_of(*find_kind(desk.matter.kind)).action != policy::Action::Loan) {
        return std::nullopt;
    }
    auto last = Date{std::chrono::sys_days{desk.today()} +
                     std::chrono::days{*decision.obligations.loan_days}};
    return print::end_of_day(last);
}

Result<void> open(Desk& desk, Input const& input) {
    for (auto const& serial : input.copies) {
        auto copy = desk.copy_in_use(serial);
        auto free = copy ? desk.check_free(serial, away) : pass_on(copy);
        if (!free) {
            return free;
        }
        if (copy->state != registry::CopyState::Issued &&
            copy->state != registry::CopyState::Returned) {
            return fail(Fault::Conflict, {"matters.copy-not-lent", {{"serial", serial.text()}}});
        }
        desk.items.push_back({desk.matter.id, serial, copy->holder, "here", std::nullopt, {}});
    }
    if (*input.until < desk.today()) {
        return fail(Fault::BadInput, {"matters.until-past", {{"until", to_text(*input.until)}}});
    }
    desk.matter.details["until"] = to_text(*input.until);
    return seek_agreement(desk);
}

/// Looked at again: what was agreed yesterday may be refused today (an incident, a level raised).
Result<void> out(Desk& desk, Input const& input) {
    auto decision = desk.decide();
    if (!decision) {
        return pass_on(decision);
    }
    if (decision->verdict != policy::Verdict::Allow) {
        return desk.refuse("matters.agreement-lapsed", {}, decision->clauses);
    }
    auto due = print::end_of_day(*find_date(desk.matter.details.at("until")));
    if (auto latest = end_by_rules(desk, *decision)) {
        due = std::min(due, *latest);
    }
    if (due <= desk.now) {
        return desk.refuse(
            "matters.until-over", {{"until", desk.matter.details.at("until")}},
            desk.clauses_of(std::string(rule_of(*find_kind(desk.matter.kind)).capability)));
    }
    auto name = desk.want_signature(input, desk.matter.subject, desk.clauses_of("K11"));
    if (!name) {
        return pass_on(name);
    }
    for (auto& item : desk.items) {
        auto copy = desk.copy_in_use(*item.serial);
        if (!copy) {
            return pass_on(copy);
        }
        item.person = copy->holder; // whom it goes back to
        auto handed = desk.hand(*item.serial, desk.matter.subject, desk.matter.kind, *name);
        if (!handed) {
            return handed;
        }
        item.state = "out";
        item.due_at = due;
    }
    desk.matter.state = "out";
    desk.matter.due_at = due;
    return {};
}

Result<void> back_one(Desk& desk, Serial serial, Input const& input) {
    auto* item = desk.find_item(serial);
    if (item == nullptr || item->state != "out") {
        return fail(Fault::Conflict, {"matters.not-out", {{"serial", serial.text()}}});
    }
    auto copy = desk.copy_in_use(serial);
    if (!copy) {
        return pass_on(copy);
    }
    auto from = input.subject.empty() ? desk.matter.subject : desk.account_of(input.subject);
    if (copy->holder != from) {
        return desk.refuse("matters.not-the-holder",
                           {{"serial", serial.text()},
                            {"person", desk.name_of(from)},
                            {"holder", desk.name_of(copy->holder)}},
                           desk.clauses_of("K14"));
    }
    auto handed = desk.hand(serial, item->person, desk.matter.kind + "-back",
                            desk.signed_name(input, desk.account));
    item->state = "back";
    item->due_at.reset();
    return handed;
}

Result<void> back(Desk& desk, Input const& input) {
    auto copies = input.copies;
    if (copies.empty()) {
        for (auto const& item : desk.items) {
            if (item.state == "out") {
                copies.push_back(*item.serial);
            }
        }
    }
    for (auto const& serial : copies) {
        auto came = back_one(desk, serial, input);
        if (!came) {
            return came;
        }
    }
    bool is_all = std::all_of(desk.items.begin(), desk.items.end(),
                              [](auto const& item) { return item.state == "back"; });
    if (is_all) {
        desk.close("back");
    }
    return {};
}

constexpr Wants asked{.copies = Must, .subject = Must, .purpose = Must, .until = Must};
constexpr Detail place[] = {{"destination", true}};

constexpr ActRule acts[] = {
    {"agree", "waiting", Who::Approver, {.role = May}, agree},
    {"decline", "waiting", Who::Approver, {.note = Must, .role = May}, decline},
    {"withdraw", "waiting|agreed", Who::Opener, {}, withdraw},
    {"out", "agreed", Who::Officer, {.signatures = Must}, out},
    {"back", "out", Who::Officer, {.copies = May, .subject = May, .signatures = May}, back},
};

} // namespace

KindRule loan_rule() {
    return {Kind::Loan, "loan", "K14", policy::Action::Loan, Who::Anyone, asked, open, acts, {}};
}

KindRule carry_out_rule() {
    return {Kind::CarryOut, "carry-out", "K33", policy::Action::CarryOut, Who::Anyone, asked,
            open,           acts,        place};
}

} // namespace imprimatur::matters
