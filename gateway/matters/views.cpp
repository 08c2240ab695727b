#include "gateway/matters/views.hpp"

#include <algorithm>

#include "gateway/identity/identity.hpp"
#include "gateway/matters/kind.hpp"
#include "gateway/registry/numbers.hpp"

namespace imprimatur::matters {

namespace {

bool is_over(std::optional<Instant> const& due, Instant now) {
    return due && *due <= now;
}

Result<void> add_lines(Desk& desk, View& view) {
    for (auto const& item : desk.items) {
        Line line{item, std::nullopt, desk.name_of(item.person),
                  !view.matter.closed_at && is_over(item.due_at, desk.now)};
        if (item.serial) {
            auto copy = desk.transaction.find_copy(*item.serial);
            if (!copy) {
                return pass_on(copy);
            }
            line.copy = *copy;
        }
        view.is_overdue = view.is_overdue || line.is_overdue;
        view.lines.push_back(std::move(line));
    }
    return {};
}

/// Everybody who did something in it or is named in its details; on paper people have names.
void add_names(Desk const& desk, View& view) {
    auto add = [&](std::string const& account) {
        if (desk.find_person(account) != nullptr) {
            view.names[account] = desk.name_of(account);
        }
    };
    add(view.matter.opened_by);
    for (auto const& [detail, value] : view.matter.details) {
        add(value);
    }
    for (auto const& act : view.acts) {
        add(act.by);
        add(act.person);
    }
}

bool is_due_before(View const& view, Instant end) {
    return (view.matter.due_at && *view.matter.due_at < end) ||
           std::any_of(view.lines.begin(), view.lines.end(), [&](auto const& line) {
               return line.item.due_at && *line.item.due_at < end;
           });
}

bool holds_text(View const& view, std::string const& text) {
    auto holds = [&](std::string const& where) { return where.find(text) != where.npos; };
    return holds(view.matter.title) || holds(view.matter.purpose) || holds(view.subject_name) ||
           (view.document &&
            (holds(view.document->title) ||
             registry::normal_number(view.document->number).find(registry::normal_number(text)) !=
                 text.npos)) ||
           std::any_of(view.lines.begin(), view.lines.end(),
                       [&](auto const& line) { return holds(line.person_name); });
}

bool names(View const& view, std::string const& account) {
    return view.matter.subject == account ||
           std::any_of(view.lines.begin(), view.lines.end(),
                       [&](auto const& line) { return line.item.person == account; });
}

} // namespace

Result<void> lay_out(Desk& desk, registry::Matter matter) {
    auto items = desk.transaction.items(matter.id);
    auto acts = items ? desk.transaction.acts(matter.id) : pass_on(items);
    if (!acts) {
        return pass_on(acts);
    }
    desk.document.reset();
    if (matter.document) {
        auto document = desk.transaction.document(*matter.document);
        if (!document) {
            return pass_on(document);
        }
        desk.document = *document;
    }
    desk.matter = std::move(matter);
    desk.items = *items;
    desk.past = *acts;
    return {};
}

Result<View> view_of(Desk& desk) {
    View view;
    view.matter = desk.matter;
    view.document = desk.document;
    view.subject_name = desk.name_of(desk.matter.subject);
    view.acts = desk.past;
    add_names(desk, view);
    view.is_overdue = !desk.matter.closed_at && is_over(desk.matter.due_at, desk.now);
    auto lines = add_lines(desk, view);
    if (!lines) {
        return pass_on(lines);
    }
    auto const& rule = rule_of(*find_kind(desk.matter.kind));
    if (!desk.matter.closed_at) {
        for (auto const& act : rule.acts) {
            if (is_among(act.from, desk.matter.state)) {
                view.next.emplace_back(act.what);
            }
        }
    }
    if (desk.matter.state == "waiting" && rule.action) {
        auto decision = desk.decide();
        if (!decision) {
            return pass_on(decision);
        }
        view.steps = decision->steps;
    }
    return view;
}

bool is_seen_by(View const& view, Desk const& desk) {
    if (desk.has_role(identity::registry_officer) ||
        desk.has_role(identity::confidentiality_officer) || desk.has_role(identity::auditor)) {
        return true;
    }
    auto const& account = desk.account;
    if (view.matter.opened_by == account || names(view, account)) {
        return true;
    }
    bool is_approver = std::any_of(view.acts.begin(), view.acts.end(),
                                   [&](auto const& act) { return act.by == account; });
    for (auto const& step : view.steps) {
        is_approver =
            is_approver || std::any_of(step.roles.begin(), step.roles.end(),
                                       [&](auto const& role) { return desk.has_role(role); });
    }
    return is_approver;
}

bool fits(View const& view, Filter const& filter, Desk const& desk) {
    auto day = local_date(view.matter.opened_at);
    return (!filter.only_overdue || view.is_overdue) &&
           (!filter.due_before || is_due_before(view, *filter.due_before)) &&
           (filter.text.empty() || holds_text(view, filter.text)) &&
           (filter.person.empty() || names(view, desk.account_of(filter.person))) &&
           (!filter.from || day >= *filter.from) && (!filter.to || day <= *filter.to);
}

} // namespace imprimatur::matters
