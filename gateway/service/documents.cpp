#include "gateway/service/documents.hpp"

#include "gateway/registry/words.hpp"
#include "gateway/service/input.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

using nlohmann::json;

bool sees_every_document(Exchange const& exchange) {
    return exchange.caller.has_role(identity::registry_officer) ||
           exchange.caller.has_role(identity::confidentiality_officer);
}

bool is_seen_by(registry::Document const& document, Exchange const& exchange) {
    if (sees_every_document(exchange)) {
        return true;
    }
    auto const& person = exchange.caller.person;
    if (!person || !person->is_active) {
        return false;
    }
    bool is_theirs =
        document.scope.contains(person->account) || document.keeper_original == person->account ||
        document.keeper_duplicate == person->account || document.registered_by == person->account;
    bool is_of_department =
        !person->department.empty() &&
        (document.scope.contains(person->department) || document.department == person->department);
    return is_theirs || is_of_department ||
           (document.scope.empty() && !is_classified(document.level) && !person->is_outsider);
}

Result<registry::Document> visible_document(Exchange const& exchange,
                                            registry::Transaction& transaction,
                                            std::string const& number) {
    auto document = transaction.find_document(number);
    if (!document) {
        return pass_on(document);
    }
    if (!*document || !is_seen_by(**document, exchange)) {
        return fail(Fault::NotFound, {"service.document-unknown", {{"document", number}}});
    }
    return **document;
}

namespace {

bool fits(registry::Document const& document, http::Target const& target) {
    auto number = target.find_query("number");
    auto text = target.find_query("text");
    auto level = target.find_query("level");
    auto state = target.find_query("state");
    return (!number || document.number == *number) &&
           (!text || document.number.find(*text) != std::string::npos ||
            document.title.find(*text) != std::string::npos) &&
           (!level || find_level(*level) == document.level) &&
           (!state || registry::word(document.state) == *state);
}

std::set<std::string> as_accounts(std::vector<registry::Person> const& people,
                                  std::vector<std::string> const& names) {
    std::set<std::string> out;
    for (auto const& name : names) {
        auto const* person = identity::find_meant(people, name);
        out.insert(person == nullptr ? name : person->account);
    }
    return out;
}

std::string as_account(std::vector<registry::Person> const& people, std::string const& name) {
    auto const* person = identity::find_meant(people, name);
    return person == nullptr ? name : person->account;
}

/// What may be given both when a document is registered and when it is changed.
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

/// Level, category and period must fit each other under the rules (K2, K3).
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
    auto longest = policy.find_longest_period(document.level);
    if (!longest || !document.period || !document.issued) {
        return {};
    }
    auto end = declassification_date(*document.period, *document.issued);
    auto latest = declassification_date(*longest, *document.issued);
    if (end && latest && *end > *latest) {
        return fail(Fault::BadInput,
                    {"service.period-too-long",
                     {{"period", document.period->text()}, {"longest", longest->text()}}});
    }
    return {};
}

} // namespace

Result<http::Response> list_documents(Exchange& exchange) {
    auto transaction = exchange.office.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto documents = transaction->documents();
    if (!documents) {
        return pass_on(documents);
    }
    json out = json::array();
    for (auto const& document : *documents) {
        if (is_seen_by(document, exchange) && fits(document, exchange.request.target)) {
            out.push_back(json_of(document));
        }
    }
    return json_reply({{"documents", out}});
}

Result<http::Response> show_document(Exchange& exchange) {
    auto transaction = exchange.office.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto document = visible_document(exchange, *transaction, exchange.part("document"));
    if (!document) {
        return pass_on(document);
    }
    return json_reply(json_of(*document));
}

Result<http::Response> register_document(Exchange& exchange) {
    auto input = Input::read(exchange.request.body);
    if (!input) {
        return pass_on(input);
    }
    auto& office = exchange.office;
    auto transaction = office.registry.begin(exchange.caller.account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto people = transaction->people();
    if (!people) {
        return pass_on(people);
    }
    registry::Document document;
    document.number = input->needed_text("number", 200);
    document.department = exchange.caller.person->department;
    document.issued = local_date(office.clock->now());
    if (!input->has("title") || !input->has("level")) {
        input->wrong(input->has("title") ? "level" : "title", "text, not empty");
    }
    read_common(*input, document, *people);
    auto closed = input->close();
    auto checked = closed ? check_level(office.policies.current(), document) : closed;
    if (!checked) {
        return pass_on(checked);
    }
    document.registered_by = exchange.caller.account;
    document.registered_at = office.clock->now();
    auto added = transaction->add_document(
        document, {"document.registered",
                   "document:" + document.number,
                   {},
                   {{"level", std::string(identifier(document.level))},
                    {"period", document.period ? document.period->identifier() : ""}}});
    if (!added) {
        return pass_on(added);
    }
    auto done = transaction->commit();
    if (!done) {
        return pass_on(done);
    }
    return json_reply(json_of(*added), 201);
}

namespace {

/// A level that is on paper already is not taken down behind the papers' back (K8).
Result<void> check_lowering(registry::Transaction& transaction, registry::Document const& before,
                            registry::Document const& after) {
    if (after.level >= before.level) {
        return {};
    }
    auto copies = transaction.copies(before.id);
    if (!copies) {
        return pass_on(copies);
    }
    for (auto const& copy : *copies) {
        if (copy.state != registry::CopyState::Void) {
            return fail(Fault::Conflict, {"service.level-lowered", {{"document", before.number}}});
        }
    }
    return {};
}

} // namespace

Result<http::Response> change_document(Exchange& exchange) {
    auto input = Input::read(exchange.request.body);
    if (!input) {
        return pass_on(input);
    }
    auto& office = exchange.office;
    auto transaction = office.registry.begin(exchange.caller.account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto before = visible_document(exchange, *transaction, exchange.part("document"));
    auto people = transaction->people();
    if (!before || !people) {
        return before ? pass_on(people) : pass_on(before);
    }
    auto after = *before;
    read_common(*input, after, *people);
    if (auto state = input->text("state"); !state.empty()) {
        auto found = registry::find_word<registry::DocumentState>(state);
        if (!found) {
            input->wrong("state", "active, frozen, declassified, withdrawn");
        }
        after.state = found.value_or(after.state);
    }
    auto checked = input->close();
    checked = checked ? check_level(office.policies.current(), after) : checked;
    checked = checked ? check_lowering(*transaction, *before, after) : checked;
    if (!checked) {
        return pass_on(checked);
    }
    auto changed = transaction->change_document(
        after, {"document.changed",
                "document:" + after.number,
                {},
                {{"level", std::string(identifier(after.level))},
                 {"state", std::string(registry::word(after.state))}}});
    auto done = changed ? transaction->commit() : changed;
    if (!done) {
        return pass_on(done);
    }
    return json_reply(json_of(after));
}

} // namespace imprimatur::service
