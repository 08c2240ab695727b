#include "gateway/registry/query.hpp"

#include <algorithm>
#include <charconv>
#include <stdexcept>

#include "gateway/registry/texts.hpp"

namespace imprimatur::registry {

std::optional<std::string> Row::optional_text() {
    if (next_ >= values_.size()) {
        throw Damaged("a row has fewer columns than asked for");
    }
    return values_[next_++];
}

std::string Row::text() {
    auto value = optional_text();
    if (!value) {
        throw Damaged("column " + std::to_string(next_) + " is empty");
    }
    return *std::move(value);
}

std::optional<std::int64_t> Row::optional_number() {
    auto value = optional_text();
    if (!value) {
        return std::nullopt;
    }
    std::int64_t number = 0;
    auto const* end = value->data() + value->size();
    auto [stop, error] = std::from_chars(value->data(), end, number);
    if (error != std::errc{} || stop != end) {
        throw Damaged("not a number: " + *value);
    }
    return number;
}

std::int64_t Row::number() {
    auto value = optional_number();
    if (!value) {
        throw Damaged("column " + std::to_string(next_) + " is empty");
    }
    return *value;
}

std::uint32_t Row::count() {
    auto value = number();
    if (value < 0 || value > UINT32_MAX) {
        throw Damaged("not a count: " + std::to_string(value));
    }
    return static_cast<std::uint32_t>(value);
}

bool Row::yes_or_no() {
    return number() != 0;
}

std::optional<Date> Row::optional_date() {
    auto value = optional_text();
    if (!value) {
        return std::nullopt;
    }
    auto date = find_date(*value);
    if (!date) {
        throw Damaged("not a date: " + *value);
    }
    return date;
}

std::optional<Instant> Row::optional_instant() {
    auto value = optional_text();
    if (!value) {
        return std::nullopt;
    }
    auto instant = find_instant(*value);
    if (!instant) {
        throw Damaged("not an instant: " + *value);
    }
    return instant;
}

Instant Row::instant() {
    auto value = optional_instant();
    if (!value) {
        throw Damaged("column " + std::to_string(next_) + " is empty");
    }
    return *value;
}

std::optional<Serial> Row::optional_serial() {
    auto value = optional_text();
    if (!value) {
        return std::nullopt;
    }
    auto serial = Serial::read(*value);
    if (!serial) {
        throw Damaged("not a serial: " + *value);
    }
    return *serial;
}

Serial Row::serial() {
    auto value = optional_serial();
    if (!value) {
        throw Damaged("column " + std::to_string(next_) + " is empty");
    }
    return *value;
}

Query& Query::with(char const* name, std::string_view text) {
    values_.push_back({.name = name, .text = clean(text)});
    return *this;
}

Query& Query::with(char const* name, std::optional<std::string> const& text) {
    values_.push_back({.name = name,
                       .text = text ? clean(*text) : std::string(),
                       .indicator = text ? soci::i_ok : soci::i_null});
    return *this;
}

Query& Query::with(char const* name, std::int64_t number) {
    values_.push_back({.name = name, .is_text = false, .number = number});
    return *this;
}

Query& Query::with(char const* name, std::optional<std::int64_t> number) {
    values_.push_back({.name = name,
                       .is_text = false,
                       .number = number.value_or(0),
                       .indicator = number ? soci::i_ok : soci::i_null});
    return *this;
}

Query& Query::with(char const* name, std::optional<Instant> instant) {
    return with(name, instant ? std::optional(to_text(*instant)) : std::nullopt);
}

Query& Query::with(char const* name, std::optional<Date> date) {
    return with(name, date ? std::optional(to_text(*date)) : std::nullopt);
}

Query& Query::with(char const* name, std::optional<Serial> serial) {
    return with(name, serial ? std::optional(serial->plain()) : std::nullopt);
}

namespace {

bool is_name_character(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

/// Names after a colon, outside of quotes; each once, in order.
std::vector<std::string_view> names_in(std::string_view statement) {
    std::vector<std::string_view> out;
    bool is_quoted = false;
    for (std::size_t at = 0; at < statement.size(); ++at) {
        is_quoted = statement[at] == '\'' ? !is_quoted : is_quoted;
        if (is_quoted || statement[at] != ':') {
            continue;
        }
        auto end = at + 1;
        while (end < statement.size() && is_name_character(statement[end])) {
            ++end;
        }
        out.push_back(statement.substr(at + 1, end - at - 1));
        at = end - 1;
    }
    std::ranges::sort(out);
    out.erase(std::unique(out.begin(), out.end()), out.end());
    return out;
}

} // namespace

void Query::check_names() const {
    std::vector<std::string_view> bound;
    for (auto const& value : values_) {
        bound.push_back(value.name);
    }
    std::ranges::sort(bound);
    auto const wanted = names_in(statement_);
    if (bound == wanted) {
        return;
    }
    std::string cause = "the names bound are not those of the statement:";
    for (auto name : wanted) {
        cause += " " + std::string(name);
    }
    throw std::logic_error(cause);
}

void Query::bind(soci::statement& statement) {
    check_names();
    statement.alloc();
    // One round trip: nothing is kept prepared on the server.
    statement.prepare(statement_, soci::details::st_one_time_query);
    for (auto& value : values_) {
        if (value.is_text) {
            statement.exchange(soci::use(value.text, value.indicator, value.name));
        } else {
            statement.exchange(soci::use(value.number, value.indicator, value.name));
        }
    }
}

std::vector<Row> Query::rows(std::size_t columns) {
    soci::statement statement(connection_.session());
    std::deque<std::pair<std::string, soci::indicator>> into(columns);
    bind(statement);
    for (auto& [text, indicator] : into) {
        statement.exchange(soci::into(text, indicator));
    }
    statement.define_and_bind();
    std::vector<Row> out;
    for (bool is_there = statement.execute(true); is_there; is_there = statement.fetch()) {
        std::vector<std::optional<std::string>> values;
        values.reserve(columns);
        for (auto const& [text, indicator] : into) {
            values.push_back(indicator == soci::i_null ? std::nullopt : std::optional(text));
        }
        out.emplace_back(std::move(values));
    }
    return out;
}

std::optional<Row> Query::row(std::size_t columns) {
    auto all = rows(columns);
    return all.empty() ? std::nullopt : std::optional(std::move(all.front()));
}

std::int64_t Query::change() {
    soci::statement statement(connection_.session());
    bind(statement);
    statement.define_and_bind();
    // Without "true" SOCI 4.0.3 binds the values on SQLite but never takes the step.
    statement.execute(true);
    return statement.get_affected_rows();
}

} // namespace imprimatur::registry
