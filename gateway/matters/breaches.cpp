#include "gateway/matters/breaches.hpp"

#include <algorithm>

#include "gateway/matters/kind.hpp"
#include "gateway/matters/papers.hpp"
#include "gateway/matters/views.hpp"

namespace imprimatur::matters {

namespace {

/// Where a copy stands that is on paper and nobody's: spoiled, and not destroyed yet (K19).
constexpr auto uncounted = registry::CopyState::Spoiled;

bool is_refusal(audit::Event const& event) {
    return event.what.ends_with(".refused") || event.what == "access.denied";
}

/// A job is refused in the name of the service; it was somebody's.
Result<std::string> whose(registry::Transaction& transaction, audit::Event const& event) {
    constexpr std::string_view prefix = "job:";
    if (!event.subject.starts_with(prefix)) {
        return event.actor;
    }
    auto job = transaction.find_job(event.subject.substr(prefix.size()));
    if (!job) {
        return pass_on(job);
    }
    return *job ? (*job)->user : event.actor;
}

Result<void> add_refusals(registry::Transaction& transaction, std::vector<Breach>& out) {
    std::vector<audit::Event> refusals;
    auto read = transaction.each_event(1, [&](audit::Event const& event) -> Result<void> {
        if (is_refusal(event)) {
            refusals.push_back(event);
        }
        return {};
    });
    if (!read) {
        return read;
    }
    for (auto const& event : refusals) {
        auto person = whose(transaction, event);
        if (!person) {
            return pass_on(person);
        }
        out.push_back(
            {Breach::Sort::Refused, event.at, *person, event.what, event.subject, event.clauses});
    }
    return {};
}

void add_overdue_lines(Desk const& desk, View const& view, std::vector<Breach>& out) {
    auto const& rule = rule_of(*find_kind(view.matter.kind));
    auto clauses = desk.clauses_of(std::string(rule.capability));
    auto subject = "matter:" + std::to_string(view.matter.id);
    bool has_lines = false;
    for (auto const& line : view.lines) {
        if (line.is_overdue) {
            auto const& holder = line.copy ? line.copy->holder : line.item.person;
            out.push_back({Breach::Sort::Overdue, *line.item.due_at, holder, view.matter.kind,
                           subject, clauses});
            has_lines = true;
        }
    }
    if (!has_lines && view.is_overdue) {
        auto const& person =
            view.matter.subject.empty() ? view.matter.opened_by : view.matter.subject;
        out.push_back({Breach::Sort::Overdue, *view.matter.due_at, person, view.matter.kind,
                       subject, clauses});
    }
}

Result<void> add_overdue(Desk& desk, std::vector<Breach>& out) {
    auto matters = desk.transaction.matters("", true);
    if (!matters) {
        return pass_on(matters);
    }
    for (auto& matter : *matters) {
        auto laid = lay_out(desk, std::move(matter));
        auto view = laid ? view_of(desk) : pass_on(laid);
        if (!view) {
            return pass_on(view);
        }
        add_overdue_lines(desk, *view, out);
    }
    return {};
}

Result<void> add_uncounted(Desk& desk, std::vector<Breach>& out) {
    auto documents = desk.transaction.documents();
    if (!documents) {
        return pass_on(documents);
    }
    for (auto const& document : *documents) {
        auto copies = desk.transaction.copies(document.id);
        if (!copies) {
            return pass_on(copies);
        }
        desk.document = document;
        for (auto const& copy : *copies) {
            if (copy.state == uncounted) {
                out.push_back({Breach::Sort::Uncounted, copy.settled_at.value_or(copy.reserved_at),
                               copy.printed_by, "spoiled", "copy:" + copy.serial.text(),
                               desk.clauses_of("K19", "spoiled-pages")});
            }
        }
    }
    return {};
}

/// An agreement or a training that ran out and was not renewed (K23).
void add_papers(Desk const& desk, std::vector<Breach>& out) {
    for (auto const& paper : due_papers(desk.policy, desk.people, desk.today(), 0)) {
        if (paper.last) {
            out.push_back({Breach::Sort::Overdue, start_of_day(paper.due), paper.person.account,
                           std::string(identifier(paper.sort)), "person:" + paper.person.account,
                           paper.clauses});
        }
    }
}

} // namespace

std::string_view identifier(Breach::Sort sort) {
    constexpr std::string_view names[] = {"refused", "overdue", "uncounted"};
    return names[static_cast<std::size_t>(sort)];
}

Result<std::vector<Breach>> breaches(print::Parts const& parts, std::string const& person,
                                     std::optional<Date> from, std::optional<Date> to) {
    auto transaction = parts.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    Desk desk(parts, *transaction, "");
    auto people = transaction->people();
    if (!people) {
        return pass_on(people);
    }
    desk.people = *people;
    std::vector<Breach> out;
    add_papers(desk, out);
    auto added = add_refusals(*transaction, out);
    added = added ? add_overdue(desk, out) : added;
    added = added ? add_uncounted(desk, out) : added;
    if (!added) {
        return pass_on(added);
    }
    auto const account = desk.account_of(person);
    std::erase_if(out, [&](auto const& breach) {
        auto day = local_date(breach.at);
        return (!account.empty() && breach.person != account) || (from && day < *from) ||
               (to && day > *to);
    });
    std::ranges::stable_sort(out, {}, &Breach::at);
    return out;
}

} // namespace imprimatur::matters
