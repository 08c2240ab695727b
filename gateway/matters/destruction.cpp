// Destruction 销毁 (K16; P7.7, P7.十一(二)9, P5.10, P1.3.4.8) and waste 废页、草稿 (K19; P7.13.4):
// a list, an agreement, a count, and witnesses who are not the one who asked; then the serial is
// closed.

#include <algorithm>

#include "gateway/matters/kind.hpp"

namespace imprimatur::matters {

namespace {

using enum Wants::Part;
using registry::CopyState;

constexpr std::uint32_t least_witnesses = 2; ///< B.10
constexpr std::string_view busy = "circulation|loan|carry-out|meeting|destruction";

/// In the registry's keeping: given back, spoiled, or with the one who asks.
bool is_at_hand(Desk const& desk, registry::Copy const& copy) {
    return copy.state == CopyState::Returned || copy.state == CopyState::Spoiled ||
           (copy.state == CopyState::Issued && copy.holder == desk.account);
}

/// The rules of every document on the list; the strictest of them goes on asking.
Result<void> check_documents(Desk& desk, std::vector<registry::Id> const& documents) {
    auto const strictest = desk.document;
    for (auto id : documents) {
        auto document = desk.transaction.document(id);
        if (!document) {
            return pass_on(document);
        }
        desk.document = *document;
        auto decision = desk.decide();
        if (!decision) {
            return pass_on(decision);
        }
        if (decision->verdict == policy::Verdict::Refuse) {
            return desk.refuse(decision->sentence.id, decision->sentence.values, decision->clauses);
        }
    }
    desk.document = strictest;
    return {};
}

Result<void> open(Desk& desk, Input const& input) {
    std::vector<registry::Id> documents;
    for (auto const& serial : input.copies) {
        auto copy = desk.copy_in_use(serial);
        auto free = copy ? desk.check_free(serial, busy) : pass_on(copy);
        if (!free) {
            return free;
        }
        if (!is_at_hand(desk, *copy)) {
            return desk.refuse("matters.not-at-hand",
                               {{"serial", serial.text()}, {"holder", desk.name_of(copy->holder)}},
                               desk.clauses_of("K16"));
        }
        desk.items.push_back({desk.matter.id, serial, copy->holder, "listed", std::nullopt, {}});
        if (std::find(documents.begin(), documents.end(), copy->document) == documents.end()) {
            documents.push_back(copy->document);
        }
    }
    auto checked = check_documents(desk, documents);
    return checked ? seek_agreement(desk) : checked;
}

/// What lies on the table is what stands on the list, no more and no less.
Result<void> count(Desk& desk, Input const& input) {
    std::size_t found = 0;
    for (auto const& item : desk.items) {
        found += static_cast<std::size_t>(
            std::count(input.copies.begin(), input.copies.end(), *item.serial));
    }
    if (found != desk.items.size() || input.copies.size() != desk.items.size()) {
        return desk.refuse("matters.count-wrong",
                           {{"listed", std::to_string(desk.items.size())},
                            {"counted", std::to_string(input.copies.size())},
                            {"matching", std::to_string(found)}},
                           desk.clauses_of("K16"));
    }
    for (auto& item : desk.items) {
        item.state = "counted";
    }
    desk.matter.state = "counted";
    return {};
}

/// Enough of them, each another person than the one who asked and the one at the keyboard, each
/// with a signature.
Result<void> check_witnesses(Desk& desk, Input const& input, std::uint32_t needed,
                             std::vector<std::string> const& clauses) {
    if (input.people.size() < needed) {
        return desk.refuse(
            "matters.witnesses-few",
            {{"needed", std::to_string(needed)}, {"given", std::to_string(input.people.size())}},
            clauses);
    }
    std::vector<std::string> accounts;
    for (auto const& name : input.people) {
        auto witness = desk.account_of(name);
        bool is_twice = std::find(accounts.begin(), accounts.end(), witness) != accounts.end();
        if (is_twice || witness == desk.matter.opened_by || witness == desk.account) {
            return desk.refuse("matters.witness-unfit", {{"person", desk.name_of(witness)}},
                               clauses);
        }
        auto signature = desk.want_signature(input, witness, clauses);
        if (!signature) {
            return pass_on(signature);
        }
        accounts.push_back(witness);
    }
    return {};
}

Result<void> destroy(Desk& desk, Input const& input) {
    auto decision = desk.decide();
    if (!decision) {
        return pass_on(decision);
    }
    if (decision->verdict != policy::Verdict::Allow) {
        return desk.refuse("matters.agreement-lapsed", {}, decision->clauses);
    }
    auto needed = std::max(least_witnesses, decision->obligations.witnesses);
    auto clauses = desk.clauses_of("K16");
    if (auto rule = decision->obligations.clauses.find("witnesses");
        rule != decision->obligations.clauses.end()) {
        clauses.insert(clauses.begin(), rule->second);
    }
    auto witnessed = check_witnesses(desk, input, needed, clauses);
    if (!witnessed) {
        return witnessed;
    }
    for (auto& item : desk.items) {
        auto moved = desk.move(*item.serial, CopyState::Destroyed);
        if (!moved) {
            return moved;
        }
        item.state = "destroyed";
    }
    desk.close("destroyed");
    return {};
}

constexpr Detail method[] = {{"method", true, "shred|burn|pulp"}};

constexpr ActRule acts[] = {
    {"agree", "waiting", Who::Approver, {.role = May}, agree},
    {"decline", "waiting", Who::Approver, {.note = Must, .role = May}, decline},
    {"withdraw", "waiting|agreed|counted", Who::Opener, {}, withdraw},
    {"count", "agreed", Who::Officer, {.copies = Must}, count},
    {"destroy", "counted", Who::Officer, {.people = Must, .signatures = Must}, destroy},
};

// ---- waste: pages and drafts that have no serial, or a spoiled copy's; devices that held secrets

bool is_device(Desk const& desk) {
    return desk.matter.details.at("sort") == "device";
}

/// A machine or a medium: named by what is written on it (P9.3.4).
Result<void> open_device(Desk& desk, Input const& input) {
    auto object = input.details.find("object");
    if (object == input.details.end() || object->second.empty()) {
        return fail(Fault::BadInput, {"matters.part-missing", {{"part", "object"}}});
    }
    if (desk.document || !input.copies.empty() || input.details.contains("pages")) {
        return fail(Fault::BadInput, {"matters.part-unwanted", {{"part", "document"}}});
    }
    desk.matter.title = object->second;
    desk.cite(desk.clauses_of("K16", "devices"));
    return {};
}

Result<void> open_waste(Desk& desk, Input const& input) {
    if (is_device(desk)) {
        return open_device(desk, input);
    }
    if (!desk.document) {
        return fail(Fault::BadInput, {"matters.part-missing", {{"part", "document"}}});
    }
    if (!input.details.contains("pages")) {
        return fail(Fault::BadInput, {"matters.part-missing", {{"part", "pages"}}});
    }
    for (auto const& serial : input.copies) {
        auto copy = desk.copy_in_use(serial);
        auto free = copy ? desk.check_free(serial, "waste|destruction") : pass_on(copy);
        if (!free) {
            return free;
        }
        if (copy->state != CopyState::Spoiled || copy->document != desk.document->id) {
            return fail(Fault::Conflict, {"matters.not-spoiled", {{"serial", serial.text()}}});
        }
        desk.items.push_back({desk.matter.id, serial, copy->holder, "listed", std::nullopt, {}});
    }
    auto const& pages = input.details.at("pages");
    bool is_number =
        !pages.empty() && pages.size() <= 6 && pages.front() != '0' &&
        std::all_of(pages.begin(), pages.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!is_number) {
        return fail(Fault::BadInput, {"matters.not-among",
                                      {{"part", "pages"}, {"value", pages}, {"choices", "1 …"}}});
    }
    desk.cite(
        desk.clauses_of("K19", input.details.at("sort") == "draft" ? "drafts" : "spoiled-pages"));
    return {};
}

Result<void> destroy_waste(Desk& desk, Input const& input) {
    auto clauses = is_device(desk) ? desk.clauses_of("K16", "devices")
                                   : desk.clauses_of("K19", "spoiled-pages");
    auto place = input.details.find("place");
    if (is_device(desk) && (place == input.details.end() || place->second.empty())) {
        return desk.refuse("matters.no-set-place", {}, clauses);
    }
    auto witnessed = check_witnesses(desk, input, least_witnesses, clauses);
    if (!witnessed) {
        return witnessed;
    }
    for (auto& item : desk.items) {
        auto moved = desk.move(*item.serial, CopyState::Destroyed);
        if (!moved) {
            return moved;
        }
        item.state = "destroyed";
    }
    desk.close("destroyed");
    return {};
}

constexpr Detail waste[] = {{"sort", true, "draft|extra|spoiled|device"}, {"pages"}, {"object"}};
constexpr Detail ending[] = {{"method", true, "shred|burn|pulp|degauss"}, {"place"}};

constexpr ActRule waste_acts[] = {
    {"destroy", "open", Who::Officer, {.people = Must, .signatures = Must}, destroy_waste, ending},
};

} // namespace

KindRule destruction_rule() {
    return {Kind::Destruction,
            "destruction",
            "K16",
            policy::Action::Destroy,
            Who::Officer,
            {.copies = Must, .purpose = Must},
            open,
            acts,
            method,
            false};
}

KindRule waste_rule() {
    return {
        Kind::Waste,  "waste",     "K19",
        std::nullopt, Who::Anyone, {.document = May, .copies = May, .subject = May, .purpose = May},
        open_waste,   waste_acts,  waste};
}

} // namespace imprimatur::matters
