#include "gateway/service/metrics.hpp"

#include <fmt/format.h>

namespace imprimatur::service {

void Metrics::answered(std::string const& method, std::string const& route, unsigned status,
                       std::chrono::microseconds took) {
    std::lock_guard lock(mutex_);
    ++requests_[{method, route, status}];
    busy_ += took;
    ++count_;
}

void Metrics::proceeded(std::string const& verdict) {
    std::lock_guard lock(mutex_);
    ++verdicts_[verdict];
}

std::string Metrics::text(std::map<std::string, std::int64_t> const& gauges) const {
    std::lock_guard lock(mutex_);
    std::string out = "# HELP imprimatur_requests_total Requests answered.\n"
                      "# TYPE imprimatur_requests_total counter\n";
    for (auto const& [key, count] : requests_) {
        auto const& [method, route, status] = key;
        out += fmt::format(
            "imprimatur_requests_total{{method=\"{}\",route=\"{}\",status=\"{}\"}} {}\n", method,
            route, status, count);
    }
    out += "# HELP imprimatur_request_seconds Time taken to answer.\n"
           "# TYPE imprimatur_request_seconds summary\n";
    out += fmt::format("imprimatur_request_seconds_sum {:.6f}\n",
                       std::chrono::duration<double>(busy_).count());
    out += fmt::format("imprimatur_request_seconds_count {}\n", count_);
    out += "# HELP imprimatur_proceedings_total What print jobs were told.\n"
           "# TYPE imprimatur_proceedings_total counter\n";
    for (auto const& [verdict, count] : verdicts_) {
        out += fmt::format("imprimatur_proceedings_total{{verdict=\"{}\"}} {}\n", verdict, count);
    }
    std::string family;
    for (auto const& [name, value] : gauges) {
        if (auto next = name.substr(0, name.find('{')); next != family) {
            family = next;
            out += "# TYPE " + family + " gauge\n";
        }
        out += fmt::format("{} {}\n", name, value);
    }
    return out;
}

} // namespace imprimatur::service
