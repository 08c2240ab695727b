#include "gateway/registry/limits.hpp"
#include "gateway/registry/state.hpp"
#include "gateway/registry/texts.hpp"
#include "statements.hpp"

namespace imprimatur::registry {

namespace {

constexpr std::size_t columns = 14;

Request request_of(Row row) {
    Request request;
    request.id = row.number();
    request.document = row.number();
    request.action = row.text();
    request.requester = row.text();
    request.count = row.count();
    request.recipients = list_from_json(row.text());
    request.purpose = row.text();
    request.job = row.optional_text();
    request.parent = row.optional_serial();
    request.policy = row.text();
    request.fingerprint = row.text();
    request.state = row.word<RequestState>();
    request.reason = row.text();
    request.created_at = row.instant();
    return request;
}

Approval approval_of(Row row) {
    Approval approval;
    approval.request = row.number();
    approval.step = row.count();
    approval.role = row.text();
    approval.account = row.text();
    approval.verdict = row.word<ApprovalVerdict>();
    approval.note = row.text();
    approval.at = row.instant();
    return approval;
}

tl::unexpected<Error> unknown(Id id) {
    return fail(Fault::NotFound, {"registry.request-unknown", {{"request", std::to_string(id)}}},
                "no such row");
}

tl::unexpected<Error> no_longer_waits(Request const& request) {
    return fail(
        Fault::Conflict,
        {"registry.request-not-waiting",
         {{"request", std::to_string(request.id)}, {"state", std::string(word(request.state))}}},
        "request is " + std::string(word(request.state)));
}

} // namespace

Result<Request> Transaction::add_request(Request request, Entry const& entry) {
    if (auto known = document(request.document); !known) {
        return pass_on(known);
    }
    return state_->change([&]() -> Result<Request> {
        request.id = state_->next_id("request");
        request.state = RequestState::Waiting;
        request.reason.clear();
        if (request.created_at == Instant{}) {
            request.created_at = state_->clock->now();
        }
        state_->query(sql::request_add)
            .with("id", request.id)
            .with("document", request.document)
            .with("action", request.action)
            .with("requester", request.requester)
            .with("count", std::int64_t{request.count})
            .with("recipients", to_json(request.recipients))
            .with("purpose", request.purpose)
            .with("job", request.job)
            .with("parent", request.parent)
            .with("policy", request.policy)
            .with("fingerprint", request.fingerprint)
            .with("created_at", request.created_at)
            .change();
        state_->append(entry);
        return request;
    });
}

Result<Request> Transaction::request(Id id) {
    return state_->look([&]() -> Result<Request> {
        auto row = state_->query(sql::request_select, sql::where_id).with("id", id).row(columns);
        if (!row) {
            return unknown(id);
        }
        return request_of(std::move(*row));
    });
}

Result<std::vector<Request>> Transaction::requests(std::optional<RequestState> state) {
    return state_->look([&]() -> Result<std::vector<Request>> {
        auto query = state ? state_->query(sql::request_select, sql::where_state, sql::order_by_id)
                           : state_->query(sql::request_select, sql::order_by_id);
        if (state) {
            query.with("state", word(*state));
        }
        std::vector<Request> out;
        for (auto& row : query.rows(columns)) {
            out.push_back(request_of(std::move(row)));
        }
        return out;
    });
}

Result<void> Transaction::add_approval(Approval const& approval, Entry const& entry) {
    auto asked = request(approval.request);
    if (!asked) {
        return pass_on(asked);
    }
    if (asked->state != RequestState::Waiting) {
        return no_longer_waits(*asked);
    }
    return state_->change([&]() -> Result<void> {
        if (auto named = check_name("account", approval.account); !named) {
            return named;
        }
        auto at = approval.at == Instant{} ? state_->clock->now() : approval.at;
        auto added = state_->query(sql::approval_add)
                         .with("request", approval.request)
                         .with("step", std::int64_t{approval.step})
                         .with("role", approval.role)
                         .with("account", approval.account)
                         .with("verdict", word(approval.verdict))
                         .with("note", approval.note)
                         .with("at", at)
                         .change();
        if (added != 1) {
            return fail(
                Fault::Conflict,
                {"registry.already-spoken", {{"request", std::to_string(approval.request)}}},
                approval.account + " has spoken on step " + std::to_string(approval.step));
        }
        state_->append(entry);
        return {};
    });
}

Result<std::vector<Approval>> Transaction::approvals(Id request) {
    return state_->look([&]() -> Result<std::vector<Approval>> {
        std::vector<Approval> out;
        for (auto& row : state_->query(sql::approval_select).with("request", request).rows(7)) {
            out.push_back(approval_of(std::move(row)));
        }
        return out;
    });
}

Result<void> Transaction::close_request(Id id, RequestState state, std::string const& reason,
                                        Entry const& entry) {
    auto asked = request(id);
    if (!asked) {
        return pass_on(asked);
    }
    return state_->change([&]() -> Result<void> {
        if (state != RequestState::Refused && state != RequestState::Withdrawn) {
            return fail(Fault::Internal, {"registry.internal", {}},
                        "a request is closed by a refusal or a withdrawal only");
        }
        auto closed = state_->query(sql::request_close)
                          .with("id", id)
                          .with("state", word(state))
                          .with("reason", reason)
                          .change();
        if (closed != 1) {
            return no_longer_waits(*asked);
        }
        state_->append(entry);
        return {};
    });
}

} // namespace imprimatur::registry
