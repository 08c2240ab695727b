// Return 清退 (K15, K18; P7.6, P7.传阅7, P7.九(3), P1.3.4.6): what is due back, from whom, until
// when; keeping it needs a reason and the issuer's consent.

#include <algorithm>

#include "gateway/matters/kind.hpp"
#include "gateway/print/facts.hpp"

namespace imprimatur::matters {

namespace {

using enum Wants::Part;
using registry::CopyState;

constexpr int work_done_hours = 24; ///< P1.3.4.6
constexpr std::string_view consenting[] = {"issuing-head", "original-authority"};

bool is_due(registry::Copy const& copy) {
    return copy.state == CopyState::Issued && !copy.holder.empty();
}

Result<std::vector<registry::Copy>> copies_named(Desk& desk, Input const& input) {
    std::vector<registry::Copy> out;
    for (auto const& serial : input.copies) {
        auto copy = desk.copy_in_use(serial);
        if (!copy) {
            return pass_on(copy);
        }
        if (!is_due(*copy)) {
            return fail(Fault::Conflict, {"matters.not-due-back", {{"serial", serial.text()}}});
        }
        out.push_back(*copy);
    }
    return out;
}

/// Every copy that is out, of the document and the people named; of all where none is named.
Result<std::vector<registry::Copy>> copies_out(Desk& desk, Input const& input) {
    std::vector<registry::Copy> found;
    auto documents = desk.transaction.documents();
    if (!documents) {
        return pass_on(documents);
    }
    for (auto const& document : *documents) {
        if (desk.document && desk.document->id != document.id) {
            continue;
        }
        auto copies = desk.transaction.copies(document.id);
        if (!copies) {
            return pass_on(copies);
        }
        found.insert(found.end(), copies->begin(), copies->end());
    }
    std::vector<std::string> holders;
    for (auto const& name : input.people) {
        holders.push_back(desk.account_of(name));
    }
    std::erase_if(found, [&](auto const& copy) {
        return !is_due(copy) || (!holders.empty() && std::find(holders.begin(), holders.end(),
                                                               copy.holder) == holders.end());
    });
    return found;
}

Result<Instant> due_of(Desk const& desk, Input const& input) {
    if (input.until) {
        if (*input.until < desk.today()) {
            return fail(Fault::BadInput,
                        {"matters.until-past", {{"until", to_text(*input.until)}}});
        }
        return print::end_of_day(*input.until);
    }
    if (input.details.at("reason") == "work-done") {
        auto duty = desk.find_duty("K18");
        return desk.now + std::chrono::hours(duty && duty->hours ? *duty->hours : work_done_hours);
    }
    return fail(Fault::BadInput, {"matters.part-missing", {{"part", "until"}}});
}

Result<void> open(Desk& desk, Input const& input) {
    auto due = due_of(desk, input);
    auto copies = !due                   ? Result<std::vector<registry::Copy>>(pass_on(due))
                  : input.copies.empty() ? copies_out(desk, input)
                                         : copies_named(desk, input);
    if (!copies) {
        return pass_on(copies);
    }
    if (copies->empty()) {
        return fail(Fault::NotFound, {"matters.nothing-out", {}});
    }
    for (auto const& copy : *copies) {
        auto free = desk.check_free(copy.serial, "return");
        if (!free) {
            return free;
        }
        desk.items.push_back({desk.matter.id, copy.serial, copy.holder, "due", *due, {}});
    }
    desk.matter.due_at = *due;
    desk.cite(desk.clauses_of(input.details.at("reason") == "work-done" ? "K18" : "K15"));
    return {};
}

void end_when_done(Desk& desk) {
    bool is_done = std::all_of(desk.items.begin(), desk.items.end(), [](auto const& item) {
        return item.state == "back" || item.state == "kept";
    });
    if (is_done) {
        desk.close("returned");
    }
}

Result<registry::Item*> line_of(Desk& desk, Serial serial, std::string_view states) {
    auto* item = desk.find_item(serial);
    if (item == nullptr || !is_among(states, item->state)) {
        return fail(Fault::Conflict, {"matters.not-due-back", {{"serial", serial.text()}}});
    }
    return item;
}

Result<void> back(Desk& desk, Input const& input) {
    for (auto const& serial : input.copies) {
        auto item = line_of(desk, serial, "due|to-consent");
        auto copy = item ? desk.copy_in_use(serial) : pass_on(item);
        if (!copy) {
            return pass_on(copy);
        }
        auto from = input.subject.empty() ? (*item)->person : desk.account_of(input.subject);
        if (copy->holder != from) {
            return desk.refuse("matters.not-the-holder",
                               {{"serial", serial.text()},
                                {"person", desk.name_of(from)},
                                {"holder", desk.name_of(copy->holder)}},
                               desk.clauses_of("K15"));
        }
        auto moved = desk.move(serial, CopyState::Returned);
        if (!moved) {
            return moved;
        }
        (*item)->state = "back";
        (*item)->due_at.reset();
    }
    end_when_done(desk);
    return {};
}

Result<void> ask_to_keep(Desk& desk, Input const& input) {
    for (auto const& serial : input.copies) {
        auto item = line_of(desk, serial, "due");
        if (!item) {
            return pass_on(item);
        }
        (*item)->state = "to-consent";
        (*item)->note = input.note;
    }
    return {};
}

/// The issuer's word: the head of the issuing department, or the original authority (P7.6).
Result<void> consent(Desk& desk, Input const& input) {
    auto const* person = desk.find_person(desk.account);
    for (auto const& serial : input.copies) {
        auto item = line_of(desk, serial, "to-consent");
        auto copy = item ? desk.copy_in_use(serial) : pass_on(item);
        auto document = copy ? desk.transaction.document(copy->document) : pass_on(copy);
        if (!document) {
            return pass_on(document);
        }
        bool is_issuer =
            desk.has_role(consenting[1]) ||
            (desk.has_role(consenting[0]) && person->department == document->department);
        if (!is_issuer || (*item)->person == desk.account) {
            return desk.refuse("matters.not-the-issuer", {{"document", document->number}},
                               desk.clauses_of("K15", "consent-to-keep"));
        }
        (*item)->state = "kept";
        (*item)->due_at.reset();
    }
    desk.cite(desk.clauses_of("K15", "consent-to-keep"));
    end_when_done(desk);
    return {};
}

constexpr Detail details[] = {{"reason", true, "year-end|on-demand|work-done"}};

constexpr ActRule acts[] = {
    {"back", "open", Who::Officer, {.copies = Must, .subject = May, .signatures = May}, back},
    {"keep", "open", Who::Officer, {.copies = Must, .note = Must}, ask_to_keep},
    {"consent", "open", Who::Approver, {.copies = Must, .note = May}, consent},
};

} // namespace

KindRule return_rule() {
    return {
        Kind::Return, "return",
        "K15",        std::nullopt,
        Who::Officer, {.document = May, .copies = May, .people = May, .purpose = May, .until = May},
        open,         acts,
        details,      false};
}

} // namespace imprimatur::matters
