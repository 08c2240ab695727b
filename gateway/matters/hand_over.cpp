// Hand-over 移交 (K17; P1.3.4.7, P7.十一(二)11, P9.1.9, P10.22): who leaves or moves gives
// everything in their keeping to a successor or back, and only then is the account closed.

#include <algorithm>

#include "gateway/matters/kind.hpp"

namespace imprimatur::matters {

namespace {

using enum Wants::Part;
using registry::CopyState;

Result<void> open(Desk& desk, Input const& input) {
    auto leaver = desk.account_of(input.subject);
    auto successor = desk.account_of(input.people.front());
    auto const* person = desk.find_person(successor);
    if (desk.find_person(leaver) == nullptr) {
        return fail(Fault::NotFound, {"matters.person-unknown", {{"person", input.subject}}});
    }
    if (input.people.size() != 1 || person == nullptr || !person->is_active ||
        successor == leaver) {
        return fail(Fault::BadInput, {"matters.one-successor", {}});
    }
    auto held = desk.transaction.copies_of_holder(leaver);
    if (!held) {
        return pass_on(held);
    }
    for (auto const& copy : *held) {
        desk.items.push_back({desk.matter.id, copy.serial, leaver, "due", std::nullopt, {}});
    }
    desk.matter.details["successor"] = successor;
    desk.cite(desk.clauses_of("K17"));
    return {};
}

/// The lines that were named; all that are open where none is named.
Result<std::vector<registry::Item*>> lines_of(Desk& desk, Input const& input) {
    std::vector<registry::Item*> out;
    for (auto& item : desk.items) {
        bool is_named = input.copies.empty() || std::find(input.copies.begin(), input.copies.end(),
                                                          *item.serial) != input.copies.end();
        if (is_named && item.state == "due") {
            out.push_back(&item);
        }
    }
    if (out.empty() || (!input.copies.empty() && out.size() != input.copies.size())) {
        return fail(Fault::Conflict, {"matters.not-to-hand-over", {}});
    }
    return out;
}

Result<void> take(Desk& desk, Input const& input) {
    auto const successor = desk.matter.details.at("successor");
    auto name = desk.want_signature(input, successor, desk.clauses_of("K17"));
    auto lines = name ? lines_of(desk, input) : pass_on(name);
    if (!lines) {
        return pass_on(lines);
    }
    for (auto* item : *lines) {
        auto handed = desk.hand(*item->serial, successor, "hand-over", *name);
        if (!handed) {
            return handed;
        }
        item->state = "taken";
    }
    return {};
}

Result<void> give_back(Desk& desk, Input const& input) {
    auto lines = lines_of(desk, input);
    if (!lines) {
        return pass_on(lines);
    }
    for (auto* item : *lines) {
        auto moved = desk.move(*item->serial, CopyState::Returned);
        if (!moved) {
            return moved;
        }
        item->state = "back";
    }
    return {};
}

Result<void> finish(Desk& desk, Input const&) {
    auto const& leaver = desk.matter.subject;
    auto held = desk.transaction.copies_of_holder(leaver);
    if (!held) {
        return pass_on(held);
    }
    if (!held->empty()) {
        return desk.refuse(
            "matters.still-holds",
            {{"person", desk.name_of(leaver)}, {"count", std::to_string(held->size())}},
            desk.clauses_of("K17"));
    }
    if (desk.matter.details.at("reason") == "leaving") {
        auto person = *desk.find_person(leaver);
        person.is_active = false;
        auto put = desk.transaction.put_person(
            person, {"person.closed", "person:" + leaver, desk.clauses_of("K17"), {}});
        if (!put) {
            return put;
        }
    }
    desk.close("handed-over");
    return {};
}

constexpr Detail details[] = {{"reason", true, "leaving|moving"}};

constexpr ActRule acts[] = {
    {"take", "open", Who::Officer, {.copies = May, .signatures = Must}, take},
    {"back", "open", Who::Officer, {.copies = May, .signatures = May}, give_back},
    {"close", "open", Who::Officer, {}, finish},
};

} // namespace

KindRule hand_over_rule() {
    return {Kind::HandOver, "hand-over",  "K17",
            std::nullopt,   Who::Officer, {.people = Must, .subject = Must, .purpose = May},
            open,           acts,         details,
            false};
}

} // namespace imprimatur::matters
