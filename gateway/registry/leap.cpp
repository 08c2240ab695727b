#include <algorithm>
#include <charconv>

#include "gateway/registry/state.hpp"
#include "statements.hpp"

namespace imprimatur::registry {

namespace {

/// "1000 2026-11-30": copies of documents that may have been entered before that day begin above
/// that number.
constexpr char const* floor_trait = "first-number";

struct Floor {
    std::uint32_t numbers = 0;
    std::optional<Date> day;
};

Floor floor_in(std::optional<Row> row) {
    Floor out;
    if (!row) {
        return out;
    }
    auto const text = row->text();
    auto const blank = text.find(' ');
    std::from_chars(text.data(), text.data() + std::min(blank, text.size()), out.numbers);
    out.day = blank == std::string::npos ? std::nullopt : find_date(text.substr(blank + 1));
    if (!out.day) {
        throw Damaged("the first number is unreadable: " + text);
    }
    return out;
}

} // namespace

/// A document that was entered in a part of the log that was lost may be entered again: its copies
/// exist. One that was issued after the day of the restore cannot have been.
std::uint32_t Transaction::State::first_number_of(Document const& document) {
    auto const floor = floor_in(query(sql::trait_select).with("name", floor_trait).row(1));
    bool const is_newer = floor.day && document.issued && *document.issued > *floor.day;
    return is_newer ? 0 : floor.numbers;
}

Result<void> Transaction::leap(Leap const& leap, Entry entry) {
    auto before = head();
    if (!before) {
        return pass_on(before);
    }
    return state_->change([&]() -> Result<void> {
        auto const numbers = std::int64_t{leap.numbers};
        state_->query(sql::leap_ids).with("ids", static_cast<std::int64_t>(leap.ids)).change();
        // What was used of them since is not known.
        auto const now = state_->clock->now();
        state_->query(sql::leap_grants).with("now", now).with("limit", now).change();
        state_->query(sql::leap_numbers)
            .with("numbers", numbers)
            .with("numbers2", numbers)
            .change();
        auto all =
            state_->query(sql::counter_take).with("name", "number").with("count", numbers).row(1);
        auto const floor =
            floor_in(state_->query(sql::trait_select).with("name", floor_trait).row(1));
        // What was lost had a floor too: above it, so many may have been given.
        auto const first = std::min<std::uint32_t>(999999, floor.numbers + leap.numbers);
        state_->query(sql::trait_put)
            .with("name", floor_trait)
            .with("value", std::to_string(first) + " " + to_text(local_date(state_->clock->now())))
            .change();
        state_->numbers_given = all ? static_cast<std::uint64_t>(all->number()) : 0;
        state_->least_sequence = leap.entry;
        entry.details["after"] = std::to_string(before->sequence);
        state_->append(entry);
        return {};
    });
}

} // namespace imprimatur::registry
