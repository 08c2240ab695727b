#include "gateway/trace/story.hpp"

#include <algorithm>

#include "foundation/time/time.hpp"

namespace imprimatur::trace {

namespace {

using Values = std::map<std::string, std::string>;

constexpr std::size_t longest_line_of_copies = 1000;

std::string number_of(registry::Copy const& copy) {
    return copy.number ? copy.number->text() : copy.serial.text();
}

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

Result<void> add_family(registry::Transaction& transaction, Story& story) {
    auto parent = story.copy.parent;
    while (parent && story.ancestors.size() < longest_line_of_copies) {
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
    auto children = transaction.children(story.copy.serial);
    if (!children) {
        return pass_on(children);
    }
    story.children = *children;
    return {};
}

/// The other copies of the document that are on paper.
Result<void> add_others(registry::Transaction& transaction, Story& story) {
    auto copies = transaction.copies(story.document.id);
    if (!copies) {
        return pass_on(copies);
    }
    for (auto const& copy : *copies) {
        bool const is_paper =
            copy.state != registry::CopyState::Reserved && copy.state != registry::CopyState::Void;
        if (is_paper && copy.serial != story.copy.serial) {
            story.others.push_back(copy);
        }
    }
    return {};
}

/// @source K21: P1.3.4.12, P7.九(2), P14.16
void tell_next(Story& story) {
    using registry::CopyState;
    std::map<std::string, std::string> const values{
        {"serial", story.copy.serial.text()},
        {"number", number_of(story.copy)},
        {"holder", story.name_of(story.copy.holder)},
        {"count", std::to_string(story.children.size())},
        {"others", std::to_string(story.others.size())}};
    story.next.push_back({"trace.next-report", values});
    auto const state = story.copy.state;
    bool const has_holder = state == CopyState::Issued || state == CopyState::Spoiled ||
                            state == CopyState::Returned || state == CopyState::Frozen;
    story.next.push_back({has_holder ? "trace.next-holder" : "trace.next-no-holder", values});
    if (!story.children.empty()) {
        story.next.push_back({"trace.next-copies", values});
    }
    if (!story.others.empty()) {
        story.next.push_back({"trace.next-others", values});
    }
    story.next.push_back({"trace.next-account", values});
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

void tell_movements(Story& story) {
    for (auto const& movement : story.movements) {
        story.lines.push_back({"trace.moved-" + movement.kind,
                               {{"time", local_text(movement.at)},
                                {"from", story.name_of(movement.from)},
                                {"to", story.name_of(movement.to)},
                                {"by", story.name_of(movement.by)},
                                {"note", movement.note}}});
    }
}

void tell(Story& story, TitleOf const& title_of) {
    auto const& copy = story.copy;
    story.lines.push_back({"trace.is",
                           {{"number", number_of(copy)},
                            {"serial", copy.serial.text()},
                            {"document", story.document.number},
                            {"title", story.document.title},
                            {"mark", level_mark(story.document.level, story.document.period)}}});
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
    for (auto const& child : story.children) {
        story.lines.push_back({"trace.was-copied",
                               {{"number", number_of(child)},
                                {"serial", child.serial.text()},
                                {"time", local_text(child.reserved_at)},
                                {"recipient", story.name_of(child.recipient)}}});
    }
    story.lines.push_back(
        {state_line(copy.state), {{"holder", story.name_of(copy.holder)}, {"note", copy.note}}});
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
    tell_next(story);
    return story;
}

} // namespace imprimatur::trace
