/// Records as JSON, as docs/api.yaml describes them.
#pragma once

#include <nlohmann/json.hpp>

#include "gateway/service/route.hpp"

namespace imprimatur::service {

nlohmann::json json_of(registry::Person const& person);
nlohmann::json json_of(registry::Document const& document);
/// Their numbers, as a list.
nlohmann::json numbers_of(std::vector<registry::Document> const& documents);
nlohmann::json json_of(registry::Movement const& movement);
nlohmann::json json_of(registry::Grant const& grant, std::string const& document,
                       std::string const& requester);
nlohmann::json json_of(audit::Event const& event);
nlohmann::json json_of(form::Sheet const& sheet);
nlohmann::json json_of(std::vector<policy::Step> const& steps);

/// Copies of one document; `all` are those among which parents are looked for.
nlohmann::json json_of(registry::Copy const& copy, std::string const& document,
                       std::vector<registry::Copy> const& all);
nlohmann::json json_of(std::vector<registry::Copy> const& copies, std::string const& document);

nlohmann::json json_of(print::RequestView const& view, Exchange const& exchange);
nlohmann::json json_of(policy::Decision const& decision, Exchange const& exchange);
nlohmann::json json_of(print::Proceeding const& proceeding, Exchange const& exchange);
nlohmann::json json_of(trace::Trace const& trace, Exchange const& exchange);

/// Null for nothing.
template <class T, class Show> nlohmann::json or_null(std::optional<T> const& value, Show show) {
    return value ? nlohmann::json(show(*value)) : nlohmann::json();
}

} // namespace imprimatur::service
