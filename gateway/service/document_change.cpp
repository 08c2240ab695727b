#include "gateway/service/document_change.hpp"

#include <algorithm>

#include "gateway/print/derive.hpp"
#include "gateway/registry/words.hpp"
#include "gateway/service/document_input.hpp"
#include "gateway/service/document_level.hpp"
#include "gateway/service/documents.hpp"
#include "gateway/service/refusal.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

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

/// Level or period change: what the caller may not take down stays; what the caller states stands
/// on the caller's word.
Result<void> state_level(Exchange const& exchange, std::vector<registry::Person> const& people,
                         registry::Document const& before, registry::Document& after) {
    if (is_lessened(before, after) && !may_set_level(exchange, before)) {
        return not_theirs_to_set(exchange, before);
    }
    if (after.level != before.level || after.period != before.period) {
        after.level_set_by.clear();
        settle_level(exchange, people, after);
    }
    return {};
}

} // namespace

Result<void> check_change(Exchange const& exchange, registry::Transaction& transaction,
                          std::vector<registry::Person> const& people,
                          registry::Document const& before, registry::Document const& after) {
    auto checked = check_state(before, after);
    checked = checked ? check_lowering(transaction, before, after) : checked;
    return checked ? check_sources(exchange, transaction, people, after) : checked;
}

Result<void> write_change(Exchange const& exchange, registry::Transaction& transaction,
                          registry::Document const& before, registry::Document const& after,
                          registry::Entry const& entry) {
    auto written = after;
    bool is_release = before.state == registry::DocumentState::Active &&
                      after.state == registry::DocumentState::Declassified;
    if (is_release) {
        written.state = before.state;
    }
    auto changed = transaction.change_document(written, entry);
    if (changed && after.level > before.level) {
        changed = print::raise_derived(exchange.office.parts, transaction, written);
    }
    return changed && is_release ? exchange.office.terms.release(transaction, written) : changed;
}

void read_state(Input& input, registry::Document& document, std::string const& allowed) {
    auto state = input.text("state");
    if (state.empty()) {
        return;
    }
    auto found = registry::find_word<registry::DocumentState>(state);
    if (!found || ("," + allowed + ",").find("," + state + ",") == std::string::npos) {
        input.wrong("state", allowed);
    }
    document.state = found.value_or(document.state);
}

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
    read_state(*input, after, "active,frozen,declassified,withdrawn");
    auto const is_over = input->flag("is_over", false);
    auto checked = input->close();
    checked = checked ? check_level(office.policies.current(), after) : checked;
    checked =
        checked ? check_end(&*before, after, local_date(office.clock->now()), is_over) : checked;
    if (!checked) {
        return pass_on(checked);
    }
    auto stated = state_level(exchange, *people, *before, after);
    if (!stated) {
        return refused(exchange, std::move(*transaction),
                       {"document.level-refused", "document:" + before->number, {}, {}},
                       stated.error());
    }
    checked = check_change(exchange, *transaction, *people, *before, after);
    if (!checked) {
        return pass_on(checked);
    }
    auto changed = write_change(exchange, *transaction, *before, after,
                                {"document.changed",
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
