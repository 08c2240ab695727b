#include <algorithm>

#include "gateway/registry/state.hpp"
#include "gateway/registry/texts.hpp"
#include "statements.hpp"

namespace imprimatur::registry {

namespace {

Head head_of(Connection& connection) {
    auto row = Query(connection, sql::head_select).row(2);
    if (!row) {
        throw Damaged("the log has no head");
    }
    auto sequence = static_cast<std::uint64_t>(row->number());
    return {sequence, row->text()};
}

audit::Event event_of(Row row) {
    audit::Event event;
    event.sequence = static_cast<std::uint64_t>(row.number());
    event.at = row.instant();
    event.actor = row.text();
    event.what = row.text();
    event.subject = row.text();
    event.clauses = list_from_json(row.text());
    event.details = map_from_json(row.text());
    event.previous = row.text();
    event.hash = row.text();
    return event;
}

/// Texts as they will be read again: the hash is over what is stored.
audit::Event event_to_store(Entry const& entry, std::string const& actor, Instant at) {
    audit::Event event;
    event.at = at;
    event.actor = clean(actor);
    event.what = clean(entry.what);
    event.subject = clean(entry.subject);
    for (auto const& clause : entry.clauses) {
        event.clauses.push_back(clean(clause));
    }
    for (auto const& [key, value] : entry.details) {
        event.details[clean(key)] = clean(value);
    }
    return event;
}

} // namespace

void Transaction::State::append(Entry const& entry) {
    auto head = head_of(connection());
    auto event = event_to_store(entry, actor, clock->now());
    event.sequence = std::max(head.sequence + 1, least_sequence);
    event.previous = head.hash;
    event.hash = audit::hash_of(event);
    query(sql::event_add)
        .with("sequence", static_cast<std::int64_t>(event.sequence))
        .with("at", event.at)
        .with("actor", event.actor)
        .with("what", event.what)
        .with("subject", event.subject)
        .with("clauses", to_json(event.clauses))
        .with("details", to_json(event.details))
        .with("previous", event.previous)
        .with("hash", event.hash)
        .change();
    auto moved = query(sql::head_move)
                     .with("sequence", static_cast<std::int64_t>(event.sequence))
                     .with("hash", event.hash)
                     .with("before", static_cast<std::int64_t>(head.sequence))
                     .change();
    if (moved != 1) {
        throw Damaged("the head of the log moved under a writer");
    }
    appended = Head{event.sequence, event.hash};
}

Result<void> Transaction::each_event(std::uint64_t from_sequence,
                                     std::function<Result<void>(audit::Event const&)> take) {
    return state_->look([&]() -> Result<void> {
        for (auto next = static_cast<std::int64_t>(from_sequence);;) {
            auto page = state_->query(sql::event_page).with("sequence", next).rows(9);
            for (auto& row : page) {
                auto event = event_of(std::move(row));
                next = static_cast<std::int64_t>(event.sequence) + 1;
                if (auto taken = take(event); !taken) {
                    return taken;
                }
            }
            if (page.empty()) {
                return {};
            }
        }
    });
}

Result<std::uint64_t> Transaction::numbers_given() {
    return state_->look([&]() -> Result<std::uint64_t> {
        auto row = state_->query(sql::counter_select).with("name", "number").row(1);
        if (!row) {
            throw Damaged("no counter number");
        }
        return static_cast<std::uint64_t>(row->number());
    });
}

Result<Head> Transaction::head() {
    return state_->look([&]() -> Result<Head> { return head_of(state_->connection()); });
}

} // namespace imprimatur::registry
