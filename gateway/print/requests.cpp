#include "gateway/print/requests.hpp"

#include "foundation/step/step.hpp"
#include "gateway/print/facts.hpp"
#include "gateway/print/granting.hpp"
#include "gateway/print/inside.hpp"
#include "gateway/print/views.hpp"

namespace imprimatur::print {

namespace {

tl::unexpected<Error> unknown(registry::Id request) {
    return fail(Fault::NotFound, {"print.request-unknown", {{"request", std::to_string(request)}}});
}

Result<RequestView> seen(Parts const& parts, registry::Transaction& transaction, registry::Id id,
                         std::string const& account, bool every) {
    auto request = transaction.request(id);
    if (!request) {
        return request.error().fault == Fault::NotFound ? unknown(id) : pass_on(request);
    }
    auto view = view_of(parts, transaction, *request, account);
    if (!view || every) {
        return view;
    }
    auto person = transaction.find_person(account);
    if (!person) {
        return pass_on(person);
    }
    if (!is_seen_by(*view, *person, account)) {
        return unknown(id);
    }
    return view;
}

registry::Request request_for(Parts const& parts, std::string const& account, Asked const& asked,
                              registry::Document const& document,
                              std::vector<std::string> const& recipients) {
    registry::Request request;
    request.document = document.id;
    request.action = identifier(asked.action);
    request.requester = account;
    request.count = asked.count;
    request.recipients = recipients;
    request.purpose = asked.purpose;
    request.policy = PolicyBook::name_of(parts.policies.current());
    request.fingerprint = document.fingerprint;
    request.created_at = parts.clock.now();
    return request;
}

/// The log keeps the refusal; then the person hears it.
tl::unexpected<Error> refused(registry::Transaction& transaction,
                              registry::Document const& document,
                              policy::Decision const& decision) {
    auto recorded = transaction.record({"request.refused",
                                        "document:" + document.number,
                                        decision.clauses,
                                        {{"sentence", decision.sentence.id}}});
    auto done = recorded ? commit(std::move(transaction)) : recorded;
    return done ? fail(Fault::Denied, decision.sentence) : tl::unexpected<Error>(done.error());
}

Result<registry::Document> document_to_ask_for(registry::Transaction& transaction,
                                               Asked const& asked) {
    bool is_derivation =
        asked.action == policy::Action::Excerpt || asked.action == policy::Action::Compile;
    if (asked.action != policy::Action::Print && !is_derivation) {
        return fail(Fault::Unsupported, {"print.ask-print-only", {}});
    }
    if (!asked.recipients.empty() && asked.recipients.size() != asked.count) {
        return fail(Fault::BadInput, {"print.recipients-count",
                                      {{"given", std::to_string(asked.recipients.size())},
                                       {"copies", std::to_string(asked.count)}}});
    }
    auto document = transaction.find_document(asked.document);
    if (!document) {
        return pass_on(document);
    }
    if (!*document) {
        return fail(Fault::NotFound, {"print.document-unknown", {{"document", asked.document}}});
    }
    if (!is_derivation && (*document)->fingerprint.empty()) {
        return fail(Fault::Conflict,
                    {"print.document-without-file", {{"document", asked.document}}});
    }
    if ((*document)->state == registry::DocumentState::Withdrawn) {
        return fail(Fault::Conflict, {"print.document-withdrawn", {{"document", asked.document}}});
    }
    return **document;
}

} // namespace

Result<std::vector<RequestView>> Requests::list(std::string const& account, bool every,
                                                std::optional<registry::RequestState> state) const {
    auto transaction = parts_.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto requests = transaction->requests(state);
    auto person = transaction->find_person(account);
    if (!requests || !person) {
        return requests ? pass_on(person) : pass_on(requests);
    }
    std::vector<RequestView> out;
    for (auto const& request : *requests) {
        auto view = view_of(parts_, *transaction, request, account);
        if (!view) {
            return pass_on(view);
        }
        if (every || is_seen_by(*view, *person, account)) {
            out.push_back(std::move(*view));
        }
    }
    return out;
}

Result<RequestView> Requests::show(registry::Id request, std::string const& account,
                                   bool every) const {
    auto transaction = parts_.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    return seen(parts_, *transaction, request, account, every);
}

Result<RequestView> Requests::ask(std::string const& account, Asked const& asked) const {
    auto transaction = parts_.registry.begin(account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto document = document_to_ask_for(*transaction, asked);
    auto people = transaction->people();
    if (!document || !people) {
        return document ? pass_on(people) : pass_on(document);
    }
    auto recipients = as_accounts(*people, asked.recipients);
    auto request = request_for(parts_, account, asked, *document, recipients);
    auto decision = decide_request(parts_, *transaction, request, asked.count, recipients);
    if (!decision) {
        return pass_on(decision);
    }
    if (decision->verdict == policy::Verdict::Refuse) {
        return refused(*transaction, *document, *decision);
    }
    auto added = transaction->add_request(request, {"request.made",
                                                    "document:" + document->number,
                                                    decision->clauses,
                                                    {{"count", std::to_string(asked.count)}}});
    if (!added) {
        return pass_on(added);
    }
    if (decision->verdict == policy::Verdict::Allow) {
        auto granted = make_grant(parts_, *transaction, *added, {}, "imprimaturd", *decision);
        if (!granted) {
            return pass_on(granted);
        }
    }
    auto done = commit(std::move(*transaction));
    if (!done) {
        return pass_on(done);
    }
    step("request.recorded");
    return show(added->id, account, true);
}

Result<RequestView> Requests::withdraw(registry::Id id, std::string const& account,
                                       std::string const& note) const {
    auto transaction = parts_.registry.begin(account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto request = transaction->request(id);
    if (!request) {
        return request.error().fault == Fault::NotFound ? unknown(id) : pass_on(request);
    }
    if (request->requester != account) {
        return unknown(id);
    }
    auto closed = transaction->close_request(
        id, registry::RequestState::Withdrawn, note,
        {"request.withdrawn", "request:" + std::to_string(id), {}, {{"note", note}}});
    if (!closed) {
        return pass_on(closed);
    }
    auto ended =
        end_waiting_jobs(*transaction, id, registry::JobState::Cancelled,
                         {{"print.cancelled", {{"account", account}}}, "imprimatur-cancelled", {}});
    if (!ended) {
        return pass_on(ended);
    }
    auto done = commit(std::move(*transaction));
    if (!done) {
        return pass_on(done);
    }
    release_all(parts_, *ended);
    return show(id, account, true);
}

Result<Descriptor> Requests::preview(registry::Id id, std::string const& account, bool every,
                                     std::uint32_t page, int dpi) const {
    auto transaction = parts_.registry.begin(account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto view = seen(parts_, *transaction, id, account, every);
    auto job = view ? find_waiting_job(*transaction, id) : Result<std::optional<registry::Job>>();
    if (!view || !job) {
        return view ? pass_on(job) : pass_on(view);
    }
    if (!*job) {
        return fail(Fault::NotFound, {"print.no-preview", {{"request", std::to_string(id)}}});
    }
    auto recorded = transaction->record({"request.previewed",
                                         "request:" + std::to_string(id),
                                         {},
                                         {{"page", std::to_string(page)}}});
    auto done = recorded ? commit(std::move(*transaction)) : recorded;
    if (!done) {
        return pass_on(done);
    }
    auto document = parts_.store.open_object((*job)->object);
    if (!document) {
        return pass_on(document);
    }
    return parts_.documents.render(*document, page, dpi);
}

Result<policy::Decision> Requests::explain(Question const& question) const {
    auto transaction = parts_.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    Case about;
    about.action = question.action;
    about.document.level = question.level;
    about.document.period = question.period;
    about.document.category = question.category;
    about.is_registered = !question.document.empty();
    if (about.is_registered) {
        auto document = transaction->find_document(question.document);
        if (!document) {
            return pass_on(document);
        }
        if (!*document) {
            return fail(Fault::NotFound,
                        {"print.document-unknown", {{"document", question.document}}});
        }
        about.document = **document;
    }
    about.account = question.account;
    about.count = question.count;
    about.recipients = question.recipients;
    about.purpose = question.purpose;
    about.place = question.place;
    auto facts = facts_of(*transaction, about, local_date(parts_.clock.now()));
    if (!facts) {
        return pass_on(facts);
    }
    return parts_.policies.current().decide(*facts);
}

} // namespace imprimatur::print
