#include "gateway/registry/numbers.hpp"
#include "gateway/registry/words.hpp"
#include "gateway/service/documents.hpp"
#include "gateway/service/input.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

constexpr std::int64_t most_copies = 9999;

Result<registry::Id> id_in(Exchange const& exchange, std::string const& name) {
    return read_number(exchange.part(name), name, 1, INT64_MAX);
}

bool sees_every_request(Exchange const& exchange) {
    return exchange.caller.has_role(identity::registry_officer);
}

Result<http::Response> replied(Result<print::RequestView> const& view, Exchange const& exchange,
                               unsigned status = 200) {
    if (!view) {
        return pass_on(view);
    }
    return json_reply(json_of(*view, exchange), status);
}

Result<std::optional<registry::RequestState>> state_in(http::Target const& target) {
    auto text = target.find_query("state").value_or("waiting");
    if (text == "all") {
        return std::optional<registry::RequestState>();
    }
    auto state = registry::find_word<registry::RequestState>(text);
    if (!state) {
        return wrong_field("state", "waiting, granted, refused, withdrawn, all");
    }
    return state;
}

print::Narrowing read_narrowing(Input& input) {
    print::Narrowing out;
    if (input.has("count")) {
        out.count = static_cast<std::uint32_t>(input.needed_number("count", 1, most_copies));
    }
    if (input.has("recipients")) {
        out.recipients = input.texts("recipients");
    }
    out.until = input.date("until");
    return out;
}

} // namespace

Result<http::Response> list_requests(Exchange& exchange) {
    auto state = state_in(exchange.request.target);
    if (!state) {
        return pass_on(state);
    }
    auto views = exchange.office.requests.list(exchange.caller.account,
                                               sees_every_request(exchange), *state);
    if (!views) {
        return pass_on(views);
    }
    json out = json::array();
    for (auto const& view : *views) {
        out.push_back(json_of(view, exchange));
    }
    return json_reply({{"requests", out}});
}

Result<http::Response> show_request(Exchange& exchange) {
    auto id = id_in(exchange, "request");
    if (!id) {
        return pass_on(id);
    }
    return replied(
        exchange.office.requests.show(*id, exchange.caller.account, sees_every_request(exchange)),
        exchange);
}

Result<http::Response> ask(Exchange& exchange) {
    auto input = Input::read(exchange.request.body);
    if (!input) {
        return pass_on(input);
    }
    print::Asked asked;
    asked.document = input->needed_text("document", 200);
    asked.count = static_cast<std::uint32_t>(input->needed_number("count", 1, most_copies));
    asked.recipients = input->texts("recipients");
    asked.purpose = input->text("purpose");
    if (auto text = input->text("action"); !text.empty()) {
        auto action = policy::find_action(text);
        if (!action) {
            input->wrong("action", "print");
        }
        asked.action = action.value_or(policy::Action::Print);
    }
    auto closed = input->close();
    if (!closed) {
        return pass_on(closed);
    }
    return replied(exchange.office.requests.ask(exchange.caller.account, asked), exchange, 201);
}

Result<http::Response> preview_request(Exchange& exchange) {
    auto id = id_in(exchange, "request");
    auto page = read_number(exchange.part("page"), "page", 1, 1000000);
    auto dpi =
        read_number(exchange.request.target.find_query("dpi").value_or("60"), "dpi", 10, 200);
    if (!id || !page || !dpi) {
        return !id ? pass_on(id) : !page ? pass_on(page) : pass_on(dpi);
    }
    auto picture =
        exchange.office.requests.preview(*id, exchange.caller.account, sees_every_request(exchange),
                                         static_cast<std::uint32_t>(*page), static_cast<int>(*dpi));
    if (!picture) {
        return pass_on(picture);
    }
    return file_reply(std::move(*picture), "image/png");
}

Result<http::Response> approve(Exchange& exchange) {
    auto id = id_in(exchange, "request");
    auto input = Input::read(exchange.request.body);
    if (!id || !input) {
        return id ? pass_on(input) : pass_on(id);
    }
    print::Word word;
    auto verdict = registry::find_word<registry::ApprovalVerdict>(input->needed_text("verdict"));
    if (!verdict) {
        input->wrong("verdict", "agree, refuse");
    }
    word.verdict = verdict.value_or(registry::ApprovalVerdict::Refuse);
    if (auto role = input->text("role", 100); !role.empty()) {
        word.role = role;
    }
    word.note = input->text("note");
    if (auto grant = input->object("grant")) {
        word.narrowing = read_narrowing(*grant);
        auto closed = grant->close();
        if (!closed) {
            return pass_on(closed);
        }
    }
    auto closed = input->close();
    if (!closed) {
        return pass_on(closed);
    }
    return replied(exchange.office.requests.speak(*id, exchange.caller.account, word), exchange);
}

Result<http::Response> withdraw_request(Exchange& exchange) {
    auto id = id_in(exchange, "request");
    auto input = Input::read(exchange.request.body);
    if (!id || !input) {
        return id ? pass_on(input) : pass_on(id);
    }
    auto note = input->text("note", 500);
    auto closed = input->close();
    if (!closed) {
        return pass_on(closed);
    }
    return replied(exchange.office.requests.withdraw(*id, exchange.caller.account, note), exchange);
}

namespace {

/// Its own person's, an approver's who gave it, all for a registry officer.
bool is_seen(registry::Grant const& grant, registry::Request const& request,
             Exchange const& exchange) {
    return sees_every_request(exchange) || request.requester == exchange.caller.account ||
           grant.granted_by == exchange.caller.account;
}

Result<void> add_grants(registry::Transaction& transaction, registry::Document const& document,
                        Exchange const& exchange, json& out) {
    auto grants = transaction.grants(document.id);
    if (!grants) {
        return pass_on(grants);
    }
    for (auto const& grant : *grants) {
        auto request = transaction.request(grant.request);
        if (!request) {
            return pass_on(request);
        }
        if (is_seen(grant, *request, exchange)) {
            out.push_back(json_of(grant, document.number, request->requester));
        }
    }
    return {};
}

} // namespace

Result<http::Response> list_grants(Exchange& exchange) {
    auto transaction = exchange.office.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto documents = transaction->documents();
    if (!documents) {
        return pass_on(documents);
    }
    auto number = exchange.request.target.find_query("document");
    json out = json::array();
    for (auto const& document : *documents) {
        if (number && !registry::is_same_number(document.number, *number)) {
            continue;
        }
        auto added = add_grants(*transaction, document, exchange, out);
        if (!added) {
            return pass_on(added);
        }
    }
    return json_reply({{"grants", out}});
}

Result<http::Response> show_grant(Exchange& exchange) {
    auto id = id_in(exchange, "grant");
    if (!id) {
        return pass_on(id);
    }
    auto transaction = exchange.office.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto grant = transaction->grant(*id);
    if (!grant) {
        return pass_on(grant);
    }
    auto request = transaction->request(grant->request);
    auto document = transaction->document(grant->document);
    if (!request || !document) {
        return request ? pass_on(document) : pass_on(request);
    }
    if (!is_seen(*grant, *request, exchange)) {
        return fail(Fault::NotFound, {"registry.grant-unknown", {{"grant", std::to_string(*id)}}});
    }
    return json_reply(json_of(*grant, document->number, request->requester));
}

} // namespace imprimatur::service
