#include "gateway/service/document_input.hpp"

#include "gateway/identity/identity.hpp"
#include "gateway/print/period.hpp"
#include "gateway/registry/numbers.hpp"
#include "gateway/registry/words.hpp"

namespace imprimatur::service {

bool fits(registry::Document const& document, http::Target const& target) {
    auto number = target.find_query("number");
    auto text = target.find_query("text");
    auto level = target.find_query("level");
    auto state = target.find_query("state");
    auto category = target.find_query("category");
    auto department = target.find_query("department");
    auto proposed = target.find_query("proposed");
    return (!proposed || document.is_level_proposed == (*proposed == "yes")) &&
           (!number || registry::is_same_number(document.number, *number)) &&
           (!text ||
            registry::normal_number(document.number).find(registry::normal_number(*text)) !=
                std::string::npos ||
            document.title.find(*text) != std::string::npos) &&
           (!level || find_level(*level) == document.level) &&
           (!state || registry::word(document.state) == *state) &&
           (!category || document.category == *category) &&
           (!department || document.department == *department);
}

namespace {

std::set<std::string> as_accounts(std::vector<registry::Person> const& people,
                                  std::vector<std::string> const& names) {
    std::set<std::string> out;
    for (auto const& name : names) {
        auto const* person = identity::find_meant(people, name);
        out.insert(person == nullptr ? name : person->account);
    }
    return out;
}

} // namespace

std::string as_account(std::vector<registry::Person> const& people, std::string const& name) {
    auto const* person = identity::find_meant(people, name);
    return person == nullptr ? name : person->account;
}

void read_common(Input& input, registry::Document& document,
                 std::vector<registry::Person> const& people) {
    if (input.has("title")) {
        document.title = input.needed_text("title");
    }
    if (auto level = input.level("level")) {
        document.level = *level;
    }
    if (input.has("period")) {
        document.period = input.period("period");
    }
    if (input.has("issued")) {
        document.issued = input.date("issued");
    }
    if (input.has("category")) {
        document.category = input.text("category", 100);
    }
    if (input.has("department")) {
        document.department = input.text("department", 200);
    }
    if (input.has("scope")) {
        document.scope = as_accounts(people, input.texts("scope"));
    }
    if (input.has("keeper_original")) {
        document.keeper_original = as_account(people, input.text("keeper_original", 200));
    }
    if (input.has("keeper_duplicate")) {
        document.keeper_duplicate = as_account(people, input.text("keeper_duplicate", 200));
    }
}

registry::Document read_new_document(Input& input, policy::Policy const& policy,
                                     std::vector<registry::Person> const& people,
                                     std::string const& department, Date today) {
    registry::Document document;
    document.number = input.needed_text("number", 200);
    document.department = department;
    document.issued = today;
    if (!input.has("title")) {
        input.wrong("title", expected_text());
    }
    read_common(input, document, people);
    if (!input.level("level")) {
        auto proposed = policy.find_category_level(document.category);
        if (!proposed) {
            input.wrong("level", expected_level());
        }
        document.level = proposed.value_or(document.level);
    }
    return document;
}

registry::Entry registered_entry(registry::Document const& document) {
    return {"document.registered",
            "document:" + document.number,
            {},
            {{"level", std::string(identifier(document.level))},
             {"period", document.period ? document.period->identifier() : ""}}};
}

Result<void> check_level(policy::Policy const& policy, registry::Document& document) {
    if (!document.category.empty()) {
        auto least = policy.find_category_level(document.category);
        if (!least) {
            return fail(Fault::BadInput,
                        {"service.category-unknown", {{"category", document.category}}});
        }
        if (document.level < *least) {
            return fail(Fault::BadInput, {"service.level-below-category",
                                          {{"category", document.category},
                                           {"level_zh", std::string(chinese_name(*least))},
                                           {"level_en", std::string(english_name(*least))}}});
        }
    }
    if (!is_classified(document.level)) {
        return {};
    }
    if (!document.period) {
        document.period = policy.find_default_period(document.level);
    }
    if (auto trouble = print::find_period_trouble(policy, document)) {
        return fail(Fault::BadInput, *trouble);
    }
    return {};
}

Result<void> check_end(registry::Document const* before, registry::Document const& after,
                       Date today, bool is_said) {
    auto end_of_secrecy = [](registry::Document const& document) {
        return is_classified(document.level) ? print::end_of(document) : std::nullopt;
    };
    auto const end = end_of_secrecy(after);
    auto const known = before == nullptr ? std::nullopt : end_of_secrecy(*before);
    if (is_said || !end || *end > today || end == known) {
        return {};
    }
    return fail(Fault::Conflict, {"service.period-over",
                                  {{"document", after.number},
                                   {"issued", to_text(*after.issued)},
                                   {"period_zh", after.period->text()},
                                   {"period_en", after.period->english()},
                                   {"end", to_text(*end)}}});
}

} // namespace imprimatur::service
