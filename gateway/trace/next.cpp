#include "gateway/trace/next.hpp"

#include <algorithm>
#include <set>

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

/// The act that made a movement: the first one after it in a matter of the copy, written in the
/// same transaction.
Result<std::optional<registry::Act>> act_behind(registry::Transaction& transaction,
                                                registry::Movement const& movement) {
    auto matters = transaction.matters_of_copy(movement.serial);
    if (!matters) {
        return pass_on(matters);
    }
    std::optional<registry::Act> out;
    for (auto const& matter : *matters) {
        auto acts = transaction.acts(matter.id);
        if (!acts) {
            return pass_on(acts);
        }
        for (auto const& act : *acts) {
            bool const may_be = (act.what == "destroy" || act.what == "back") &&
                                act.by == movement.by && act.at >= movement.at;
            out = may_be && (!out || act.at < out->at) ? act : out;
        }
    }
    return out;
}

std::string joined(std::vector<std::string> const& names, char const* comma) {
    std::string out;
    for (auto const& name : names) {
        out += (out.empty() ? "" : comma) + name;
    }
    return out;
}

std::string signers_of(registry::Act const& act, char const* comma, char const* nobody) {
    std::vector<std::string> names;
    for (auto const& [account, name] : act.signatures) {
        names.push_back(name);
    }
    return names.empty() ? nobody : joined(names, comma);
}

/// How the paper of a copy went: values of what is said of it.
struct Going {
    Values values;
    bool has_matter = false; ///< it is known in which
};

/// @param kind of the movement
Result<Going> going_of(registry::Transaction& transaction, std::string_view kind,
                       Story const& story) {
    Going out;
    out.values = {{"number", number_of(story.copy)},
                  {"document", story.document.number},
                  {"holder", story.name_of(story.copy.holder)}};
    auto const last = std::find_if(story.movements.rbegin(), story.movements.rend(),
                                   [&](auto const& movement) { return movement.kind == kind; });
    if (last == story.movements.rend()) {
        return out;
    }
    out.values["time"] = local_text(last->at);
    out.values["by"] = story.name_of(last->by);
    auto const act = act_behind(transaction, *last);
    if (!act) {
        return pass_on(act);
    }
    if (*act) {
        out.has_matter = true;
        out.values["matter"] = std::to_string((*act)->matter);
        out.values["signed_zh"] = signers_of(**act, "、", "无");
        out.values["signed_en"] = signers_of(**act, ", ", "nobody");
    }
    return out;
}

Result<void> tell_gone(registry::Transaction& transaction, Story& story) {
    bool const is_destroyed = story.copy.state == CopyState::Destroyed;
    auto const going = going_of(transaction, is_destroyed ? "destroy" : "return", story);
    if (!going) {
        return pass_on(going);
    }
    auto const& values = going->values;
    if (!going->has_matter) {
        story.alarm =
            Sentence{is_destroyed ? "trace.alarm-destroyed" : "trace.alarm-returned", values};
        story.next.push_back(*story.alarm);
        return {};
    }
    story.alarm =
        Sentence{is_destroyed ? "trace.alarm-destroyed-in" : "trace.alarm-returned-in", values};
    story.next.push_back(*story.alarm);
    story.next.push_back({is_destroyed ? "trace.next-destroyed" : "trace.next-returned", values});
    return {};
}

/// What the register says of the copy, and finding it contradicts.
Result<void> tell_alarm(registry::Transaction& transaction, Story& story) {
    auto const& copy = story.copy;
    switch (copy.state) {
    case CopyState::Destroyed:
    case CopyState::Returned:
        return tell_gone(transaction, story);
    case CopyState::Void:
    case CopyState::Reserved:
        story.alarm = Sentence{"trace.alarm-no-paper",
                               {{"number", number_of(copy)},
                                {"document", story.document.number},
                                {"by", story.name_of(copy.printed_by)}}};
        story.next.push_back(*story.alarm);
        break;
    case CopyState::Delivering:
    case CopyState::Issued:
    case CopyState::Spoiled:
    case CopyState::Frozen:
        break;
    }
    return {};
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

/// What opening an incident takes: the paper of a destroyed copy can be frozen no more.
void tell_freezing(Story& story, bool has_incident) {
    auto const state = story.copy.state;
    Values const values{{"number", number_of(story.copy)},
                        {"serial", story.copy.serial.text()},
                        {"document", story.document.number}};
    if (state == CopyState::Destroyed && !has_incident) {
        story.next.push_back({"trace.next-open", values});
    }
    if (state == CopyState::Issued || state == CopyState::Spoiled || state == CopyState::Returned) {
        story.next.push_back({"trace.next-freeze", values});
    }
}

/// Who had it once may have made of it what was found.
void tell_former_holders(Story& story) {
    std::set<std::string> told{story.copy.holder, ""};
    std::vector<std::string> names;
    for (auto const& movement : story.movements) {
        if (told.insert(movement.to).second) {
            names.push_back(story.name_of(movement.to));
        }
    }
    if (!names.empty()) {
        story.next.push_back({"trace.next-former",
                              {{"number", number_of(story.copy)},
                               {"names_zh", joined(names, "、")},
                               {"names_en", joined(names, ", ")}}});
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
    tell_former_holders(story);
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
    auto alarmed = tell_alarm(transaction, story);
    if (!alarmed) {
        return alarmed;
    }
    if (incidents->empty()) {
        story.next.push_back({"trace.next-report", {}});
    }
    for (auto const& incident : *incidents) {
        tell_incident(incident, story);
    }
    tell_freezing(story, !incidents->empty());
    tell_copies(story);
    if (incidents->empty()) {
        story.next.push_back({"trace.next-account", {}});
    }
    return {};
}

} // namespace imprimatur::trace
