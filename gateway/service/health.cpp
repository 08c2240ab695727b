#include "gateway/registry/words.hpp"
#include "gateway/service/key_names.hpp"
#include "gateway/service/reply.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

Result<std::map<std::string, std::int64_t>> gauges(registry::Registry& registry) {
    auto transaction = registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    std::map<std::string, std::int64_t> out;
    for (auto state : {registry::JobState::Arriving, registry::JobState::InCustody,
                       registry::JobState::Waiting, registry::JobState::Reserved}) {
        auto jobs = transaction->jobs(state);
        if (!jobs) {
            return pass_on(jobs);
        }
        out["imprimatur_jobs{state=\"" + std::string(registry::word(state)) + "\"}"] =
            static_cast<std::int64_t>(jobs->size());
    }
    auto requests = transaction->requests(registry::RequestState::Waiting);
    if (!requests) {
        return pass_on(requests);
    }
    out["imprimatur_requests_waiting"] = static_cast<std::int64_t>(requests->size());
    auto head = transaction->head();
    if (!head) {
        return pass_on(head);
    }
    out["imprimatur_audit_entries"] = static_cast<std::int64_t>(head->sequence);
    return out;
}

} // namespace

Result<http::Response> health(Exchange& exchange) {
    auto transaction = exchange.office.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto head = transaction->head();
    if (!head) {
        return pass_on(head);
    }
    auto names = exchange.office.store.names();
    if (!names) {
        return pass_on(names);
    }
    auto keys = check_keys(exchange.office.registry, exchange.office.keys,
                           exchange.office.settings.key_file);
    if (!keys) { // whatever is wrong with them: not of the caller's making
        return fail(Fault::Unavailable, keys.error().sentence, keys.error().cause);
    }
    return json_reply({{"status", "ok"}});
}

Result<http::Response> metrics(Exchange& exchange) {
    auto values = gauges(exchange.office.registry);
    if (!values) {
        return pass_on(values);
    }
    return http::text_response(200, "text/plain; version=0.0.4",
                               exchange.office.metrics.text(*values));
}

Result<http::Response> whoami(Exchange& exchange) {
    auto const& caller = exchange.caller;
    json may = json::array();
    for (auto permission : identity::all_permissions()) {
        if (caller.may(permission)) {
            may.push_back(identity::identifier(permission));
        }
    }
    return json_reply({{"account", caller.account},
                       {"is_known", caller.person.has_value()},
                       {"full_name", caller.person ? caller.person->full_name : ""},
                       {"department", caller.person ? caller.person->department : ""},
                       {"roles", caller.person ? json(caller.person->roles) : json::array()},
                       {"may", may}});
}

} // namespace imprimatur::service
