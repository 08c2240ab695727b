#include "gateway/service/documents.hpp"
#include "gateway/service/input.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

constexpr std::int64_t usual_days = 30;
constexpr std::int64_t most_days = 36600;

} // namespace

/// What ends by itself soon, so that nobody is surprised by it (K3).
Result<http::Response> list_endings(Exchange& exchange) {
    auto within = exchange.request.target.find_query("within");
    auto days = within ? read_number(*within, "within", 0, most_days) : usual_days;
    if (!days) {
        return pass_on(days);
    }
    auto endings = exchange.office.terms.ending_within(static_cast<int>(*days));
    if (!endings) {
        return pass_on(endings);
    }
    auto today = std::chrono::sys_days{local_date(exchange.office.clock->now())};
    json out = json::array();
    for (auto const& ending : *endings) {
        if (!is_seen_by(ending.document, exchange)) {
            continue;
        }
        auto left = std::chrono::sys_days{ending.ending.day} - today;
        out.push_back({{"document", json_of(ending.document)},
                       {"ends", to_text(ending.ending.day)},
                       {"days_left", left.count()},
                       {"copies_out", ending.copies_out},
                       {"clauses", ending.ending.clauses}});
    }
    return json_reply({{"endings", out}});
}

} // namespace imprimatur::service
