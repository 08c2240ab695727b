// Inspections 检查、清点 (K22; P11.节日, P6.6, P13.4, P14.archive.9.6–9.8): a stock-take by
// scanning serials that ends with what differs (账卡物相符), and readings of the store room with
// their allowed ranges; reviews of the log and backups (K28; P4.2, P9.1.8).

#include <algorithm>
#include <charconv>

#include "gateway/matters/kind.hpp"

namespace imprimatur::matters {

namespace {

using enum Wants::Part;
using registry::CopyState;

struct Range {
    std::string_view name;
    double least;
    double most;
};
/// Store room of archives: °C and % relative humidity (P14.archive.9.6).
constexpr Range climate[] = {{"temperature", 14, 24}, {"humidity", 45, 60}};

bool is_expected(registry::Copy const& copy) {
    return copy.state == CopyState::Issued || copy.state == CopyState::Returned ||
           copy.state == CopyState::Frozen || copy.state == CopyState::Spoiled;
}

/// What should be there by the register: of the holders and the document named; all else.
Result<void> list_expected(Desk& desk, Input const& input) {
    auto documents = desk.transaction.documents();
    if (!documents) {
        return pass_on(documents);
    }
    std::vector<std::string> holders;
    for (auto const& name : input.people) {
        holders.push_back(desk.account_of(name));
    }
    for (auto const& document : *documents) {
        if (desk.document && desk.document->id != document.id) {
            continue;
        }
        auto copies = desk.transaction.copies(document.id);
        if (!copies) {
            return pass_on(copies);
        }
        for (auto const& copy : *copies) {
            bool is_held = holders.empty() ||
                           std::find(holders.begin(), holders.end(), copy.holder) != holders.end();
            if (is_expected(copy) && is_held) {
                desk.items.push_back(
                    {desk.matter.id, copy.serial, copy.holder, "expected", std::nullopt, {}});
            }
        }
    }
    return {};
}

/// The rules speak of both together, or of one (P4.2; P9.1.8).
std::vector<std::string> clauses_of_log(Desk const& desk, std::string const& sort) {
    auto note = desk.find_duty("K28", sort) ? sort : std::string("review-and-backup");
    return desk.clauses_of("K28", desk.find_duty("K28", note) ? note : std::string());
}

Result<void> open(Desk& desk, Input const& input) {
    auto const& sort = input.details.at("sort");
    bool is_of_log = sort == "log-review" || sort == "backup";
    desk.cite(is_of_log ? clauses_of_log(desk, sort) : desk.clauses_of("K22", sort));
    return input.details.at("sort") == "stock-take" ? list_expected(desk, input) : Result<void>();
}

Result<void> scan(Desk& desk, Input const& input) {
    for (auto const& serial : input.copies) {
        if (auto* item = desk.find_item(serial)) {
            item->state = item->state == "expected" ? "seen" : item->state;
            continue;
        }
        auto copy = desk.transaction.find_copy(serial);
        if (!copy) {
            return pass_on(copy);
        }
        if (!*copy) {
            return fail(Fault::NotFound, {"matters.copy-unknown", {{"serial", serial.text()}}});
        }
        desk.items.push_back(
            {desk.matter.id, serial, (*copy)->holder, "unexpected", std::nullopt, {}});
    }
    return {};
}

/// A value with what is wrong with it, if anything. @error BadInput no number.
Result<std::string> finding(Range const& range, std::string const& text) {
    double value = 0;
    auto read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (read.ec != std::errc() || read.ptr != text.data() + text.size()) {
        return fail(Fault::BadInput,
                    {"matters.not-among",
                     {{"part", std::string(range.name)}, {"value", text}, {"choices", "21.5"}}});
    }
    if (value >= range.least && value <= range.most) {
        return std::string();
    }
    return std::string(value < range.least ? "too-low" : "too-high");
}

Result<void> reading(Desk& desk, Input const& input) {
    for (auto const& range : climate) {
        auto found = finding(range, input.details.at(std::string(range.name)));
        if (!found) {
            return pass_on(found);
        }
        if (!found->empty()) {
            desk.act.details[std::string(range.name) + "_finding"] = *found;
        }
    }
    desk.cite(desk.clauses_of("K22", "climate"));
    return {};
}

Result<void> note_down(Desk&, Input const&) {
    return {};
}

/// Where a backup of the registry lies, and the digest of it, so that the one that is brought back
/// can be known again (P9.1.8).
Result<void> backed_up(Desk& desk, Input const&) {
    if (desk.matter.details.at("sort") != "backup") {
        return fail(Fault::Conflict, {"matters.not-now",
                                      {{"matter", std::to_string(desk.matter.id)},
                                       {"what", "backup"},
                                       {"state", desk.matter.details.at("sort")}}});
    }
    desk.cite(clauses_of_log(desk, "backup"));
    return {};
}

Result<void> finish(Desk& desk, Input const& input) {
    bool differs = false;
    for (auto& item : desk.items) {
        if (item.state == "expected") {
            item.state = "missing";
        }
        differs = differs || item.state != "seen";
    }
    if (differs && input.note.empty()) {
        return fail(Fault::BadInput, {"matters.differences-need-a-word", {}});
    }
    desk.close(differs ? "differences" : "reconciled");
    return {};
}

constexpr Detail details[] = {
    {"sort", true, "holiday-eve|review|term-end|stock-take|climate|log-review|backup"}};
constexpr Detail backup[] = {{"kept_at", true}, {"digest"}};
constexpr Detail readings[] = {{"temperature", true}, {"humidity", true}};

constexpr ActRule acts[] = {
    {"scan", "open", Who::Officer, {.copies = Must}, scan},
    {"reading", "open", Who::Officer, {}, reading, readings},
    {"backup", "open", Who::Officer, {}, backed_up, backup},
    {"finding", "open", Who::Officer, {.note = Must}, note_down},
    {"close", "open", Who::Officer, {.signatures = May}, finish},
};

} // namespace

KindRule inspection_rule() {
    return {Kind::Inspection,
            "inspection",
            "K22",
            std::nullopt,
            Who::Officer,
            {.document = May, .people = May, .purpose = Must},
            open,
            acts,
            details,
            false};
}

} // namespace imprimatur::matters
