#include "gateway/service/documents.hpp"

#include <algorithm>

#include "gateway/print/derive.hpp"
#include "gateway/registry/words.hpp"
#include "gateway/service/document_input.hpp"
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

namespace {

/// What it was made out of, and what was made out of it, as far as the caller may know of them.
Result<json> with_relations(Exchange const& exchange, registry::Transaction& transaction,
                            registry::Document const& document) {
    auto sources = print::sources_of(transaction, document.id);
    auto links = transaction.derived_from(document.id);
    if (!sources || !links) {
        return sources ? pass_on(links) : pass_on(sources);
    }
    std::vector<registry::Document> derived;
    for (auto const& link : *links) {
        auto one = transaction.document(link.document);
        if (!one) {
            return pass_on(one);
        }
        derived.push_back(*one);
    }
    auto is_hidden = [&](auto const& one) { return !is_seen_by(one, exchange); };
    std::erase_if(*sources, is_hidden);
    std::erase_if(derived, is_hidden);
    auto out = json_of(document);
    out["derived_from"] = numbers_of(*sources);
    out["derived"] = numbers_of(derived);
    return out;
}

} // namespace

Result<http::Response> show_document(Exchange& exchange) {
    auto transaction = exchange.office.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto document = visible_document(exchange, *transaction, exchange.part("document"));
    if (!document) {
        return pass_on(document);
    }
    auto shown = with_relations(exchange, *transaction, *document);
    if (!shown) {
        return pass_on(shown);
    }
    return json_reply(*shown);
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
    auto policy = office.policies.current();
    auto today = local_date(office.clock->now());
    auto document =
        read_new_document(*input, policy, *people, exchange.caller.person->department, today);
    auto closed = input->close();
    auto checked = closed ? check_level(policy, document) : closed;
    if (!checked) {
        return pass_on(checked);
    }
    document.registered_by = exchange.caller.account;
    document.registered_at = office.clock->now();
    auto added = transaction->add_document(document, registered_entry(document));
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

/// An excerpt or a compilation is never less than its sources (K8, K37).
Result<void> check_sources(Exchange const& exchange, registry::Transaction& transaction,
                           std::vector<registry::Person> const& people,
                           registry::Document const& after) {
    auto links = transaction.sources(after.id);
    auto sources = print::sources_of(transaction, after.id);
    if (!links || !sources) {
        return links ? pass_on(sources) : pass_on(links);
    }
    if (sources->empty() || after.state == registry::DocumentState::Declassified) {
        return {};
    }
    auto policy = exchange.office.policies.current();
    auto today = local_date(exchange.office.clock->now());
    auto inherited = print::inherit(policy, *sources, people, after.issued, today);
    auto action = policy::find_action(links->front().action).value_or(policy::Action::Excerpt);
    auto shortfall = print::find_shortfall(inherited, after, people,
                                           policy.derivation_clauses(action, inherited.level));
    return shortfall ? Result<void>(fail(Fault::Denied, *shortfall)) : Result<void>();
}

/// The allowed moves of a document's state. What is out of secrecy does not go back into it (L.24):
/// the papers that say so are out.
constexpr std::pair<registry::DocumentState, registry::DocumentState> moves[] = {
    {registry::DocumentState::Active, registry::DocumentState::Frozen},
    {registry::DocumentState::Active, registry::DocumentState::Declassified},
    {registry::DocumentState::Active, registry::DocumentState::Withdrawn},
    {registry::DocumentState::Frozen, registry::DocumentState::Active},
    {registry::DocumentState::Frozen, registry::DocumentState::Withdrawn},
    {registry::DocumentState::Declassified, registry::DocumentState::Withdrawn},
    {registry::DocumentState::Withdrawn, registry::DocumentState::Active},
};

Result<void> check_state(registry::Document const& before, registry::Document const& after) {
    auto move = std::pair(before.state, after.state);
    bool is_allowed = before.state == after.state ||
                      std::find(std::begin(moves), std::end(moves), move) != std::end(moves);
    bool is_secret_again = before.state == registry::DocumentState::Declassified &&
                           (before.level != after.level || before.period != after.period);
    if (!is_allowed || is_secret_again) {
        return fail(Fault::Conflict, {"service.document-state",
                                      {{"document", before.number},
                                       {"state", std::string(registry::word(before.state))}}});
    }
    return {};
}

/// Out of secrecy by an officer's word goes as by itself; everything else is a change of the
/// record.
Result<void> write_change(Exchange const& exchange, registry::Transaction& transaction,
                          registry::Document const& before, registry::Document const& after) {
    auto written = after;
    bool is_release = before.state == registry::DocumentState::Active &&
                      after.state == registry::DocumentState::Declassified;
    if (is_release) {
        written.state = before.state;
    }
    auto changed = transaction.change_document(
        written, {"document.changed",
                  "document:" + after.number,
                  {},
                  {{"level", std::string(identifier(after.level))},
                   {"state", std::string(registry::word(written.state))}}});
    if (changed && after.level > before.level) {
        changed = print::raise_derived(exchange.office.parts, transaction, written);
    }
    return changed && is_release ? exchange.office.terms.release(transaction, written) : changed;
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
    checked = checked ? check_state(*before, after) : checked;
    checked = checked ? check_level(office.policies.current(), after) : checked;
    checked = checked ? check_lowering(*transaction, *before, after) : checked;
    checked = checked ? check_sources(exchange, *transaction, *people, after) : checked;
    if (!checked) {
        return pass_on(checked);
    }
    auto changed = write_change(exchange, *transaction, *before, after);
    auto done = changed ? transaction->commit() : changed;
    if (!done) {
        return pass_on(done);
    }
    return json_reply(json_of(after));
}

} // namespace imprimatur::service
