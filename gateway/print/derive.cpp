#include "gateway/print/derive.hpp"

#include <algorithm>

#include "gateway/print/grants.hpp"
#include "gateway/print/views.hpp"

namespace imprimatur::print {

namespace {

/// The case of one source as a request of its own, for a copy that the maker keeps.
registry::Request question(registry::Document const& source, policy::Action action,
                           std::string const& account) {
    registry::Request request;
    request.document = source.id;
    request.action = identifier(action);
    request.requester = account;
    request.count = 1;
    request.recipients = {account};
    return request;
}

/// A grant of this person for just this, with a use left and its agreements still good.
Result<std::optional<registry::Id>> find_grant(Parts const& parts,
                                               registry::Transaction& transaction,
                                               registry::Request const& wanted) {
    auto grants = transaction.grants(wanted.document);
    if (!grants) {
        return pass_on(grants);
    }
    for (auto const& grant : *grants) {
        auto request = transaction.request(grant.request);
        if (!request) {
            return pass_on(request);
        }
        bool fits = request->requester == wanted.requester && request->action == wanted.action &&
                    left_of(grant) > 0 && !is_over(grant, parts.clock.now());
        if (!fits) {
            continue;
        }
        auto decision = decide_request(parts, transaction, *request, 1, wanted.recipients);
        if (!decision) {
            return pass_on(decision);
        }
        if (decision->verdict == policy::Verdict::Allow) {
            return std::optional(grant.id);
        }
    }
    return std::optional<registry::Id>();
}

/// May this person take from this source?
Result<void> agree_to(Parts const& parts, registry::Transaction& transaction,
                      registry::Document const& source, std::string const& account,
                      Derivation& out) {
    if (source.state == registry::DocumentState::Withdrawn) {
        return fail(Fault::Conflict, {"print.document-withdrawn", {{"document", source.number}}});
    }
    auto wanted = question(source, out.action, account);
    auto decision = decide_request(parts, transaction, wanted, 1, wanted.recipients);
    if (!decision) {
        return pass_on(decision);
    }
    for (auto const& clause : decision->clauses) {
        if (std::find(out.clauses.begin(), out.clauses.end(), clause) == out.clauses.end()) {
            out.clauses.push_back(clause);
        }
    }
    if (decision->verdict == policy::Verdict::Allow) {
        return {};
    }
    if (decision->verdict == policy::Verdict::Refuse) {
        return fail(Fault::Denied, decision->sentence);
    }
    auto grant = find_grant(parts, transaction, wanted);
    if (!grant) {
        return pass_on(grant);
    }
    if (!*grant) {
        return fail(Fault::Denied, decision->sentence);
    }
    out.grants.push_back(**grant);
    return {};
}

/// What has just the level of its sources has it from those who set theirs (L.18).
void inherit_setting(std::vector<registry::Document> const& sources, registry::Document& document) {
    for (auto const& source : sources) {
        document.level_set_by.insert(source.level_set_by.begin(), source.level_set_by.end());
        document.is_level_proposed = document.is_level_proposed || source.is_level_proposed;
    }
}

} // namespace

Result<Derivation> derive(Parts const& parts, registry::Transaction& transaction,
                          std::string const& account, Derived const& derived) {
    auto people = transaction.people();
    if (!people) {
        return pass_on(people);
    }
    auto policy = parts.policies.current();
    Derivation out{derived.document, derived.sources, derived.action, Level::Ordinary, {}, {}};
    for (auto const& source : derived.sources) {
        auto agreed = agree_to(parts, transaction, source, account, out);
        if (!agreed) {
            return pass_on(agreed);
        }
    }
    auto inherited = inherit(policy, derived.sources, *people, derived.document.issued,
                             local_date(parts.clock.now()));
    out.inherited_level = inherited.level;
    auto& document = out.document;
    document.level = derived.has_level ? document.level : inherited.level;
    document.period = derived.has_period ? document.period : inherited.period;
    document.scope = derived.has_scope ? document.scope : inherited.scope;
    if (document.level == inherited.level) {
        inherit_setting(derived.sources, document);
    }
    auto clauses = policy.derivation_clauses(derived.action, inherited.level);
    if (auto shortfall = find_shortfall(inherited, document, *people, clauses)) {
        return fail(Fault::Denied, *shortfall);
    }
    for (auto const& clause : clauses) {
        if (std::find(out.clauses.begin(), out.clauses.end(), clause) == out.clauses.end()) {
            out.clauses.push_back(clause);
        }
    }
    return out;
}

Result<registry::Document> enter(Parts const& parts, registry::Transaction& transaction,
                                 Derivation const& derivation) {
    std::string sources;
    for (auto const& source : derivation.sources) {
        sources += (sources.empty() ? "" : "、") + source.number;
    }
    auto const& document = derivation.document;
    auto added = transaction.add_document(
        document, {"document.derived",
                   "document:" + document.number,
                   derivation.clauses,
                   {{"action", std::string(identifier(derivation.action))},
                    {"level", std::string(identifier(document.level))},
                    {"period", document.period ? document.period->identifier() : ""},
                    {"sources", sources}}});
    if (!added) {
        return added;
    }
    for (auto const& source : derivation.sources) {
        auto kept = transaction.add_source(
            {added->id, source.id, std::string(identifier(derivation.action))});
        if (!kept) {
            return pass_on(kept);
        }
    }
    for (auto grant : derivation.grants) {
        auto spent = transaction.spend_grant(grant, parts.clock.now(),
                                             {"grant.spent",
                                              "document:" + document.number,
                                              derivation.clauses,
                                              {{"grant", std::to_string(grant)}}});
        if (!spent) {
            return pass_on(spent);
        }
    }
    return added;
}

Result<std::vector<registry::Document>> sources_of(registry::Transaction& transaction,
                                                   registry::Id document) {
    auto links = transaction.sources(document);
    if (!links) {
        return pass_on(links);
    }
    std::vector<registry::Document> out;
    for (auto const& link : *links) {
        auto source = transaction.document(link.source);
        if (!source) {
            return pass_on(source);
        }
        out.push_back(*source);
    }
    return out;
}

Result<void> raise_derived(Parts const& parts, registry::Transaction& transaction,
                           registry::Document const& source) {
    auto links = transaction.derived_from(source.id);
    if (!links) {
        return pass_on(links);
    }
    for (auto const& link : *links) {
        auto document = transaction.document(link.document);
        if (!document) {
            return pass_on(document);
        }
        if (document->level >= source.level ||
            document->state == registry::DocumentState::Declassified) {
            continue;
        }
        document->level = source.level;
        document->level_set_by = source.level_set_by;
        document->is_level_proposed = source.is_level_proposed;
        auto action = policy::find_action(link.action).value_or(policy::Action::Excerpt);
        auto raised = transaction.change_document(
            *document,
            {"document.changed",
             "document:" + document->number,
             parts.policies.current().derivation_clauses(action, source.level),
             {{"level", std::string(identifier(document->level))}, {"source", source.number}}});
        raised = raised ? raise_derived(parts, transaction, *document) : raised;
        if (!raised) {
            return raised;
        }
    }
    return {};
}

} // namespace imprimatur::print
