#include "gateway/service/input.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

using nlohmann::json;

Result<http::Response> show_policy(Exchange& exchange) {
    auto policy = exchange.office.policies.current();
    json rows = json::array();
    for (auto const& row : policy.table()) {
        rows.push_back({{"level", identifier(row.level)},
                        {"action", identifier(row.action)},
                        {"decision", json_of(row.decision, exchange)}});
    }
    return json_reply({{"name", policy.name()}, {"edition", policy.edition()}, {"rows", rows}});
}

namespace {

Result<print::Question> question_in(Exchange& exchange) {
    auto input = Input::read(exchange.request.body);
    if (!input) {
        return pass_on(input);
    }
    print::Question out;
    out.document = input->text("document", 200);
    out.level = input->level("level").value_or(Level::Ordinary);
    out.period = input->period("period");
    out.category = input->text("category", 100);
    out.account = input->text("account", 200);
    out.count = static_cast<std::uint32_t>(input->number("count", 1, 9999, 1));
    out.recipients = input->texts("recipients");
    out.purpose = input->text("purpose");
    out.place = input->text("place", 200);
    if (auto text = input->text("action"); !text.empty()) {
        auto action = policy::find_action(text);
        if (!action) {
            input->wrong("action", "print, copy, …");
        }
        out.action = action.value_or(policy::Action::Print);
    }
    if (out.account.empty()) {
        out.account = exchange.caller.account;
    }
    auto closed = input->close();
    if (!closed) {
        return pass_on(closed);
    }
    return out;
}

} // namespace

Result<http::Response> explain_policy(Exchange& exchange) {
    auto question = question_in(exchange);
    if (!question) {
        return pass_on(question);
    }
    auto decision = exchange.office.requests.explain(*question);
    if (!decision) {
        return pass_on(decision);
    }
    return json_reply(json_of(*decision, exchange));
}

} // namespace imprimatur::service
