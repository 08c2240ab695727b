/// How a request stands: what the rules say of it now, whose word is due, who may say it.
#pragma once

#include "gateway/print/requests.hpp"

namespace imprimatur::print {

/// @error what the registry says.
Result<RequestView> view_of(Parts const& parts, registry::Transaction& transaction,
                            registry::Request const& request, std::string const& account);

/// Whether `account` may look at it: it is theirs, or they hold a role that it needs.
bool is_seen_by(RequestView const& view, std::optional<registry::Person> const& person,
                std::string const& account);

/// What the rules say of `request` with this many copies for these people. A request without a job
/// asks for no printer: the first that the rules allow stands for it.
Result<policy::Decision> decide_request(Parts const& parts, registry::Transaction& transaction,
                                        registry::Request const& request, std::uint32_t count,
                                        std::vector<std::string> const& recipients);

/// The job that waits for it, if any.
Result<std::optional<registry::Job>> find_waiting_job(registry::Transaction& transaction,
                                                      registry::Id request);

} // namespace imprimatur::print
