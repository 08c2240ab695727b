/// JSON and queries from strangers, read strictly: every field by its name and kind, none unknown.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

#include "gateway/service/route.hpp"

namespace imprimatur::service {

/// What a field takes, in the words of each language; one text where both are the same.
struct Expected {
    std::string english;
    std::string chinese;
    Expected(std::string both) : english(both), chinese(std::move(both)) {}
    Expected(char const* both) : Expected(std::string(both)) {}
    Expected(std::string in_english, std::string in_chinese)
        : english(std::move(in_english)), chinese(std::move(in_chinese)) {}
};

Expected expected_level();
Expected expected_period();
Expected expected_day();
Expected expected_text();

/// An object being read. Each call notes what was asked for; the first thing wrong is kept, and
/// after it every call gives its default.
class Input {
  public:
    /// The body of a request as an object. An empty body is an empty object.
    /// @error BadInput not JSON, not an object, more than a mebibyte.
    static Result<Input> read(http::Body& body);
    explicit Input(nlohmann::json object) : object_(std::move(object)) {}

    bool has(std::string const& name);
    /// Control characters other than line feeds are wrong; at most `longest` bytes.
    std::string text(std::string const& name, std::size_t longest = 1000);
    /// Any bytes that JSON can carry; for texts that are tamed later.
    std::string raw_text(std::string const& name);
    std::string needed_text(std::string const& name, std::size_t longest = 1000);
    std::vector<std::string> texts(std::string const& name);
    std::int64_t number(std::string const& name, std::int64_t least, std::int64_t most,
                        std::int64_t otherwise);
    std::int64_t needed_number(std::string const& name, std::int64_t least, std::int64_t most);
    bool flag(std::string const& name, bool otherwise);
    std::optional<Date> date(std::string const& name);
    std::optional<Level> level(std::string const& name);
    std::optional<Period> period(std::string const& name);
    std::optional<Input> object(std::string const& name);
    std::vector<Input> objects(std::string const& name);
    /// Texts as text(), by whatever names they have.
    std::map<std::string, std::string> named_texts(std::string const& name);
    /// Any texts by name, for what is tamed later.
    std::vector<std::pair<std::string, std::string>> pairs(std::string const& name);

    void wrong(std::string const& name, Expected const& expected);

    /// @error BadInput what was wrong first, or a field that nobody asked for.
    Result<void> close() const;
    /// As close(), but fields that nobody asked for are left alone.
    Result<void> close_open() const;

  private:
    nlohmann::json const* find(std::string const& name);

    nlohmann::json object_;
    std::set<std::string> known_;
    std::optional<Error> error_;
};

/// A value that is not one of those expected: BadInput.
tl::unexpected<Error> wrong_field(std::string const& field, Expected const& expected);
/// A number in a path or a query. @error BadInput
Result<std::int64_t> read_number(std::string const& text, std::string const& name,
                                 std::int64_t least, std::int64_t most);
/// @error BadInput
Result<std::optional<Date>> read_day(http::Target const& target, std::string const& name);

/// The days "from" and "to" of a query; without one, no bound.
struct Days {
    std::optional<Date> first;
    std::optional<Date> last;
};
/// @error BadInput
Result<Days> read_days(http::Target const& target);

} // namespace imprimatur::service
