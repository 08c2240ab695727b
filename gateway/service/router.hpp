/// From a request to its handler, with the checks that all handlers share.
#pragma once

#include "gateway/service/route.hpp"

namespace imprimatur::service {

/// The route of a request and the values of its {names}; null when there is none.
struct Match {
    Route const* route = nullptr;
    std::map<std::string, std::string> path;
};
Match find_route(http::Method method, std::vector<std::string> const& path);

/// Answers one request: who is it, may they, what is it. Never throws for what a stranger sends.
http::Response answer(Office& office, http::Request& request);

} // namespace imprimatur::service
