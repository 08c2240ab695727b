#include "gateway/service/router.hpp"

#include "gateway/service/reply.hpp"

namespace imprimatur::service {

namespace {

std::vector<std::string_view> parts_of(std::string_view pattern) {
    std::vector<std::string_view> out;
    while (!pattern.empty()) {
        pattern.remove_prefix(1); // '/'
        auto end = pattern.find('/');
        out.push_back(pattern.substr(0, end));
        pattern = end == pattern.npos ? std::string_view() : pattern.substr(end);
    }
    return out;
}

std::optional<std::map<std::string, std::string>> fit(std::string_view pattern,
                                                      std::vector<std::string> const& path) {
    auto parts = parts_of(pattern);
    if (parts.size() != path.size()) {
        return std::nullopt;
    }
    std::map<std::string, std::string> values;
    for (std::size_t i = 0; i < parts.size(); ++i) {
        if (parts[i].starts_with('{')) {
            values.emplace(parts[i].substr(1, parts[i].size() - 2), path[i]);
        } else if (parts[i] != path[i]) {
            return std::nullopt;
        }
    }
    return values;
}

/// Who is at the other end. Over TLS nobody is, until somebody logs in.
Result<identity::Caller> caller_of(Office& office, http::Request const& request) {
    identity::Caller caller;
    if (!request.peer) {
        return caller;
    }
    auto account = identity::account_of(request.peer->user);
    if (!account) {
        return caller;
    }
    caller.account = *account;
    caller.is_backend = office.is_trusted_backend(*account);
    auto transaction = office.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto person = transaction->find_person(*account);
    if (!person) {
        return pass_on(person);
    }
    caller.person = *person;
    return caller;
}

bool is_let_in(Route const& route, identity::Caller const& caller) {
    return caller.may(route.permission) || (route.also == Also::Backend && caller.is_backend) ||
           (route.also == Also::Self && caller.person.has_value());
}

/// A refused attempt is on record too (K28, K36).
tl::unexpected<Error> denied(Office& office, Route const& route, identity::Caller const& caller) {
    auto permission = std::string(identity::identifier(route.permission));
    auto transaction = office.registry.begin(caller.account.empty() ? "nobody" : caller.account);
    if (transaction) {
        auto recorded = transaction->record(
            {"access.denied",
             "route:" + std::string(route.pattern),
             {},
             {{"method", std::string(http::name_of(route.method))}, {"permission", permission}}});
        auto done = recorded ? transaction->commit() : recorded;
        if (!done) {
            return tl::unexpected<Error>(done.error());
        }
    }
    if (!caller.person && !caller.is_backend) {
        return fail(Fault::Denied, {"identity.unknown", {{"account", caller.account}}});
    }
    return fail(Fault::Denied, {"identity.not-allowed",
                                {{"account", caller.account}, {"permission", permission}}});
}

Result<http::Response> handled(Office& office, http::Request& request, Match match,
                               Language language) {
    if (match.route == nullptr) {
        return fail(Fault::NotFound, {"service.no-such-route", {}});
    }
    Exchange exchange{office, request, {}, language, std::move(match.path)};
    // Health and numbers are there even when the registry cannot say who asks.
    bool is_plain = match.route->pattern == "/healthz" || match.route->pattern == "/metrics";
    if (!is_plain) {
        auto caller = caller_of(office, request);
        if (!caller) {
            return pass_on(caller);
        }
        exchange.caller = *caller;
        if (!is_let_in(*match.route, exchange.caller)) {
            return denied(office, *match.route, exchange.caller);
        }
    }
    return match.route->handle(exchange);
}

} // namespace

Match find_route(http::Method method, std::vector<std::string> const& path) {
    for (auto const& route : routes()) {
        if (route.method != method) {
            continue;
        }
        if (auto values = fit(route.pattern, path)) {
            return {&route, std::move(*values)};
        }
    }
    return {};
}

http::Response answer(Office& office, http::Request& request) {
    auto begun = std::chrono::steady_clock::now();
    auto fallback = language_of(office.settings.language);
    auto language = language_asked(request.headers, fallback);
    auto match = find_route(request.method, request.target.path);
    std::string route(match.route == nullptr ? "none" : match.route->pattern);
    auto response = handled(office, request, std::move(match), language);
    auto method = std::string(http::name_of(request.method));
    http::Response out;
    if (response) {
        out = std::move(*response);
    } else {
        out = error_reply(response.error(), office.sentences, language);
        office.log(log_line(method + " " + route + ": " + response.error().sentence.id + " " +
                            response.error().cause));
    }
    auto took = std::chrono::steady_clock::now() - begun;
    office.metrics.answered(method, route, out.status,
                            std::chrono::duration_cast<std::chrono::microseconds>(took));
    return out;
}

} // namespace imprimatur::service
