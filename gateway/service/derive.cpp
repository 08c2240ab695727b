#include "gateway/print/derive.hpp"
#include "gateway/service/document_input.hpp"
#include "gateway/service/document_join.hpp"
#include "gateway/service/document_level.hpp"
#include "gateway/service/documents.hpp"
#include "gateway/service/refusal.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

policy::Action action_in(Input& input) {
    auto text = input.needed_text("action", 20);
    auto action = policy::find_action(text).value_or(policy::Action::Print);
    if (action != policy::Action::Excerpt && action != policy::Action::Compile) {
        input.wrong("action", "excerpt, compile");
    }
    return action;
}

/// Each once, and visible to the one who asks.
Result<std::vector<registry::Document>> sources_in(Exchange const& exchange, Input& input,
                                                   registry::Transaction& transaction) {
    auto numbers = input.texts("sources");
    if (numbers.empty()) {
        input.wrong("sources", "[number, …]");
    }
    std::vector<registry::Document> out;
    for (auto const& number : std::set<std::string>(numbers.begin(), numbers.end())) {
        auto source = visible_document(exchange, transaction, number);
        if (!source) {
            return pass_on(source);
        }
        out.push_back(*source);
    }
    return out;
}

print::Derived read_derived(Exchange const& exchange, Input& input,
                            std::vector<registry::Person> const& people) {
    print::Derived out;
    out.action = action_in(input);
    out.has_level = input.has("level");
    out.has_period = input.has("period");
    out.has_scope = input.has("scope");
    auto& document = out.document;
    document.number = input.needed_text("number", 200);
    document.department = exchange.caller.person->department;
    document.issued = local_date(exchange.office.clock->now());
    if (!input.has("title")) {
        input.wrong("title", expected_text());
    }
    read_common(input, document, people);
    document.registered_by = exchange.caller.account;
    document.registered_at = exchange.office.clock->now();
    return out;
}

} // namespace

Result<http::Response> derive_document(Exchange& exchange) {
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
    auto derived = read_derived(exchange, *input, *people);
    auto sources = sources_in(exchange, *input, *transaction);
    auto const file = input->text("file", 32);
    auto const join = input->texts("join");
    auto const is_over = input->flag("is_over", false);
    auto closed = input->close();
    if (!closed || !sources) {
        return closed ? pass_on(sources) : pass_on(closed);
    }
    derived.sources = *sources;
    auto derivation = print::derive(office.parts, *transaction, exchange.caller.account, derived);
    if (!derivation && derivation.error().fault == Fault::Denied) {
        return refused(exchange, std::move(*transaction),
                       {"document.derivation-refused",
                        "document:" + derived.sources.front().number,
                        {},
                        {{"number", derived.document.number}}},
                       derivation.error());
    }
    auto checked = derivation ? check_level(office.policies.current(), derivation->document)
                              : pass_on(derivation);
    checked =
        checked ? check_end(nullptr, derivation->document, local_date(office.clock->now()), is_over)
                : checked;
    if (!checked) {
        return pass_on(checked);
    }
    if (derivation->document.level > derivation->inherited_level) {
        settle_level(exchange, *people, derivation->document);
    }
    auto upload = file.empty() ? Result<Upload>(Upload()) : find_upload(exchange, file);
    auto entered = upload ? print::enter(office.parts, *transaction, *derivation) : pass_on(upload);
    if (!entered) {
        return pass_on(entered);
    }
    auto joined = file.empty() ? Result<std::vector<Joined>>(std::vector<Joined>())
                               : give_file(exchange, *transaction, *entered, *upload, join);
    if (!joined) {
        return not_given(exchange, std::move(*transaction), *entered, joined.error());
    }
    auto done = transaction->commit();
    if (!done) {
        return pass_on(done);
    }
    office.uploads.release(file);
    auto out = json_of(*entered);
    out["joined"] = json_of(*joined);
    out["derived_from"] = numbers_of(*sources);
    return json_reply(out, 201);
}

} // namespace imprimatur::service
