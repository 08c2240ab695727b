/// One statement: its text from sql/, its values bound by name, its rows as texts.
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "foundation/time/time.hpp"
#include "gateway/registry/connection.hpp"
#include "gateway/registry/faults.hpp"
#include "gateway/registry/words.hpp"
#include "marking/mark/serial.hpp"

namespace imprimatur::registry {

/// One row, read from the left. Throws Damaged when a value is not what it must be.
class Row {
  public:
    explicit Row(std::vector<std::optional<std::string>> values) : values_(std::move(values)) {}

    std::optional<std::string> optional_text();
    std::string text();
    std::optional<std::int64_t> optional_number();
    std::int64_t number();
    std::uint32_t count(); ///< a number that is not negative
    bool yes_or_no();
    std::optional<Date> optional_date();
    Instant instant();
    std::optional<Instant> optional_instant();
    Serial serial();
    std::optional<Serial> optional_serial();
    template <class Enum> Enum word() {
        auto read = text();
        auto found = find_word<Enum>(read);
        if (!found) {
            throw Damaged("unknown word: " + read);
        }
        return *found;
    }

  private:
    std::vector<std::optional<std::string>> values_;
    std::size_t next_ = 0;
};

/// A name that the statement does not have, or one that was not given a value, is a mistake of ours
/// and throws before anything is sent: SOCI takes an unbound name on SQLite for NULL.
class Query {
  public:
    Query(Connection& connection, std::string statement)
        : connection_(connection), statement_(std::move(statement)) {}

    /// Texts are cleaned on their way in (texts.hpp).
    Query& with(char const* name, std::string_view text);
    Query& with(char const* name, std::optional<std::string> const& text);
    Query& with(char const* name, std::int64_t number);
    Query& with(char const* name, std::optional<std::int64_t> number);
    Query& with(char const* name, Instant instant) { return with(name, to_text(instant)); }
    Query& with(char const* name, std::optional<Instant> instant);
    Query& with(char const* name, std::optional<Date> date);
    Query& with(char const* name, Serial serial) { return with(name, serial.plain()); }
    Query& with(char const* name, std::optional<Serial> serial);
    Query& with(char const* name, std::string const& text) {
        return with(name, std::string_view(text));
    }
    Query& with(char const* name, char const* text) { return with(name, std::string_view(text)); }

    /// Runs it and gives all rows, each of so many columns.
    std::vector<Row> rows(std::size_t columns);
    std::optional<Row> row(std::size_t columns);
    /// Runs it and says how many rows it changed.
    std::int64_t change();

  private:
    struct Value {
        std::string name;
        bool is_text = true;
        std::string text;
        long long number = 0;
        soci::indicator indicator = soci::i_ok;
    };
    void bind(soci::statement& statement);
    void check_names() const;

    Connection& connection_;
    std::string statement_;
    std::deque<Value> values_; ///< stands still while SOCI points into it
};

} // namespace imprimatur::registry
