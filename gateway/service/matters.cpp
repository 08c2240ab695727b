#include "gateway/matters/matters.hpp"

#include "gateway/matters/breaches.hpp"
#include "gateway/matters/schedule.hpp"
#include "gateway/service/input.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/sheets.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

constexpr std::size_t longest_account = 200;

/// A word of the registers in the caller's language; the identifier itself where there is none.
std::string word(Exchange const& exchange, std::string const& name) {
    Sentence sentence{"matter-words." + name, {}};
    return exchange.office.sentences.knows(sentence.id) ? exchange.say(sentence) : name;
}

json line_json(matters::Line const& line, Exchange const& exchange) {
    auto number = [](CopyNumber value) { return value.value; };
    return {{"serial", or_null(line.item.serial, [](Serial s) { return s.text(); })},
            {"number", line.copy ? or_null(line.copy->number, number) : json()},
            {"holder", line.copy ? json(line.copy->holder) : json()},
            {"person", line.item.person},
            {"person_name", line.person_name},
            {"state", line.item.state},
            {"state_text", word(exchange, line.item.state)},
            {"due_at", or_null(line.item.due_at, [](Instant at) { return to_text(at); })},
            {"is_overdue", line.is_overdue},
            {"note", line.item.note}};
}

json act_json(registry::Act const& act, Exchange const& exchange) {
    json signatures = json::array();
    for (auto const& [account, name] : act.signatures) {
        signatures.push_back({{"account", account}, {"full_name", name}});
    }
    return {{"what", act.what},
            {"what_text", word(exchange, act.what)},
            {"serial", or_null(act.serial, [](Serial s) { return s.text(); })},
            {"person", act.person},
            {"role", act.role},
            {"by", act.by},
            {"note", act.note},
            {"details", act.details},
            {"signatures", signatures},
            {"at", to_text(act.at)}};
}

json matter_json(matters::View const& view, Exchange const& exchange) {
    auto instant = [](Instant at) { return to_text(at); };
    auto const& matter = view.matter;
    json out{{"id", matter.id},
             {"kind", matter.kind},
             {"kind_text", word(exchange, matter.kind)},
             {"title", matter.title},
             {"document", view.document ? json(view.document->number) : json()},
             {"level_mark", view.document
                                ? json(level_mark(view.document->level, view.document->period))
                                : json()},
             {"opened_by", matter.opened_by},
             {"opened_at", to_text(matter.opened_at)},
             {"subject", matter.subject},
             {"subject_name", view.subject_name},
             {"purpose", matter.purpose},
             {"policy", matter.policy},
             {"details", matter.details},
             {"state", matter.state},
             {"state_text", word(exchange, matter.state)},
             {"due_at", or_null(matter.due_at, instant)},
             {"closed_at", or_null(matter.closed_at, instant)},
             {"is_overdue", view.is_overdue},
             {"next", view.next},
             {"steps", json_of(view.steps)}};
    out["items"] = json::array();
    for (auto const& line : view.lines) {
        out["items"].push_back(line_json(line, exchange));
    }
    out["acts"] = json::array();
    for (auto const& act : view.acts) {
        out["acts"].push_back(act_json(act, exchange));
    }
    return out;
}

Result<std::vector<Serial>> serials_in(std::vector<std::string> const& texts) {
    std::vector<Serial> out;
    for (auto const& text : texts) {
        auto serial = Serial::read(text);
        if (!serial) {
            return pass_on(serial);
        }
        out.push_back(*serial);
    }
    return out;
}

Result<std::vector<matters::Signature>> signatures_in(Input& input) {
    std::vector<matters::Signature> out;
    for (auto& one : input.objects("signatures")) {
        out.push_back({one.needed_text("account", longest_account),
                       one.needed_text("full_name", longest_account),
                       one.needed_text("pin", longest_account)});
        auto closed = one.close();
        if (!closed) {
            return pass_on(closed);
        }
    }
    return out;
}

/// What belongs to openings and acts alike.
Result<matters::Input> matter_input(Input& input) {
    matters::Input out;
    out.document = input.text("document");
    auto copies = serials_in(input.texts("copies"));
    if (!copies) {
        return pass_on(copies);
    }
    out.copies = *copies;
    out.people = input.texts("people");
    out.subject = input.text("subject", longest_account);
    out.purpose = input.text("purpose");
    out.note = input.text("note");
    out.until = input.date("until");
    if (auto role = input.text("role", longest_account); !role.empty()) {
        out.role = role;
    }
    out.details = input.named_texts("details");
    auto signatures = signatures_in(input);
    auto closed = signatures ? input.close() : pass_on(signatures);
    if (!closed) {
        return pass_on(closed);
    }
    out.signatures = *signatures;
    return out;
}

Result<std::optional<matters::Kind>> kind_in(std::optional<std::string> const& text) {
    if (!text) {
        return std::optional<matters::Kind>();
    }
    auto kind = matters::find_kind(*text);
    if (!kind) {
        return wrong_field("kind", "loan, circulation, destruction, …");
    }
    return kind;
}

bool is_yes(http::Target const& target, std::string const& name) {
    return target.find_query(name).value_or("no") == "yes";
}

Result<matters::Filter> filter_in(Exchange const& exchange) {
    auto const& target = exchange.request.target;
    matters::Filter out;
    auto kind = kind_in(target.find_query("kind"));
    auto from = read_day(target, "from");
    auto to = read_day(target, "to");
    if (!kind || !from || !to) {
        return !kind ? pass_on(kind) : from ? pass_on(to) : pass_on(from);
    }
    out.kind = *kind;
    out.from = *from;
    out.to = *to;
    out.only_open = is_yes(target, "open");
    out.only_overdue = is_yes(target, "overdue");
    out.text = target.find_query("text").value_or("");
    out.person = target.find_query("person").value_or("");
    if (auto text = target.find_query("serial")) {
        auto serial = Serial::read(*text);
        if (!serial) {
            return pass_on(serial);
        }
        out.serial = *serial;
    }
    if (auto text = target.find_query("within")) {
        auto days = read_number(*text, "within", 0, 36500);
        if (!days) {
            return pass_on(days);
        }
        out.due_before = exchange.office.clock->now() + std::chrono::hours(24 * *days);
    }
    return out;
}

Result<registry::Id> id_in(Exchange const& exchange) {
    return read_number(exchange.part("matter"), "matter", 1, INT64_MAX);
}

Result<http::Response> reply(Result<matters::View> const& view, Exchange const& exchange,
                             unsigned status = 200) {
    if (!view) {
        return pass_on(view);
    }
    return json_reply(matter_json(*view, exchange), status);
}

} // namespace

Result<http::Response> list_matters(Exchange& exchange) {
    auto filter = filter_in(exchange);
    auto views =
        filter ? exchange.office.matters.list(*filter, exchange.caller.account) : pass_on(filter);
    if (!views) {
        return pass_on(views);
    }
    json out = json::array();
    for (auto const& view : *views) {
        out.push_back(matter_json(view, exchange));
    }
    return json_reply({{"matters", out}});
}

Result<http::Response> open_matter(Exchange& exchange) {
    auto input = Input::read(exchange.request.body);
    if (!input) {
        return pass_on(input);
    }
    auto kind = kind_in(input->needed_text("kind", 40));
    auto given = kind ? matter_input(*input) : pass_on(kind);
    if (!given) {
        return pass_on(given);
    }
    if (!*kind) {
        return wrong_field("kind", "loan, circulation, destruction, …");
    }
    return reply(exchange.office.matters.open(**kind, exchange.caller.account, *given), exchange,
                 201);
}

Result<http::Response> show_matter(Exchange& exchange) {
    auto id = id_in(exchange);
    if (!id) {
        return pass_on(id);
    }
    return reply(exchange.office.matters.show(*id, exchange.caller.account), exchange);
}

Result<http::Response> act_in_matter(Exchange& exchange) {
    auto id = id_in(exchange);
    auto input = id ? Input::read(exchange.request.body) : pass_on(id);
    if (!input) {
        return pass_on(input);
    }
    auto what = input->needed_text("what", 40);
    auto given = matter_input(*input);
    if (!given) {
        return pass_on(given);
    }
    return reply(exchange.office.matters.act(*id, what, exchange.caller.account, *given), exchange);
}

Result<http::Response> list_due_inspections(Exchange& exchange) {
    auto within =
        read_number(exchange.request.target.find_query("within").value_or("30"), "within", 0, 3650);
    auto due = within ? matters::due_inspections(exchange.office.parts, static_cast<int>(*within))
                      : pass_on(within);
    if (!due) {
        return pass_on(due);
    }
    json out = json::array();
    for (auto const& one : *due) {
        out.push_back({{"day", to_text(one.day)},
                       {"sort", one.sort},
                       {"sort_text", word(exchange, one.sort)},
                       {"occasion", one.occasion},
                       {"occasion_text", word(exchange, one.occasion)},
                       {"clauses", one.clauses},
                       {"is_missed", one.is_missed}});
    }
    return json_reply({{"inspections", out}});
}

Result<http::Response> matter_slip(Exchange& exchange) {
    auto id = id_in(exchange);
    auto view = id ? exchange.office.matters.show(*id, exchange.caller.account) : pass_on(id);
    if (!view) {
        return pass_on(view);
    }
    return sheet_reply(exchange, exchange.office.registers.slip(*view, exchange.language),
                       "matter:" + exchange.part("matter"));
}

Result<http::Response> matter_register(Exchange& exchange) {
    auto filter = filter_in(exchange);
    auto views =
        filter ? exchange.office.matters.list(*filter, exchange.caller.account) : pass_on(filter);
    if (!views) {
        return pass_on(views);
    }
    auto subject = "register:" + (filter->kind ? std::string(matters::identifier(*filter->kind))
                                               : std::string("matters"));
    return sheet_reply(
        exchange,
        exchange.office.registers.matter_register(filter->kind, *views, exchange.language),
        subject);
}

Result<http::Response> breach_register(Exchange& exchange) {
    auto const& target = exchange.request.target;
    auto from = read_day(target, "from");
    auto to = read_day(target, "to");
    auto transaction = exchange.office.registry.look();
    auto people = transaction ? transaction->people() : pass_on(transaction);
    if (!from || !to || !people) {
        return !from ? pass_on(from) : to ? pass_on(people) : pass_on(to);
    }
    auto found = matters::breaches(exchange.office.parts, target.find_query("person").value_or(""),
                                   *from, *to);
    if (!found) {
        return pass_on(found);
    }
    return sheet_reply(
        exchange, exchange.office.registers.breach_register(*found, *people, exchange.language),
        "register:breaches");
}

Result<http::Response> list_holdings(Exchange& exchange) {
    auto const& account = exchange.part("account");
    if (!exchange.may(identity::Permission::SeeRegisters) && account != exchange.caller.account) {
        return fail(Fault::Denied,
                    {"identity.not-allowed",
                     {{"account", exchange.caller.account}, {"permission", "see-registers"}}});
    }
    auto copies = exchange.office.matters.holdings(account);
    auto transaction = exchange.office.registry.look();
    if (!copies || !transaction) {
        return copies ? pass_on(transaction) : pass_on(copies);
    }
    json out = json::array();
    for (auto const& copy : *copies) {
        auto document = transaction->document(copy.document);
        if (!document) {
            return pass_on(document);
        }
        out.push_back(json_of(copy, document->number, {}));
    }
    return json_reply({{"copies", out}});
}

Result<http::Response> set_pin(Exchange& exchange) {
    auto const& account = exchange.part("account");
    if (account != exchange.caller.account) {
        return fail(Fault::Denied, {"service.pin-of-another", {}});
    }
    auto input = Input::read(exchange.request.body);
    if (!input) {
        return pass_on(input);
    }
    auto old_pin = input->text("old_pin", longest_account);
    auto pin = input->needed_text("pin", longest_account);
    auto closed = input->close();
    auto set = closed ? exchange.office.matters.set_pin(account, old_pin, pin) : closed;
    if (!set) {
        return pass_on(set);
    }
    return nothing_reply();
}

Result<http::Response> clear_pin(Exchange& exchange) {
    auto cleared =
        exchange.office.matters.clear_pin(exchange.part("account"), exchange.caller.account);
    if (!cleared) {
        return pass_on(cleared);
    }
    return nothing_reply();
}

} // namespace imprimatur::service
