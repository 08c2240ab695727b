#include "gateway/trace/story.hpp"

#include <algorithm>
#include <set>

#include "foundation/time/time.hpp"
#include "gateway/trace/next.hpp"

namespace imprimatur::trace {

namespace {

using Values = std::map<std::string, std::string>;

Result<void> add_grant(registry::Transaction& transaction, Story& story) {
    if (!story.copy.grant) {
        return {};
    }
    auto grant = transaction.grant(*story.copy.grant);
    if (!grant) {
        return pass_on(grant);
    }
    story.grant = *grant;
    auto request = transaction.request(grant->request);
    if (!request) {
        return pass_on(request);
    }
    story.request = *request;
    auto approvals = transaction.approvals(request->id);
    if (!approvals) {
        return pass_on(approvals);
    }
    story.approvals = *approvals;
    return {};
}

/// A damaged register may go round in circles: `passed` holds what is in the family already.
Result<void> add_ancestors(registry::Transaction& transaction, Story& story,
                           std::set<Serial>& passed) {
    auto parent = story.copy.parent;
    while (parent && passed.insert(*parent).second) {
        auto copy = transaction.find_copy(*parent);
        if (!copy) {
            return pass_on(copy);
        }
        if (!*copy) {
            break;
        }
        story.ancestors.push_back(**copy);
        parent = (*copy)->parent;
    }
    return {};
}

Result<void> add_descendants(registry::Transaction& transaction, Story& story,
                             std::set<Serial>& passed) {
    std::vector<registry::Copy> waiting{story.copy};
    while (!waiting.empty()) {
        auto const copy = std::move(waiting.back());
        waiting.pop_back();
        auto children = transaction.children(copy.serial);
        if (!children) {
            return pass_on(children);
        }
        if (copy.serial != story.copy.serial) {
            story.descendants.push_back(copy);
        }
        std::reverse(children->begin(), children->end());
        for (auto const& child : *children) {
            if (passed.insert(child.serial).second) {
                waiting.push_back(child);
            }
        }
    }
    return {};
}

Result<void> add_family(registry::Transaction& transaction, Story& story) {
    std::set<Serial> passed{story.copy.serial};
    auto added = add_ancestors(transaction, story, passed);
    return added ? add_descendants(transaction, story, passed) : added;
}

bool is_among(std::vector<registry::Copy> const& copies, Serial serial) {
    return std::any_of(copies.begin(), copies.end(),
                       [&](auto const& copy) { return copy.serial == serial; });
}

/// The copies of the document that are on paper and not of the family.
Result<void> add_others(registry::Transaction& transaction, Story& story) {
    auto copies = transaction.copies(story.document.id);
    if (!copies) {
        return pass_on(copies);
    }
    for (auto const& copy : *copies) {
        bool const is_family = copy.serial == story.copy.serial ||
                               is_among(story.ancestors, copy.serial) ||
                               is_among(story.descendants, copy.serial);
        bool const is_paper =
            copy.state != registry::CopyState::Reserved && copy.state != registry::CopyState::Void;
        if (is_paper && !is_family) {
            story.others.push_back(copy);
        }
    }
    return {};
}

Result<void> add_names(registry::Transaction& transaction, Story& story) {
    auto people = transaction.people();
    if (!people) {
        return pass_on(people);
    }
    for (auto const& person : *people) {
        story.names[person.account] = person.full_name;
    }
    return {};
}

void tell_approvals(Story& story, TitleOf const& title_of) {
    for (auto const& approval : story.approvals) {
        if (approval.verdict == registry::ApprovalVerdict::Agree) {
            auto title = title_of(approval.role);
            story.lines.push_back({"trace.agreed",
                                   {{"name", story.name_of(approval.account)},
                                    {"role_zh", title.chinese},
                                    {"role_en", title.english},
                                    {"time", local_text(approval.at)}}});
        }
    }
    if (story.grant) {
        story.lines.push_back({"trace.granted",
                               {{"grant", std::to_string(story.grant->id)},
                                {"count", std::to_string(story.grant->count)},
                                {"name", story.name_of(story.grant->granted_by)},
                                {"time", local_text(story.grant->granted_at)}}});
    }
}

std::string state_line(registry::CopyState state) {
    switch (state) {
    case registry::CopyState::Reserved:
        return "trace.is-reserved";
    case registry::CopyState::Delivering:
        return "trace.is-delivering";
    case registry::CopyState::Issued:
        return "trace.is-issued";
    case registry::CopyState::Spoiled:
        return "trace.is-spoiled";
    case registry::CopyState::Void:
        return "trace.is-void";
    case registry::CopyState::Returned:
        return "trace.is-returned";
    case registry::CopyState::Destroyed:
        return "trace.is-destroyed";
    case registry::CopyState::Frozen:
        break;
    }
    return "trace.is-frozen";
}

std::string or_dash(std::string const& text) {
    return text.empty() ? "—" : text;
}

void tell_movements(Story& story) {
    for (auto const& movement : story.movements) {
        story.lines.push_back({"trace.moved-" + movement.kind,
                               {{"time", local_text(movement.at)},
                                {"from", story.name_of(movement.from)},
                                {"to", story.name_of(movement.to)},
                                {"by", story.name_of(movement.by)},
                                {"note", movement.note}}});
        if (!movement.signed_name.empty()) {
            story.lines.push_back({"trace.signed-for", {{"name", movement.signed_name}}});
        }
        if (movement.matter) {
            story.lines.push_back(
                {"trace.moved-in", {{"matter", std::to_string(*movement.matter)}}});
        }
    }
}

/// A note stands with the act that it was made at; only what moves nowhere has none.
bool is_of_state(registry::CopyState state) {
    return state == registry::CopyState::Reserved || state == registry::CopyState::Delivering ||
           state == registry::CopyState::Void;
}

void tell(Story& story, TitleOf const& title_of) {
    auto const& copy = story.copy;
    auto const& document = story.document;
    story.lines.push_back({"trace.is",
                           {{"number", number_of(copy)},
                            {"serial", copy.serial.text()},
                            {"document", document.number},
                            {"title", document.title},
                            {"mark_zh", level_mark(document.level, document.period)},
                            {"mark_en", english_mark(document.level, document.period)}}});
    story.lines.push_back({"trace.original",
                           {{"department", or_dash(document.department)},
                            {"time", local_text(document.registered_at)},
                            {"name", or_dash(story.name_of(document.registered_by))},
                            {"keeper", or_dash(story.name_of(document.keeper_original))}}});
    if (!story.ancestors.empty()) {
        story.lines.push_back({"trace.copied-from",
                               {{"number", number_of(story.ancestors.front())},
                                {"serial", story.ancestors.front().serial.text()},
                                {"name", story.name_of(story.ancestors.front().holder)}}});
    }
    tell_approvals(story, title_of);
    story.lines.push_back({"trace.printed",
                           {{"name", story.name_of(copy.printed_by)},
                            {"time", local_text(copy.reserved_at)},
                            {"place", copy.place},
                            {"recipient", story.name_of(copy.recipient)}}});
    tell_movements(story);
    for (auto const& child : story.descendants) {
        bool const is_direct = child.parent == copy.serial;
        auto const parent =
            std::find_if(story.descendants.begin(), story.descendants.end(),
                         [&](auto const& other) { return child.parent == other.serial; });
        story.lines.push_back({is_direct ? "trace.was-copied" : "trace.was-copied-on",
                               {{"number", number_of(child)},
                                {"parent", is_direct ? number_of(copy) : number_of(*parent)},
                                {"serial", child.serial.text()},
                                {"time", local_text(child.reserved_at)},
                                {"recipient", story.name_of(child.recipient)}}});
    }
    story.lines.push_back({state_line(copy.state),
                           {{"holder", story.name_of(copy.holder)},
                            {"note", is_of_state(copy.state) ? copy.note : ""}}});
}

} // namespace

std::string Story::name_of(std::string const& account) const {
    auto found = names.find(account);
    return found == names.end() || found->second.empty() ? account : found->second;
}

Result<Story> story_of(registry::Transaction& transaction, registry::Copy const& copy,
                       TitleOf const& title_of) {
    Story story;
    story.copy = copy;
    auto document = transaction.document(copy.document);
    if (!document) {
        return pass_on(document);
    }
    story.document = *document;
    auto movements = transaction.movements(copy.serial);
    if (!movements) {
        return pass_on(movements);
    }
    story.movements = *movements;
    auto added = add_grant(transaction, story);
    added = added ? add_family(transaction, story) : added;
    added = added ? add_others(transaction, story) : added;
    added = added ? add_names(transaction, story) : added;
    if (!added) {
        return pass_on(added);
    }
    tell(story, title_of);
    auto next = tell_next(transaction, story);
    return next ? Result<Story>(std::move(story)) : pass_on(next);
}

} // namespace imprimatur::trace
