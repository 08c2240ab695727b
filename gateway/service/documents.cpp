#include "gateway/service/documents.hpp"

#include <algorithm>

#include "gateway/print/derive.hpp"
#include "gateway/service/document_input.hpp"
#include "gateway/service/document_join.hpp"
#include "gateway/service/document_level.hpp"
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
    bool is_theirs_to_set = document.level_set_by.contains(person->account) ||
                            (document.is_level_proposed && may_set_level(exchange, document));
    return is_theirs || is_of_department || is_theirs_to_set ||
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
    auto other = transaction.other_numbers(document.id);
    if (!other) {
        return pass_on(other);
    }
    auto out = json_of(document);
    out["other_numbers"] = *other;
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

namespace {

/// Enters a document whose fields are right; with its file where one was uploaded.
Result<json> enter(Exchange& exchange, registry::Document document,
                   std::optional<Upload> const& upload, std::vector<std::string> const& join) {
    auto transaction = exchange.office.registry.begin(exchange.caller.account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto people = transaction->people();
    auto checked = upload ? check_number(*transaction, document.number, *upload) : Result<void>();
    if (!people || !checked) {
        return people ? pass_on(checked) : pass_on(people);
    }
    settle_level(exchange, *people, document);
    document.registered_by = exchange.caller.account;
    document.registered_at = exchange.office.clock->now();
    auto added = transaction->add_document(document, registered_entry(document));
    if (!added) {
        return pass_on(added);
    }
    auto joined = upload ? give_file(exchange, *transaction, *added, *upload, join)
                         : Result<std::vector<Joined>>(std::vector<Joined>());
    if (!joined) {
        return not_given(exchange, std::move(*transaction), *added, joined.error());
    }
    auto done = transaction->commit();
    if (!done) {
        return pass_on(done);
    }
    auto out = json_of(*added);
    out["joined"] = json_of(*joined);
    return out;
}

} // namespace

Result<http::Response> register_document(Exchange& exchange) {
    auto input = Input::read(exchange.request.body);
    if (!input) {
        return pass_on(input);
    }
    auto& office = exchange.office;
    auto look = office.registry.look();
    auto people = look ? look->people() : pass_on(look);
    if (!people) {
        return pass_on(people);
    }
    auto policy = office.policies.current();
    auto today = local_date(office.clock->now());
    auto document =
        read_new_document(*input, policy, *people, exchange.caller.person->department, today);
    auto const file = input->text("file", 32);
    auto const join = input->texts("join");
    auto const is_over = input->flag("is_over", false);
    auto closed = input->close();
    auto checked = closed ? check_level(policy, document) : closed;
    checked = checked ? check_end(nullptr, document, today, is_over) : checked;
    if (!checked) {
        return pass_on(checked);
    }
    std::optional<Upload> upload;
    if (!file.empty()) {
        auto found = find_upload(exchange, file);
        if (!found) {
            return pass_on(found);
        }
        upload = *found;
    }
    { auto ended = std::move(*look); }
    auto entered = enter(exchange, document, upload, join);
    if (!entered) {
        return pass_on(entered);
    }
    if (upload) {
        office.uploads.release(upload->object);
    }
    return json_reply(*entered, 201);
}

} // namespace imprimatur::service
