#include <algorithm>

#include "gateway/registry/limits.hpp"
#include "gateway/registry/state.hpp"
#include "gateway/registry/texts.hpp"
#include "statements.hpp"

namespace imprimatur::registry {

namespace {

constexpr std::size_t columns = 9;

Person person_of(Row row) {
    Person person;
    person.account = row.text();
    person.full_name = row.text();
    person.department = row.text();
    auto roles = list_from_json(row.text());
    person.roles = {roles.begin(), roles.end()};
    person.is_active = row.yes_or_no();
    person.is_outsider = row.yes_or_no();
    person.outsider_purpose = row.text();
    person.agreement = row.optional_date();
    person.training = row.optional_date();
    return person;
}

/// As both databases do it for ASCII, which accounts are of.
std::string lower(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return text;
}

/// The kernel and PAM tell accounts apart by case, CUPS and directories do not: one of two such
/// people would print in the name of the other.
tl::unexpected<Error> alike_by_case(std::string const& account, std::string const& known) {
    return fail(Fault::Conflict,
                {"registry.account-differs-by-case", {{"account", account}, {"known", known}}},
                "differs by case");
}

} // namespace

Result<void> Transaction::put_person(Person const& person, Entry const& entry) {
    return state_->change([&]() -> Result<void> {
        if (auto named = check_name("account", person.account); !named) {
            return named;
        }
        auto const other = state_->query(sql::person_by_case)
                               .with("lower", lower(person.account))
                               .with("account", person.account)
                               .row(1);
        if (other) {
            return alike_by_case(person.account, Row(*other).text());
        }
        state_->query(sql::person_put)
            .with("account", person.account)
            .with("full_name", person.full_name)
            .with("department", person.department)
            .with("roles", to_json(person.roles))
            .with("is_active", std::int64_t{person.is_active})
            .with("is_outsider", std::int64_t{person.is_outsider})
            .with("outsider_purpose", person.outsider_purpose)
            .with("agreement", person.agreement)
            .with("training", person.training)
            .change();
        state_->append(entry);
        return {};
    });
}

Result<std::optional<Person>> Transaction::find_person(std::string const& account) {
    return state_->look([&]() -> Result<std::optional<Person>> {
        auto row = state_->query(sql::person_select, sql::where_account)
                       .with("account", account)
                       .row(columns);
        return row ? std::optional(person_of(std::move(*row))) : std::nullopt;
    });
}

Result<std::vector<Person>> Transaction::people() {
    return state_->look([&]() -> Result<std::vector<Person>> {
        std::vector<Person> out;
        for (auto& row : state_->query(sql::person_select).rows(columns)) {
            out.push_back(person_of(std::move(row)));
        }
        // Sorted here: how a database sorts texts depends on where it was made.
        std::ranges::sort(out, {}, &Person::account);
        return out;
    });
}

} // namespace imprimatur::registry
