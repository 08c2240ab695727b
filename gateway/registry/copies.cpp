#include <algorithm>

#include "gateway/registry/copy_rows.hpp"
#include "gateway/registry/copy_states.hpp"
#include "gateway/registry/state.hpp"
#include "statements.hpp"

namespace imprimatur::registry {

Copy copy_of(Row row) {
    Copy copy;
    copy.serial = row.serial();
    copy.document = row.number();
    if (auto number = row.optional_number()) {
        copy.number = CopyNumber{static_cast<std::uint32_t>(*number)};
    }
    copy.parent = row.optional_serial();
    copy.kind = row.word<CopyKind>();
    copy.job = row.text();
    copy.grant = row.optional_number();
    copy.recipient = row.text();
    copy.holder = row.text();
    copy.place = row.text();
    copy.state = row.word<CopyState>();
    copy.printed_by = row.text();
    copy.reserved_at = row.instant();
    copy.settled_at = row.optional_instant();
    copy.note = row.text();
    return copy;
}

std::vector<Copy> copies_of(std::vector<Row> rows) {
    std::vector<Copy> out;
    for (auto& row : rows) {
        out.push_back(copy_of(std::move(row)));
    }
    return out;
}

namespace {

constexpr std::size_t movement_columns = 10;

Movement movement_of(Row row) {
    Movement movement;
    movement.id = row.number();
    movement.kind = row.text();
    movement.serial = row.serial();
    movement.from = row.text();
    movement.to = row.text();
    movement.by = row.text();
    movement.note = row.text();
    movement.matter = row.optional_number();
    movement.signed_name = row.text();
    movement.at = row.instant();
    return movement;
}

std::vector<Movement> movements_of(std::vector<Row> rows) {
    std::vector<Movement> out;
    for (auto& row : rows) {
        out.push_back(movement_of(std::move(row)));
    }
    return out;
}

/// Movements were once written with the note of the one before: what is said again is left out.
/// A handing always had a note of its own.
std::vector<Movement> with_notes_once(std::vector<Movement> movements) {
    std::string said;
    for (auto& movement : movements) {
        bool const is_handing =
            std::ranges::find(handing_kinds(), movement.kind) != handing_kinds().end();
        if (is_handing || movement.note.empty()) {
            continue;
        }
        if (movement.note == said) {
            movement.note.clear();
        } else {
            said = movement.note;
        }
    }
    return movements;
}

std::string holder_after(CopyMove const& move, Copy const& copy, std::string const& actor) {
    switch (move.holder) {
    case HolderAfter::Recipient:
        return copy.recipient.empty() ? copy.printed_by : copy.recipient;
    case HolderAfter::Printing:
        return copy.printed_by;
    case HolderAfter::Actor:
        return actor;
    case HolderAfter::Nobody:
        return {};
    case HolderAfter::Same:
        break;
    }
    return copy.holder;
}

/// The paper comes from whoever had it, or out of the printer.
Movement movement_for(CopyMove const& move, Copy const& before, Copy const& after,
                      std::string const& actor, std::string const& note, Instant now) {
    Movement movement;
    movement.kind = move.movement;
    movement.serial = after.serial;
    movement.from = before.holder.empty() ? before.place : before.holder;
    movement.to = after.holder;
    movement.by = move.settles ? after.printed_by : actor;
    movement.note = note;
    movement.at = now;
    return movement;
}

} // namespace

Result<Copy> Transaction::move_copy(Serial serial, CopyState to, std::string const& note,
                                    Entry const& entry) {
    auto found = find_copy(serial);
    if (!found) {
        return pass_on(found);
    }
    if (!*found) {
        return fail(Fault::NotFound, {"registry.copy-unknown", {{"serial", serial.text()}}},
                    "no such row");
    }
    auto const before = **found;
    auto move = find_copy_move(before.state, to);
    if (!move) {
        return fail(Fault::Conflict,
                    {"registry.copy-move",
                     {{"serial", serial.text()},
                      {"from", std::string(word(before.state))},
                      {"to", std::string(word(to))}}},
                    "not an allowed move");
    }
    return state_->change([&]() -> Result<Copy> {
        auto now = state_->clock->now();
        auto after = before;
        after.state = to;
        after.holder = holder_after(*move, before, state_->actor);
        after.note = note.empty() ? before.note : note;
        if (move->settles) {
            after.settled_at = now;
        }
        auto moved = state_->query(sql::copy_move)
                         .with("serial", serial)
                         .with("state", word(to))
                         .with("expected", word(before.state))
                         .with("holder", after.holder)
                         .with("settled_at", after.settled_at)
                         .with("note", after.note)
                         .change();
        if (moved != 1) {
            throw Damaged("a copy moved under a writer");
        }
        if (move->gives_back && after.grant) {
            state_->query(sql::grant_give_back).with("id", *after.grant).change();
        }
        if (!move->movement.empty()) {
            state_->write(movement_for(*move, before, after, state_->actor, note, now));
        }
        state_->append(entry);
        return after;
    });
}

void Transaction::State::write(Movement const& movement) {
    query(sql::movement_add)
        .with("id", next_id("movement"))
        .with("kind", movement.kind)
        .with("serial", movement.serial)
        .with("from_whom", movement.from)
        .with("to_whom", movement.to)
        .with("by_whom", movement.by)
        .with("note", movement.note)
        .with("matter", movement.matter)
        .with("signed", movement.signed_name)
        .with("at", movement.at)
        .change();
}

Result<std::optional<Copy>> Transaction::find_copy(Serial serial) {
    return state_->look([&]() -> Result<std::optional<Copy>> {
        auto row = state_->query(sql::copy_select, sql::where_serial)
                       .with("serial", serial)
                       .row(copy_columns);
        return row ? std::optional(copy_of(std::move(*row))) : std::nullopt;
    });
}

Result<std::vector<Copy>> Transaction::copies(Id document) {
    return state_->look([&]() -> Result<std::vector<Copy>> {
        return copies_of(
            state_->query(sql::copy_select, sql::where_of_document, sql::order_by_reservation)
                .with("document", document)
                .rows(copy_columns));
    });
}

Result<std::vector<Copy>> Transaction::copies_of_job(std::string const& job) {
    return state_->look([&]() -> Result<std::vector<Copy>> {
        return copies_of(state_->query(sql::copy_select, sql::where_job, sql::order_by_reservation)
                             .with("job", job)
                             .rows(copy_columns));
    });
}

Result<std::vector<Copy>> Transaction::copies_of_grant(Id grant) {
    return state_->look([&]() -> Result<std::vector<Copy>> {
        return copies_of(
            state_->query(sql::copy_select, sql::where_grant, sql::order_by_reservation)
                .with("grant_id", grant)
                .rows(copy_columns));
    });
}

Result<std::vector<Copy>> Transaction::children(Serial parent) {
    return state_->look([&]() -> Result<std::vector<Copy>> {
        return copies_of(
            state_->query(sql::copy_select, sql::where_parent, sql::order_by_reservation)
                .with("parent", parent)
                .rows(copy_columns));
    });
}

Result<std::vector<Copy>> Transaction::copies_of_holder(std::string const& account) {
    return state_->look([&]() -> Result<std::vector<Copy>> {
        return copies_of(
            state_->query(sql::copy_select, sql::where_holder, sql::order_by_reservation)
                .with("holder", account)
                .rows(copy_columns));
    });
}

Result<std::vector<Movement>> Transaction::movements(Serial serial) {
    return state_->look([&]() -> Result<std::vector<Movement>> {
        return with_notes_once(
            movements_of(state_->query(sql::movement_select, sql::where_serial, sql::order_by_id)
                             .with("serial", serial)
                             .rows(movement_columns)));
    });
}

Result<std::vector<Movement>> Transaction::movements_of_kind(std::string const& kind, Instant from,
                                                             Instant to) {
    return state_->look([&]() -> Result<std::vector<Movement>> {
        return movements_of(
            state_->query(sql::movement_select, sql::where_kind_between, sql::order_by_id)
                .with("kind", kind)
                .with("earliest", from)
                .with("latest", to)
                .rows(movement_columns));
    });
}

} // namespace imprimatur::registry
