#include "gateway/term/term.hpp"

#include <algorithm>

#include "gateway/print/facts.hpp"
#include "gateway/term/release.hpp"

namespace imprimatur::term {

namespace {

constexpr auto by_itself = "imprimaturd";

/// Of an active document only: an incident is closed first, and what is withdrawn stays so.
std::optional<policy::Policy::Ending> find_ending(policy::Policy const& policy,
                                                  registry::Document const& document, Date today) {
    if (document.state != registry::DocumentState::Active) {
        return std::nullopt;
    }
    auto facts = print::facts_of(document, today);
    facts.is_declassified = false; // on record it is not yet
    return policy.find_ending(facts);
}

bool is_on_paper(registry::Copy const& copy) {
    using registry::CopyState;
    return copy.state == CopyState::Issued || copy.state == CopyState::Delivering ||
           copy.state == CopyState::Spoiled || copy.state == CopyState::Frozen;
}

} // namespace

Result<Terms::Seen> Terms::look() const {
    auto transaction = registry_.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto head = transaction->head();
    if (!head) {
        return pass_on(head);
    }
    auto policy = policies_.current();
    return Seen{local_date(clock_.now()), policy.name() + " " + policy.edition(), head->sequence};
}

Result<std::vector<std::string>> Terms::due(Date today) const {
    auto transaction = registry_.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto documents = transaction->documents();
    if (!documents) {
        return pass_on(documents);
    }
    auto policy = policies_.current();
    std::vector<std::string> out;
    for (auto const& document : *documents) {
        auto ending = find_ending(policy, document, today);
        if (ending && ending->day <= today) {
            out.push_back(document.number);
        }
    }
    return out;
}

Result<std::vector<std::string>> Terms::run() {
    std::lock_guard lock(mutex_);
    auto seen = look();
    if (!seen) {
        return pass_on(seen);
    }
    if (seen_ == *seen) {
        return std::vector<std::string>();
    }
    auto due_now = due(seen->day);
    if (!due_now) {
        return due_now;
    }
    std::vector<std::string> done;
    std::optional<Error> trouble;
    for (auto const& number : *due_now) {
        // Each by itself: one that cannot be released must not keep the others secret.
        auto released = release_due(number, seen->day);
        if (released && *released) {
            done.push_back(number);
        } else if (!released) {
            trouble = released.error();
        }
        if (trouble && trouble->fault == Fault::Unavailable) {
            break;
        }
    }
    if (trouble) {
        return tl::unexpected<Error>(*trouble); // the next look tries again
    }
    seen_ = *seen;
    return done;
}

Result<bool> Terms::release_due(std::string const& number, Date today) const {
    auto transaction = registry_.begin(by_itself);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto document = transaction->find_document(number);
    if (!document) {
        return pass_on(document);
    }
    auto ending = *document ? find_ending(policies_.current(), **document, today)
                            : std::optional<policy::Policy::Ending>();
    if (!ending || ending->day > today) {
        return false; // somebody changed it meanwhile
    }
    auto released =
        term::release(*transaction, {**document, ending->day, ending->clauses, "period"});
    auto kept = released ? transaction->commit() : released;
    if (!kept) {
        return pass_on(kept);
    }
    return true;
}

Result<std::vector<Ending>> Terms::ending_within(int days) const {
    auto transaction = registry_.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto documents = transaction->documents();
    if (!documents) {
        return pass_on(documents);
    }
    auto today = local_date(clock_.now());
    Date last{std::chrono::sys_days{today} + std::chrono::days{days}};
    auto policy = policies_.current();
    std::vector<Ending> out;
    for (auto const& document : *documents) {
        auto ending = find_ending(policy, document, today);
        if (!ending || ending->day > last) {
            continue;
        }
        auto copies = transaction->copies(document.id);
        if (!copies) {
            return pass_on(copies);
        }
        auto count = std::count_if(copies->begin(), copies->end(), is_on_paper);
        out.push_back({document, *ending, static_cast<std::uint32_t>(count)});
    }
    std::stable_sort(out.begin(), out.end(),
                     [](auto const& a, auto const& b) { return a.ending.day < b.ending.day; });
    return out;
}

Result<void> Terms::release(registry::Transaction& transaction,
                            registry::Document const& document) const {
    return term::release(transaction, {document, local_date(clock_.now()),
                                       policies_.current().release_clauses(), "review"});
}

} // namespace imprimatur::term
