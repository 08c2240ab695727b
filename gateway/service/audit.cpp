#include "gateway/registry/numbers.hpp"
#include "gateway/service/input.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

struct Filter {
    std::string what;
    std::string subject;
    std::string actor;

    bool fits(audit::Event const& event) const {
        return event.what.starts_with(what) &&
               (subject.empty() || registry::is_same_number(event.subject, subject)) &&
               (actor.empty() || event.actor == actor);
    }
};

json head_json(registry::Transaction::Head const& head) {
    return {{"sequence", head.sequence}, {"hash", head.hash}};
}

/// Says "enough" to the registry; never leaves this file.
constexpr char const* enough = "service.enough";

} // namespace

Result<http::Response> list_audit(Exchange& exchange) {
    auto const& target = exchange.request.target;
    auto from = read_number(target.find_query("from").value_or("1"), "from", 1, INT64_MAX);
    auto limit = read_number(target.find_query("limit").value_or("1000"), "limit", 1, 10000);
    if (!from || !limit) {
        return from ? pass_on(limit) : pass_on(from);
    }
    Filter filter{target.find_query("what").value_or(""), target.find_query("subject").value_or(""),
                  target.find_query("actor").value_or("")};
    auto transaction = exchange.office.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    json entries = json::array();
    auto take = [&](audit::Event const& event) -> Result<void> {
        if (filter.fits(event)) {
            entries.push_back(json_of(event));
        }
        if (entries.size() >= static_cast<std::size_t>(*limit)) {
            return fail(Fault::Conflict, {enough, {}});
        }
        return {};
    };
    auto read = transaction->each_event(static_cast<std::uint64_t>(*from), take);
    if (!read && read.error().sentence.id != enough) {
        return pass_on(read);
    }
    auto head = transaction->head();
    if (!head) {
        return pass_on(head);
    }
    return json_reply({{"entries", entries}, {"head", head_json(*head)}});
}

Result<http::Response> verify_audit(Exchange& exchange) {
    auto transaction = exchange.office.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    audit::Verifier verifier;
    auto checked =
        transaction->each_event(1, [&](audit::Event const& event) { return verifier.take(event); });
    auto head = transaction->head();
    if (!head) {
        return pass_on(head);
    }
    bool is_broken_inside = !checked;
    if (checked) {
        checked = verifier.close(head->sequence, head->hash);
    }
    if (!checked && checked.error().fault != Fault::Corrupt) {
        return pass_on(checked);
    }
    auto sentence =
        checked ? Sentence{"service.audit-sound", {{"count", std::to_string(verifier.count())}}}
                : checked.error().sentence;
    return json_reply(
        {{"is_sound", checked.has_value()},
         {"count", verifier.count()},
         {"first_bad", is_broken_inside || !checked ? json(verifier.last() + 1) : json()},
         {"head", head_json(*head)},
         {"sentence", exchange.say(sentence)}});
}

} // namespace imprimatur::service
