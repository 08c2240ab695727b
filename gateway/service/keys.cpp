#include <algorithm>

#include "gateway/service/key_names.hpp"
#include "gateway/service/reply.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

Result<http::Response> told(Exchange& exchange) {
    auto& office = exchange.office;
    auto transaction = office.registry.look();
    auto known = transaction ? transaction->key_names()
                             : Result<std::vector<registry::KeyName>>(pass_on(transaction));
    if (!known) {
        return pass_on(known);
    }
    auto const here = office.keys.names();
    json all = json::array();
    bool is_whole = true;
    for (auto const& name : *known) {
        bool const is_here = std::find(here.begin(), here.end(), name.id) != here.end();
        is_whole = is_whole && is_here;
        all.push_back({{"generation", name.generation},
                       {"id", name.id},
                       {"since", to_text(name.since)},
                       {"is_here", is_here}});
    }
    return json_reply(
        {{"keys", all}, {"file", office.settings.key_file.string()}, {"is_whole", is_whole}});
}

} // namespace

Result<http::Response> list_keys(Exchange& exchange) {
    return told(exchange);
}

Result<http::Response> rotate_key(Exchange& exchange) {
    auto& office = exchange.office;
    std::lock_guard lock(office.rotation);
    auto rotated = rotate_keys(office.registry, office.keys, office.settings.key_file,
                               *office.clock, exchange.caller.account);
    return rotated ? told(exchange) : pass_on(rotated);
}

Result<http::Response> signature_key(Exchange& exchange) {
    auto const& keys = exchange.office.keys;
    return json_reply({{"key", keys.public_key()}, {"keys", keys.public_keys()}});
}

} // namespace imprimatur::service
