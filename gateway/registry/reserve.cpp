#include "gateway/registry/copy_rows.hpp"
#include "gateway/registry/random.hpp"
#include "gateway/registry/state.hpp"
#include "statements.hpp"

namespace imprimatur::registry {

namespace {

constexpr std::uint32_t most_at_once = 9999; // as CUPS counts (IPP copies-supported)

/// Undoes one call, and no more of the transaction, unless it is kept.
class Savepoint {
  public:
    explicit Savepoint(Connection& connection) : connection_(connection) {
        Query(connection_, "SAVEPOINT call").change();
    }
    Savepoint(Savepoint const&) = delete;
    Savepoint& operator=(Savepoint const&) = delete;
    void keep() { Query(connection_, "RELEASE SAVEPOINT call").change(); }
    void undo() {
        Query(connection_, "ROLLBACK TO SAVEPOINT call").change();
        keep();
    }

  private:
    Connection& connection_;
};

Result<void> check_ask(Transaction::Ask const& ask) {
    if (ask.count == 0 || ask.count > most_at_once) {
        return fail(
            Fault::BadInput,
            {"registry.copy-count",
             {{"count", std::to_string(ask.count)}, {"limit", std::to_string(most_at_once)}}},
            "count out of range");
    }
    if (!ask.recipients.empty() && ask.recipients.size() != ask.count) {
        return fail(Fault::BadInput,
                    {"registry.recipient-count",
                     {{"recipients", std::to_string(ask.recipients.size())},
                      {"count", std::to_string(ask.count)}}},
                    "recipients do not match the count");
    }
    return {};
}

/// A document under an incident or withdrawn is copied no further, whatever was granted (K21).
Result<void> check_document(Document const& document) {
    if (document.state == DocumentState::Frozen || document.state == DocumentState::Withdrawn) {
        return fail(Fault::Conflict,
                    {"registry.document-closed",
                     {{"document", document.number}, {"state", std::string(word(document.state))}}},
                    "document is " + std::string(word(document.state)));
    }
    return {};
}

/// Why the grant was not spent.
tl::unexpected<Error> refusal_of(Grant const& grant, Transaction::Ask const& ask, Instant now) {
    if (grant.document != ask.document) {
        return fail(Fault::Conflict,
                    {"registry.grant-other-document", {{"grant", std::to_string(grant.id)}}},
                    "grant is for document " + std::to_string(grant.document));
    }
    if (grant.until && *grant.until <= now) {
        return fail(Fault::Exhausted,
                    {"registry.grant-over",
                     {{"grant", std::to_string(grant.id)}, {"until", local_text(*grant.until)}}},
                    "grant ended at " + to_text(*grant.until));
    }
    return fail(Fault::Exhausted,
                {"registry.grant-exhausted",
                 {{"grant", std::to_string(grant.id)},
                  {"left", std::to_string(grant.count - grant.used)},
                  {"asked", std::to_string(ask.count)}}},
                std::to_string(grant.used) + " of " + std::to_string(grant.count) + " used");
}

} // namespace

/// The first of `count` new numbers of a document.
Result<std::uint32_t> Transaction::State::take_numbers(Document const& document,
                                                       std::uint32_t count) {
    auto row = query(sql::document_take_numbers)
                   .with("id", document.id)
                   .with("count", std::int64_t{count})
                   .row(1);
    if (!row) {
        return fail(Fault::Exhausted,
                    {"registry.numbers-exhausted", {{"document", document.number}}},
                    "last number is " + std::to_string(document.last_number));
    }
    auto all =
        query(sql::counter_take).with("name", "number").with("count", std::int64_t{count}).row(1);
    if (!all) {
        throw Damaged("no counter number");
    }
    numbers_given = static_cast<std::uint64_t>(all->number());
    return row->count() - count + 1;
}

Copy Transaction::State::add_copy(Copy copy, std::uint32_t place_in_job) {
    auto number = copy.number ? std::optional(std::int64_t{copy.number->value}) : std::nullopt;
    for (int tries = 0; tries < 8; ++tries) {
        copy.serial = Serial(random_number());
        auto added = query(sql::copy_add)
                         .with("serial", copy.serial)
                         .with("document", copy.document)
                         .with("number", number)
                         .with("parent", copy.parent)
                         .with("kind", word(copy.kind))
                         .with("job", copy.job)
                         .with("place_in_job", std::int64_t{place_in_job})
                         .with("grant_id", copy.grant)
                         .with("recipient", copy.recipient)
                         .with("place", copy.place)
                         .with("printed_by", copy.printed_by)
                         .with("reserved_at", copy.reserved_at)
                         .change();
        if (added == 1) {
            return copy;
        }
    }
    throw std::runtime_error("random serials repeat: the source of chance is broken");
}

Result<std::vector<Copy>> Transaction::State::add_copies(Ask const& ask, Document const& document,
                                                         Instant now) {
    std::optional<std::uint32_t> first;
    if (ask.numbered) {
        auto taken = take_numbers(document, ask.count);
        if (!taken) {
            return pass_on(taken);
        }
        first = *taken;
    }
    std::vector<Copy> out;
    for (std::uint32_t i = 0; i < ask.count; ++i) {
        Copy copy;
        copy.document = ask.document;
        copy.number = first ? std::optional(CopyNumber{*first + i}) : std::nullopt;
        copy.parent = ask.parent;
        copy.kind = ask.kind;
        copy.job = ask.job;
        copy.grant = ask.grant;
        copy.recipient = ask.recipients.empty() ? "" : ask.recipients[i];
        copy.place = ask.place;
        copy.printed_by = ask.printed_by;
        copy.reserved_at = now;
        out.push_back(add_copy(std::move(copy), i));
    }
    return out;
}

/// Everything that is refused before anything is written.
Result<Transaction::State::Asked> Transaction::State::read_asked(Transaction& whole,
                                                                 Ask const& ask) {
    auto document = whole.document(ask.document);
    if (!document) {
        return pass_on(document);
    }
    if (auto open = check_document(*document); !open) {
        return pass_on(open);
    }
    Asked asked{*std::move(document), std::nullopt};
    if (ask.grant) {
        auto grant = whole.grant(*ask.grant);
        if (!grant) {
            return pass_on(grant);
        }
        asked.grant = *std::move(grant);
    }
    if (ask.parent) {
        auto parent = whole.find_copy(*ask.parent);
        if (!parent) {
            return pass_on(parent);
        }
        if (!*parent) {
            return fail(Fault::NotFound,
                        {"registry.copy-unknown", {{"serial", ask.parent->text()}}},
                        "no such parent");
        }
    }
    return asked;
}

Result<std::vector<Copy>> Transaction::State::spend_and_add(Ask const& ask, Asked const& asked,
                                                            Instant now) {
    if (asked.grant) {
        auto taken = query(sql::grant_take)
                         .with("id", asked.grant->id)
                         .with("document", ask.document)
                         .with("count", std::int64_t{ask.count})
                         .with("now", now)
                         .change();
        if (taken != 1) {
            return refusal_of(*asked.grant, ask, now);
        }
    }
    return add_copies(ask, asked.document, now);
}

Result<Reservation> Transaction::reserve(Ask const& ask, Instant now, Entry const& entry) {
    if (auto checked = check_ask(ask); !checked) {
        return pass_on(checked);
    }
    auto asked = State::read_asked(*this, ask);
    if (!asked) {
        return pass_on(asked);
    }
    return state_->change([&]() -> Result<Reservation> {
        Savepoint savepoint(state_->connection());
        auto copies = state_->spend_and_add(ask, *asked, now);
        if (!copies) {
            savepoint.undo();
            return pass_on(copies);
        }
        state_->append(entry);
        savepoint.keep();
        return Reservation(*std::move(copies));
    });
}

Result<Reservation> Transaction::reserved_copies(std::string const& job) {
    return state_->look([&]() -> Result<Reservation> {
        return Reservation(copies_of(
            state_->query(sql::copy_select, sql::where_job_reserved, sql::order_by_reservation)
                .with("job", job)
                .rows(copy_columns)));
    });
}

} // namespace imprimatur::registry
