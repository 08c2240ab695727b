#include <algorithm>

#include "gateway/registry/numbers.hpp"
#include "gateway/service/document_input.hpp"
#include "gateway/service/document_level.hpp"
#include "gateway/service/person_input.hpp"
#include "gateway/service/table_input.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

using enum TableColumn::Kind;

constexpr TableColumn document_columns[] = {
    {"number", "文号", Text, true},
    {"title", "标题", Text, true},
    {"level", "密级"},
    {"period", "保密期限"},
    {"issued", "制发日期", Day},
    {"category", "类别"},
    {"department", "制发部门"},
    {"scope", "发放范围", List},
    {"keeper_original", "正本保管人"},
    {"keeper_duplicate", "副本保管人"},
    {"is_over", "保密期已满", YesNo},
};

constexpr TableColumn person_columns[] = {
    {"account", "账号", Text, true},
    {"full_name", "姓名", Text, true},
    {"department", "部门"},
    {"roles", "职责", List},
    {"agreement", "保密协议日期", Day},
    {"training", "培训日期", Day},
    {"is_outsider", "外来人员", YesNo},
    {"outsider_purpose", "外来事由"},
    {"is_active", "在岗", YesNo},
};

/// Where the rules know a thing by its Chinese or English name too.
std::string id_among(std::vector<policy::Policy::Term> const& terms, std::string const& word) {
    for (auto const& term : terms) {
        if (word == term.chinese || word == term.english) {
            return term.id;
        }
    }
    return word;
}

std::string text_in(json const& object, char const* field) {
    return object.contains(field) && object.at(field).is_string()
               ? object.at(field).get<std::string>()
               : std::string();
}

/// What must stand once in the file: the line where it stood before, or nothing.
class Once {
  public:
    void check(TableInput& table, TableRow const& row, char const* field) {
        auto const word = text_in(row.object, field);
        auto [found, is_new] = lines_.emplace(registry::normal_number(word), row.line);
        if (!is_new && !word.empty()) {
            table.wrong(row.line, field,
                        {"service.import-twice",
                         {{"found", word}, {"line", std::to_string(found->second)}}});
        }
    }

  private:
    std::map<std::string, std::size_t> lines_;
};

std::size_t people_called(std::vector<registry::Person> const& people, std::string const& name) {
    return static_cast<std::size_t>(
        std::count_if(people.begin(), people.end(), [&](auto const& person) {
            return person.account == name || person.full_name == name;
        }));
}

/// A name that nobody or two people have would stay a word that no check finds again.
void check_names(TableInput& table, TableRow const& row,
                 std::vector<registry::Person> const& people) {
    auto check = [&](char const* field, std::string const& name, bool may_be_department) {
        bool is_department =
            may_be_department && std::any_of(people.begin(), people.end(), [&](auto const& person) {
                return person.department == name;
            });
        if (name.empty() || is_department || identity::find_meant(people, name) != nullptr) {
            return;
        }
        auto id = people_called(people, name) > 1 ? "service.import-name-twice"
                                                  : "service.import-name-unknown";
        table.wrong(row.line, field, {id, {{"found", name}}});
    };
    check("keeper_original", text_in(row.object, "keeper_original"), false);
    check("keeper_duplicate", text_in(row.object, "keeper_duplicate"), false);
    if (row.object.contains("scope")) {
        for (auto const& name : row.object.at("scope")) {
            check("scope", name.get<std::string>(), true);
        }
    }
}

/// A wrong row is noted, and the next one is looked at; without a database there is no next one.
Result<void> noted(TableInput& table, TableRow const& row, Result<void> const& done) {
    if (done) {
        return {};
    }
    auto fault = done.error().fault;
    if (fault != Fault::BadInput && fault != Fault::Conflict && fault != Fault::Denied) {
        return done;
    }
    table.wrong(row, done.error());
    return {};
}

/// What came before stays in the transaction, which is only kept when every row is right.
Result<void> enter_document(Exchange const& exchange, registry::Transaction& transaction,
                            TableInput& table, TableRow const& row,
                            std::vector<registry::Person> const& people) {
    auto& office = exchange.office;
    auto policy = office.policies.current();
    auto object = row.object;
    if (object.contains("category")) {
        object["category"] = id_among(policy.categories(), text_in(object, "category"));
    }
    Input input(object);
    auto const today = local_date(office.clock->now());
    auto document =
        read_new_document(input, policy, people, exchange.caller.person->department, today);
    auto const is_over = input.flag("is_over", false);
    auto checked = input.close();
    checked = checked ? check_level(policy, document) : checked;
    checked = checked ? check_end(nullptr, document, today, is_over) : checked;
    settle_level(exchange, people, document);
    document.registered_by = exchange.caller.account;
    document.registered_at = office.clock->now();
    if (checked) {
        auto added = transaction.add_document(document, registered_entry(document));
        checked = added ? checked : Result<void>(pass_on(added));
    }
    return noted(table, row, checked);
}

Result<void> enter_person(Exchange const& exchange, registry::Transaction& transaction,
                          TableInput& table, TableRow const& row) {
    auto& office = exchange.office;
    auto object = row.object;
    auto account = text_in(object, "account");
    object.erase("account");
    if (object.contains("roles")) {
        for (auto& role : object["roles"]) {
            role = id_among(office.policies.current().roles(), role.get<std::string>());
        }
    }
    if (auto checked = check_account(account); !checked) {
        table.wrong(row.line, "account", checked.error().sentence);
        return {};
    }
    auto known = transaction.find_person(account);
    if (!known) {
        return pass_on(known);
    }
    if (*known) {
        table.wrong(row.line, "account", {"service.import-known", {{"found", account}}});
        return {};
    }
    registry::Person before{.account = account, .full_name = account};
    Input input(object);
    auto after = changed(before, input);
    auto checked = after ? check_entry(office.policies.current(), *after) : pass_on(after);
    checked = checked ? check_roles(office, before, *after, exchange.caller.account) : checked;
    checked = checked ? transaction.put_person(*after, person_entry(*after, true)) : checked;
    return noted(table, row, checked);
}

/// All rows or none.
Result<http::Response> finish(Exchange const& exchange, registry::Transaction& transaction,
                              TableInput const& table, std::string const& what) {
    if (table.mistakes.empty()) {
        auto recorded =
            transaction.record({what, "table", {}, {{"rows", std::to_string(table.rows.size())}}});
        auto done = recorded ? transaction.commit() : recorded;
        if (!done) {
            return pass_on(done);
        }
    }
    return import_reply(table, exchange);
}

} // namespace

Result<http::Response> import_documents(Exchange& exchange) {
    auto table = read_table(exchange.request.body, document_columns);
    if (!table) {
        return pass_on(table);
    }
    auto transaction = exchange.office.registry.begin(exchange.caller.account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto people = transaction->people();
    if (!people) {
        return pass_on(people);
    }
    Once numbers;
    for (auto const& row : table->rows) {
        auto before = table->mistakes.size();
        numbers.check(*table, row, "number");
        check_names(*table, row, *people);
        if (table->mistakes.size() != before) {
            continue;
        }
        auto entered = enter_document(exchange, *transaction, *table, row, *people);
        if (!entered) {
            return pass_on(entered);
        }
    }
    return finish(exchange, *transaction, *table, "documents.imported");
}

Result<http::Response> import_people(Exchange& exchange) {
    auto table = read_table(exchange.request.body, person_columns);
    if (!table) {
        return pass_on(table);
    }
    auto transaction = exchange.office.registry.begin(exchange.caller.account);
    if (!transaction) {
        return pass_on(transaction);
    }
    Once accounts;
    for (auto const& row : table->rows) {
        auto before = table->mistakes.size();
        accounts.check(*table, row, "account");
        if (table->mistakes.size() != before) {
            continue;
        }
        auto entered = enter_person(exchange, *transaction, *table, row);
        if (!entered) {
            return pass_on(entered);
        }
    }
    return finish(exchange, *transaction, *table, "people.imported");
}

} // namespace imprimatur::service
