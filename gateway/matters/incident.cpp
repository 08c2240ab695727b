// Incidents 泄密、丢失 (K21; P7.九(2), P7.十一(二)7, P1.3.4.12; 2024 regulations, art. 61):
// reported at once, copies frozen, a clock running, measures and a written account on record.

#include <algorithm>

#include "gateway/matters/kind.hpp"

namespace imprimatur::matters {

namespace {

using enum Wants::Part;
using registry::CopyState;
using registry::DocumentState;

constexpr int report_hours = 24; ///< R.61

Result<void> change_document(Desk& desk, DocumentState state, std::string const& what) {
    desk.document->state = state;
    return desk.transaction.change_document(*desk.document,
                                            {what,
                                             "document:" + desk.document->number,
                                             desk.clauses,
                                             {{"matter", std::to_string(desk.matter.id)}}});
}

/// The named copies are missing, but where something leaked of one in use: what got out need not be
/// its paper. All others of the document are frozen where they are.
Result<void> freeze(Desk& desk, Input const& input) {
    auto copies = desk.transaction.copies(desk.document->id);
    if (!copies) {
        return pass_on(copies);
    }
    auto const sort = desk.matter.details.find("sort");
    bool const is_leak = sort != desk.matter.details.end() && sort->second == "leak";
    for (auto const& copy : *copies) {
        bool const is_named =
            std::find(input.copies.begin(), input.copies.end(), copy.serial) != input.copies.end();
        bool const is_missing = is_named && !(is_leak && copy.state == CopyState::Issued);
        if (copy.state == CopyState::Frozen || (copy.state != CopyState::Issued && !is_missing)) {
            continue;
        }
        auto moved = desk.move(copy.serial, CopyState::Frozen);
        if (!moved) {
            return moved;
        }
        desk.items.push_back({desk.matter.id,
                              copy.serial,
                              copy.holder,
                              is_missing ? "missing" : "frozen",
                              std::nullopt,
                              {}});
    }
    return {};
}

Result<void> open(Desk& desk, Input const& input) {
    if (!desk.document) {
        return fail(Fault::BadInput, {"matters.part-missing", {{"part", "document"}}});
    }
    for (auto const& serial : input.copies) {
        auto copy = desk.copy_in_use(serial);
        if (!copy) {
            return pass_on(copy);
        }
        if (copy->document != desk.document->id) {
            return fail(Fault::BadInput, {"matters.several-documents", {}});
        }
    }
    auto duty = desk.find_duty("K21", "incident-report");
    desk.matter.due_at =
        desk.now + std::chrono::hours(duty && duty->hours ? *duty->hours : report_hours);
    desk.cite(desk.clauses_of("K21", "at-once"));
    auto frozen = freeze(desk, input);
    if (!frozen || desk.document->state != DocumentState::Active) {
        return frozen;
    }
    return change_document(desk, DocumentState::Frozen, "document.frozen");
}

Result<void> report(Desk& desk, Input const&) {
    desk.matter.details["reported_at"] = to_text(desk.now);
    desk.matter.details["reported_late"] =
        desk.matter.due_at && desk.now > *desk.matter.due_at ? "yes" : "no";
    desk.matter.due_at.reset();
    desk.cite(desk.clauses_of("K21", "incident-report"));
    return {};
}

Result<void> note_down(Desk& desk, Input const&) {
    desk.cite(desk.clauses_of("K21"));
    return {};
}

Result<void> find(Desk& desk, Input const& input) {
    for (auto const& serial : input.copies) {
        auto* item = desk.find_item(serial);
        if (item == nullptr || item->state != "missing") {
            return fail(Fault::Conflict, {"matters.not-missing", {{"serial", serial.text()}}});
        }
        item->state = "found";
    }
    return {};
}

bool was_done(Desk const& desk, std::string_view what) {
    return std::any_of(desk.past.begin(), desk.past.end(),
                       [&](auto const& act) { return act.what == what; });
}

/// Found and frozen copies are in use again; what stays missing is accounted for as spoiled.
Result<void> thaw(Desk& desk) {
    for (auto& item : desk.items) {
        bool is_missing = item.state == "missing";
        auto moved = desk.move(*item.serial, is_missing ? CopyState::Spoiled : CopyState::Issued);
        if (!moved) {
            return moved;
        }
        item.state = is_missing ? "lost" : "released";
    }
    return {};
}

Result<void> finish(Desk& desk, Input const&) {
    for (auto const* needed : {"report", "measure", "account"}) {
        if (!was_done(desk, needed)) {
            return desk.refuse("matters.incident-unfinished", {{"what", needed}},
                               desk.clauses_of("K21"));
        }
    }
    auto thawed = thaw(desk);
    auto open = thawed ? desk.transaction.matters("incident", true) : pass_on(thawed);
    if (!open) {
        return pass_on(open);
    }
    bool is_last = std::none_of(open->begin(), open->end(), [&](auto const& other) {
        return other.id != desk.matter.id && other.document == desk.matter.document;
    });
    if (is_last && desk.document->state == DocumentState::Frozen) {
        auto changed = change_document(desk, DocumentState::Active, "document.released");
        if (!changed) {
            return changed;
        }
    }
    desk.close("ended");
    return {};
}

constexpr Detail details[] = {{"sort", true, "loss|leak|suspicion"}};
constexpr Detail authority[] = {{"authority", true}};

constexpr ActRule acts[] = {
    {"report", "open", Who::Officer, {}, report, authority},
    {"measure", "open", Who::Officer, {.note = Must}, note_down},
    {"account", "open", Who::Officer, {.note = Must}, note_down},
    {"find", "open", Who::Officer, {.copies = Must, .note = May}, find},
    {"close", "open", Who::Officer, {.note = Must}, finish},
};

} // namespace

KindRule incident_rule() {
    return {Kind::Incident, "incident",  "K21",
            std::nullopt,   Who::Anyone, {.document = May, .copies = May, .purpose = Must},
            open,           acts,        details};
}

} // namespace imprimatur::matters
