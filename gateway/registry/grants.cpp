#include "gateway/registry/state.hpp"
#include "gateway/registry/texts.hpp"
#include "statements.hpp"

namespace imprimatur::registry {

namespace {

constexpr std::size_t columns = 10;

Grant grant_of(Row row) {
    Grant grant;
    grant.id = row.number();
    grant.request = row.number();
    grant.document = row.number();
    grant.fingerprint = row.text();
    grant.count = row.count();
    grant.used = row.count();
    grant.recipients = list_from_json(row.text());
    grant.until = row.optional_instant();
    grant.granted_by = row.text();
    grant.granted_at = row.instant();
    return grant;
}

} // namespace

Result<Grant> Transaction::add_grant(Grant grant, Entry const& entry) {
    auto asked = request(grant.request);
    if (!asked) {
        return pass_on(asked);
    }
    return state_->change([&]() -> Result<Grant> {
        auto closed = state_->query(sql::request_close)
                          .with("id", grant.request)
                          .with("state", word(RequestState::Granted))
                          .with("reason", "")
                          .change();
        if (closed != 1) {
            return fail(Fault::Conflict,
                        {"registry.request-not-waiting",
                         {{"request", std::to_string(grant.request)},
                          {"state", std::string(word(asked->state))}}},
                        "request is " + std::string(word(asked->state)));
        }
        grant.id = state_->next_id("grant");
        grant.document = asked->document; // a grant is good for what was asked, and nothing else
        grant.used = 0;
        if (grant.granted_at == Instant{}) {
            grant.granted_at = state_->clock->now();
        }
        state_->query(sql::grant_add)
            .with("id", grant.id)
            .with("request", grant.request)
            .with("document", grant.document)
            .with("fingerprint", grant.fingerprint)
            .with("count", std::int64_t{grant.count})
            .with("recipients", to_json(grant.recipients))
            .with("until", grant.until)
            .with("granted_by", grant.granted_by)
            .with("granted_at", grant.granted_at)
            .change();
        state_->append(entry);
        return grant;
    });
}

Result<Grant> Transaction::grant(Id id) {
    return state_->look([&]() -> Result<Grant> {
        auto row = state_->query(sql::grant_select, sql::where_id).with("id", id).row(columns);
        if (!row) {
            return fail(Fault::NotFound,
                        {"registry.grant-unknown", {{"grant", std::to_string(id)}}}, "no such row");
        }
        return grant_of(std::move(*row));
    });
}

Result<void> Transaction::spend_grant(Id grant, Instant now, Entry const& entry) {
    return state_->change([&]() -> Result<void> {
        if (state_->query(sql::grant_spend).with("id", grant).with("now", now).change() != 1) {
            return fail(Fault::Exhausted,
                        {"registry.grant-spent", {{"grant", std::to_string(grant)}}},
                        "no use left");
        }
        state_->append(entry);
        return {};
    });
}

Result<std::vector<Grant>> Transaction::grants(Id document) {
    return state_->look([&]() -> Result<std::vector<Grant>> {
        std::vector<Grant> out;
        for (auto& row : state_->query(sql::grant_select, sql::where_document, sql::order_by_id)
                             .with("document", document)
                             .rows(columns)) {
            out.push_back(grant_of(std::move(row)));
        }
        return out;
    });
}

} // namespace imprimatur::registry
