// Circulation 传阅 (K13; P7.4, P7.传阅1–7): one copy goes straight from the officer to a reader and
// back, never from reader to reader.

#include <algorithm>

#include "gateway/identity/identity.hpp"
#include "gateway/matters/kind.hpp"
#include "gateway/print/facts.hpp"

namespace imprimatur::matters {

namespace {

using enum Wants::Part;

constexpr std::string_view capability = "K13";
constexpr std::string_view away = "circulation|loan|carry-out|meeting";
constexpr int usual_hours = 48; ///< two days at most (P7.传阅3)

Result<void> open(Desk& desk, Input const& input) {
    if (input.copies.size() != 1) {
        return fail(Fault::BadInput, {"matters.one-copy", {}});
    }
    auto serial = input.copies.front();
    auto copy = desk.copy_in_use(serial);
    auto free = copy ? desk.check_free(serial, away) : pass_on(copy);
    if (!free) {
        return free;
    }
    desk.matter.details["keeper"] = copy->holder;
    for (auto const& name : input.people) {
        desk.items.push_back(
            {desk.matter.id, serial, desk.account_of(name), "listed", std::nullopt, {}});
    }
    desk.cite(desk.clauses_of("K13", "straight-out-and-back"));
    return {};
}

/// The reader's line, if it is their turn. @error Denied not on the list; BadInput out of turn
/// without a word why.
Result<registry::Item*> line_of(Desk& desk, Input const& input) {
    auto reader = desk.account_of(input.subject);
    auto* item = desk.find_item(reader);
    if (item == nullptr) {
        return desk.refuse("matters.not-a-reader", {{"person", desk.name_of(reader)}},
                           desk.clauses_of("K27"));
    }
    if (item->state != "listed") {
        return fail(Fault::Conflict, {"matters.has-read", {{"person", desk.name_of(reader)}}});
    }
    for (auto const& before : desk.items) {
        if (&before == item) {
            break;
        }
        if (before.state == "listed" && input.note.empty()) {
            return fail(Fault::BadInput, {"matters.out-of-turn",
                                          {{"person", desk.name_of(reader)},
                                           {"before", desk.name_of(before.person)}}});
        }
    }
    return item;
}

/// Within the circle of readers (K27): the rules of lending say who may have it, whoever agreed.
Result<void> check_circle(Desk& desk, std::string const& reader) {
    print::Case about;
    about.action = policy::Action::Loan;
    about.document = *desk.document;
    about.account = desk.matter.opened_by;
    about.recipients = {reader};
    about.purpose = desk.matter.purpose;
    auto facts = print::facts_of(desk.transaction, about, desk.people, desk.today());
    if (!facts) {
        return pass_on(facts);
    }
    auto decision = desk.policy.decide(*facts);
    if (decision.verdict == policy::Verdict::Refuse) {
        return desk.refuse(decision.sentence.id, decision.sentence.values, decision.clauses);
    }
    return {};
}

/// The copy lies with its keeper: nobody passes it on (P7.传阅1).
Result<void> check_at_home(Desk& desk, Serial serial) {
    auto copy = desk.copy_in_use(serial);
    if (!copy) {
        return pass_on(copy);
    }
    if (copy->holder != desk.matter.details.at("keeper")) {
        return desk.refuse("matters.lateral",
                           {{"serial", serial.text()}, {"holder", desk.name_of(copy->holder)}},
                           desk.clauses_of("K13", "no-lateral-passing"));
    }
    return {};
}

Instant due_after(Desk const& desk) {
    auto urgent = desk.matter.details.find("urgent");
    if (urgent != desk.matter.details.end() && urgent->second == "yes") {
        return print::end_of_day(desk.today());
    }
    auto duty = desk.find_duty("K13", "circulation");
    return desk.now + std::chrono::hours(duty && duty->hours ? *duty->hours : usual_hours);
}

Result<registry::Item*> ready(Desk& desk, Input const& input) {
    auto item = line_of(desk, input);
    auto home = item ? check_at_home(desk, *(*item)->serial) : pass_on(item);
    auto circle = home ? check_circle(desk, (*item)->person) : home;
    auto name = circle ? desk.want_signature(input, (*item)->person,
                                             desk.clauses_of("K13", "full-name-signed"))
                       : pass_on(circle);
    return name ? item : pass_on(name);
}

void end_when_read(Desk& desk) {
    bool is_all = std::all_of(desk.items.begin(), desk.items.end(),
                              [](auto const& item) { return item.state == "read"; });
    if (is_all) {
        desk.close("read");
    }
}

Result<void> out(Desk& desk, Input const& input) {
    if (desk.document->level == Level::TopSecret) {
        return desk.refuse("matters.read-on-the-spot", {},
                           desk.clauses_of("K13", "officer-present"));
    }
    auto item = ready(desk, input);
    if (!item) {
        return pass_on(item);
    }
    auto handed = desk.hand(*(*item)->serial, (*item)->person, "circulation",
                            desk.signed_name(input, (*item)->person));
    (*item)->state = "out";
    (*item)->due_at = due_after(desk);
    return handed;
}

Result<void> back(Desk& desk, Input const& input) {
    auto reader = desk.account_of(input.subject);
    auto* item = desk.find_item(reader);
    if (item == nullptr || item->state != "out") {
        return desk.refuse("matters.lateral-back", {{"person", desk.name_of(reader)}},
                           desk.clauses_of("K13", "no-lateral-passing"));
    }
    auto condition = input.details.find("condition");
    bool is_whole = condition == input.details.end() || condition->second == "whole";
    if (!is_whole && input.note.empty()) {
        return fail(Fault::BadInput, {"matters.condition-needs-a-word", {}});
    }
    if (desk.find_duty("K13", "kept-whole")) { // P7.传阅6
        desk.cite(desk.clauses_of("K13", "kept-whole"));
    }
    auto handed = desk.hand(*item->serial, desk.matter.details.at("keeper"), "circulation-back");
    item->state = "read";
    item->note = is_whole ? item->note : condition->second + ": " + input.note;
    item->due_at.reset();
    end_when_read(desk);
    return handed;
}

/// Read at once before the officer's eyes; the copy changes no hands (绝密: P7.4).
Result<void> read(Desk& desk, Input const& input) {
    if (desk.document->level == Level::TopSecret &&
        !desk.has_role(identity::confidentiality_officer)) {
        return desk.refuse("matters.officer-absent", {}, desk.clauses_of("K13", "officer-present"));
    }
    auto item = ready(desk, input);
    if (!item) {
        return pass_on(item);
    }
    desk.cite(desk.clauses_of("K13", "officer-present"));
    (*item)->state = "read";
    end_when_read(desk);
    return {};
}

Result<void> finish(Desk& desk, Input const&) {
    for (auto const& item : desk.items) {
        if (item.state == "out") {
            return fail(Fault::Conflict,
                        {"matters.still-out", {{"person", desk.name_of(item.person)}}});
        }
    }
    desk.close("ended");
    return {};
}

constexpr Detail details[] = {{"urgent", false, "yes|no"}};
constexpr Detail returned[] = {{"condition", false, "whole|damaged|incomplete"}};
constexpr Wants reader{.subject = Must, .signatures = Must};

constexpr ActRule acts[] = {
    {"out", "open", Who::Officer, reader, out},
    {"back", "open", Who::Officer, {.subject = Must, .signatures = May}, back, returned},
    {"read", "open", Who::Officer, reader, read},
    {"close", "open", Who::Officer, {.note = Must}, finish},
};

} // namespace

KindRule circulation_rule() {
    return {Kind::Circulation,
            "circulation",
            capability,
            std::nullopt,
            Who::Officer,
            {.copies = Must, .people = Must, .purpose = May},
            open,
            acts,
            details};
}

} // namespace imprimatur::matters
