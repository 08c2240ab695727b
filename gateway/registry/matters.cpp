#include "gateway/registry/matters.hpp"

#include <algorithm>

#include "gateway/registry/copy_states.hpp"
#include "gateway/registry/limits.hpp"
#include "gateway/registry/state.hpp"
#include "gateway/registry/texts.hpp"
#include "statements.hpp"

namespace imprimatur::registry {

namespace {

constexpr std::size_t matter_columns = 13;
constexpr std::size_t item_columns = 6;
constexpr std::size_t act_columns = 11;
constexpr std::size_t pin_columns = 5;

Matter matter_of(Row row) {
    Matter matter;
    matter.id = row.number();
    matter.kind = row.text();
    matter.title = row.text();
    matter.document = row.optional_number();
    matter.opened_by = row.text();
    matter.subject = row.text();
    matter.purpose = row.text();
    matter.policy = row.text();
    matter.details = map_from_json(row.text());
    matter.state = row.text();
    matter.opened_at = row.instant();
    matter.due_at = row.optional_instant();
    matter.closed_at = row.optional_instant();
    return matter;
}

Item item_of(Row row) {
    Item item;
    item.matter = row.number();
    item.serial = row.optional_serial();
    item.person = row.text();
    item.state = row.text();
    item.due_at = row.optional_instant();
    item.note = row.text();
    return item;
}

Act act_of(Row row) {
    Act act;
    act.id = row.number();
    act.matter = row.number();
    act.what = row.text();
    act.serial = row.optional_serial();
    act.person = row.text();
    act.role = row.text();
    act.signatures = pairs_from_json(row.text());
    act.by = row.text();
    act.note = row.text();
    act.details = map_from_json(row.text());
    act.at = row.instant();
    return act;
}

template <class T, class Make> std::vector<T> all_of(std::vector<Row> rows, Make make) {
    std::vector<T> out;
    for (auto& row : rows) {
        out.push_back(make(std::move(row)));
    }
    return out;
}

} // namespace

void Transaction::State::write(Matter const& matter, std::vector<Item> const& items,
                               Act const& act) {
    std::int64_t place = 0;
    for (auto const& item : items) {
        query(sql::item_put)
            .with("matter", matter.id)
            .with("place", place++)
            .with("serial", item.serial)
            .with("person", item.person)
            .with("state", item.state)
            .with("due_at", item.due_at)
            .with("note", item.note)
            .change();
    }
    query(sql::act_add)
        .with("id", next_id("act"))
        .with("matter", matter.id)
        .with("what", act.what)
        .with("serial", act.serial)
        .with("person", act.person)
        .with("role", act.role)
        .with("signatures", to_json(act.signatures))
        .with("by_whom", actor)
        .with("note", act.note)
        .with("details", to_json(act.details))
        .with("at", clock->now())
        .change();
}

Result<Id> Transaction::next_matter() {
    return state_->change([&]() -> Result<Id> { return state_->next_id("matter"); });
}

Result<void> Transaction::add_matter(Matter const& matter, std::vector<Item> const& items,
                                     Act const& act, Entry const& entry) {
    return state_->change([&]() -> Result<void> {
        state_->query(sql::matter_add)
            .with("id", matter.id)
            .with("kind", matter.kind)
            .with("title", matter.title)
            .with("document", matter.document)
            .with("opened_by", matter.opened_by)
            .with("subject", matter.subject)
            .with("purpose", matter.purpose)
            .with("policy", matter.policy)
            .with("details", to_json(matter.details))
            .with("state", matter.state)
            .with("opened_at", matter.opened_at)
            .with("due_at", matter.due_at)
            .with("closed_at", matter.closed_at)
            .change();
        state_->write(matter, items, act);
        state_->append(entry);
        return {};
    });
}

Result<void> Transaction::change_matter(Matter const& matter, std::string const& expected,
                                        std::vector<Item> const& items, Act const& act,
                                        Entry const& entry) {
    return state_->change([&]() -> Result<void> {
        auto changed = state_->query(sql::matter_change)
                           .with("id", matter.id)
                           .with("details", to_json(matter.details))
                           .with("state", matter.state)
                           .with("due_at", matter.due_at)
                           .with("closed_at", matter.closed_at)
                           .with("expected", expected)
                           .change();
        if (changed != 1) {
            return fail(Fault::Conflict,
                        {"registry.matter-moved", {{"matter", std::to_string(matter.id)}}},
                        "no longer " + expected);
        }
        state_->write(matter, items, act);
        state_->append(entry);
        return {};
    });
}

Result<std::optional<Matter>> Transaction::find_matter(Id id) {
    return state_->look([&]() -> Result<std::optional<Matter>> {
        auto row =
            state_->query(sql::matter_select, sql::where_id).with("id", id).row(matter_columns);
        return row ? std::optional(matter_of(std::move(*row))) : std::nullopt;
    });
}

Result<std::vector<Matter>> Transaction::matters(std::string const& kind, bool only_open) {
    return state_->look([&]() -> Result<std::vector<Matter>> {
        if (kind.empty()) {
            auto query = only_open
                             ? state_->query(sql::matter_select, sql::where_open, sql::order_by_id)
                             : state_->query(sql::matter_select, sql::order_by_id);
            return all_of<Matter>(query.rows(matter_columns), matter_of);
        }
        auto where = only_open ? sql::where_kind_open : sql::where_kind;
        return all_of<Matter>(state_->query(sql::matter_select, where, sql::order_by_id)
                                  .with("kind", kind)
                                  .rows(matter_columns),
                              matter_of);
    });
}

Result<std::vector<Matter>> Transaction::matters_of_copy(Serial serial) {
    return state_->look([&]() -> Result<std::vector<Matter>> {
        return all_of<Matter>(
            state_->query(sql::matter_select, sql::where_matter_of_copy, sql::order_by_id)
                .with("serial", serial)
                .rows(matter_columns),
            matter_of);
    });
}

Result<std::vector<Item>> Transaction::items(Id matter) {
    return state_->look([&]() -> Result<std::vector<Item>> {
        return all_of<Item>(state_->query(sql::item_select, sql::where_matter, sql::order_by_place)
                                .with("matter", matter)
                                .rows(item_columns),
                            item_of);
    });
}

Result<std::vector<Act>> Transaction::acts(Id matter) {
    return state_->look([&]() -> Result<std::vector<Act>> {
        return all_of<Act>(state_->query(sql::act_select, sql::where_matter, sql::order_by_id)
                               .with("matter", matter)
                               .rows(act_columns),
                           act_of);
    });
}

Result<Copy> Transaction::hand_copy(Serial serial, Handing const& handing, Entry const& entry) {
    if (std::ranges::find(handing_kinds(), handing.kind) == handing_kinds().end()) {
        return fail(Fault::Internal, {"registry.internal", {}},
                    "no kind of handing: " + handing.kind);
    }
    auto found = find_copy(serial);
    if (!found) {
        return pass_on(found);
    }
    if (!*found) {
        return fail(Fault::NotFound, {"registry.copy-unknown", {{"serial", serial.text()}}},
                    "no such row");
    }
    return state_->change([&]() -> Result<Copy> {
        auto after = **found;
        after.holder = handing.to;
        auto handed = state_->query(sql::copy_hand)
                          .with("serial", serial)
                          .with("holder", after.holder)
                          .with("expected", (*found)->holder)
                          .change();
        if (handed != 1) {
            throw Damaged("a copy was handed on under a writer");
        }
        Movement movement;
        movement.kind = handing.kind;
        movement.serial = serial;
        movement.from = (*found)->holder;
        movement.to = after.holder;
        movement.by = state_->actor;
        movement.note = handing.note;
        movement.matter = handing.matter;
        movement.signed_name = handing.signed_name;
        movement.at = state_->clock->now();
        state_->write(movement);
        state_->append(entry);
        return after;
    });
}

Result<void> Transaction::put_pin(Pin const& pin, std::optional<Entry> const& entry) {
    return state_->change([&]() -> Result<void> {
        state_->query(sql::pin_put)
            .with("account", pin.account)
            .with("salt", pin.salt)
            .with("hash", pin.hash)
            .with("changed_at", pin.changed_at)
            .with("failures", std::int64_t{pin.failures})
            .change();
        if (entry) {
            state_->append(*entry);
        }
        return {};
    });
}

Result<std::optional<Pin>> Transaction::find_pin(std::string const& account) {
    return state_->look([&]() -> Result<std::optional<Pin>> {
        auto row = state_->query(sql::pin_select, sql::where_account)
                       .with("account", account)
                       .row(pin_columns);
        if (!row) {
            return std::optional<Pin>();
        }
        Pin pin;
        pin.account = row->text();
        pin.salt = row->text();
        pin.hash = row->text();
        pin.changed_at = row->instant();
        pin.failures = row->count();
        return std::optional(std::move(pin));
    });
}

} // namespace imprimatur::registry
