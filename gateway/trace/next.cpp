#include "gateway/trace/next.hpp"

#include <algorithm>

#include "foundation/time/time.hpp"

namespace imprimatur::trace {

namespace {

using registry::CopyState;
using Values = std::map<std::string, std::string>;

/// One that is open on the document of the copy.
struct Incident {
    registry::Matter matter;
    bool is_copy_missing = false; ///< it was opened because this copy was lost
    bool is_reported = false;
    bool is_written_up = false;
};

Result<Incident> read_incident(registry::Transaction& transaction, registry::Matter const& matter,
                               Serial serial) {
    auto items = transaction.items(matter.id);
    if (!items) {
        return pass_on(items);
    }
    auto acts = transaction.acts(matter.id);
    if (!acts) {
        return pass_on(acts);
    }
    auto was_done = [&](std::string_view what) {
        return std::any_of(acts->begin(), acts->end(),
                           [&](auto const& act) { return act.what == what; });
    };
    bool const is_missing = std::any_of(items->begin(), items->end(), [&](auto const& item) {
        return item.serial == serial && item.state == "missing";
    });
    return Incident{matter, is_missing, was_done("report"), was_done("account")};
}

Result<std::vector<Incident>> open_incidents(registry::Transaction& transaction,
                                             registry::Copy const& copy) {
    auto matters = transaction.matters("incident", true);
    if (!matters) {
        return pass_on(matters);
    }
    std::vector<Incident> out;
    for (auto const& matter : *matters) {
        if (matter.document != copy.document) {
            continue;
        }
        auto incident = read_incident(transaction, matter, copy.serial);
        if (!incident) {
            return pass_on(incident);
        }
        out.push_back(std::move(*incident));
    }
    return out;
}

/// What the register says of the copy, and finding it contradicts.
std::optional<Sentence> alarm_of(Story const& story) {
    auto const& copy = story.copy;
    auto last = [&](std::string_view kind) {
        auto found = std::find_if(story.movements.rbegin(), story.movements.rend(),
                                  [&](auto const& movement) { return movement.kind == kind; });
        Values values{{"number", number_of(copy)}, {"holder", story.name_of(copy.holder)}};
        if (found != story.movements.rend()) {
            values["time"] = local_text(found->at);
            values["by"] = story.name_of(found->by);
        }
        return values;
    };
    switch (copy.state) {
    case CopyState::Destroyed:
        return Sentence{"trace.alarm-destroyed", last("destroy")};
    case CopyState::Returned:
        return Sentence{"trace.alarm-returned", last("return")};
    case CopyState::Void:
    case CopyState::Reserved:
        return Sentence{"trace.alarm-no-paper",
                        {{"number", number_of(copy)}, {"by", story.name_of(copy.printed_by)}}};
    case CopyState::Delivering:
    case CopyState::Issued:
    case CopyState::Spoiled:
    case CopyState::Frozen:
        break;
    }
    return std::nullopt;
}

void tell_incident(Incident const& incident, Story& story) {
    auto const due = incident.matter.due_at;
    Values const values{{"matter", std::to_string(incident.matter.id)},
                        {"serial", story.copy.serial.text()},
                        {"due", due ? local_text(*due) : "—"}};
    story.next.push_back({"trace.next-incident", values});
    if (incident.is_copy_missing) {
        story.next.push_back({"trace.next-found", values});
    }
    if (!incident.is_reported) {
        story.next.push_back({"trace.next-incident-report", values});
    }
    if (!incident.is_written_up) {
        story.next.push_back({"trace.next-incident-account", values});
    }
}

void tell_freezing(Story& story) {
    auto const state = story.copy.state;
    Values const values{{"number", number_of(story.copy)}, {"serial", story.copy.serial.text()}};
    if (state == CopyState::Issued || state == CopyState::Spoiled || state == CopyState::Returned) {
        story.next.push_back({"trace.next-freeze", values});
    }
}

void tell_copies(Story& story) {
    auto const& copy = story.copy;
    Values const values{{"number", number_of(copy)},
                        {"holder", story.name_of(copy.holder)},
                        {"count", std::to_string(story.descendants.size())},
                        {"others", std::to_string(story.others.size() + story.ancestors.size())}};
    story.next.push_back(
        {copy.holder.empty() ? "trace.next-no-holder" : "trace.next-holder", values});
    if (!story.descendants.empty()) {
        story.next.push_back({"trace.next-copies", values});
    }
    if (!story.others.empty() || !story.ancestors.empty()) {
        story.next.push_back({"trace.next-others", values});
    }
}

} // namespace

std::string number_of(registry::Copy const& copy) {
    return copy.number ? copy.number->text() : copy.serial.text();
}

Result<void> tell_next(registry::Transaction& transaction, Story& story) {
    auto const incidents = open_incidents(transaction, story.copy);
    if (!incidents) {
        return pass_on(incidents);
    }
    story.alarm = alarm_of(story);
    if (story.alarm) {
        story.next.push_back(*story.alarm);
    }
    if (incidents->empty()) {
        story.next.push_back({"trace.next-report", {}});
    }
    for (auto const& incident : *incidents) {
        tell_incident(incident, story);
    }
    tell_freezing(story);
    tell_copies(story);
    if (incidents->empty()) {
        story.next.push_back({"trace.next-account", {}});
    }
    return {};
}

} // namespace imprimatur::trace
