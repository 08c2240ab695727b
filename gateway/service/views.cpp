#include "gateway/service/views.hpp"

#include <algorithm>

#include "gateway/registry/words.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

std::string day(Date date) {
    return to_text(date);
}
std::string instant(Instant at) {
    return to_text(at);
}

json declassified_on(registry::Document const& document) {
    if (!document.period || !document.issued) {
        return {};
    }
    return or_null(declassification_date(*document.period, *document.issued), day);
}

} // namespace

json json_of(registry::Person const& person) {
    return {{"account", person.account},
            {"full_name", person.full_name},
            {"department", person.department},
            {"roles", person.roles},
            {"is_active", person.is_active},
            {"is_outsider", person.is_outsider},
            {"outsider_purpose", person.outsider_purpose},
            {"agreement", or_null(person.agreement, day)},
            {"training", or_null(person.training, day)}};
}

json json_of(registry::Document const& document) {
    auto period = [](Period const& value) { return value.identifier(); };
    return {{"id", document.id},
            {"number", document.number},
            {"title", document.title},
            {"level", identifier(document.level)},
            {"level_mark", level_mark(document.level, document.period)},
            {"period", or_null(document.period, period)},
            {"issued", or_null(document.issued, day)},
            {"declassified_on", declassified_on(document)},
            {"category", document.category},
            {"department", document.department},
            {"scope", document.scope},
            {"keeper_original", document.keeper_original},
            {"keeper_duplicate", document.keeper_duplicate},
            {"state", registry::word(document.state)},
            {"has_file", !document.fingerprint.empty()},
            {"is_file_kept", !document.object.empty()},
            {"is_provisional", document.is_provisional},
            {"pages", document.pages},
            {"registered_by", document.registered_by},
            {"registered_at", to_text(document.registered_at)},
            {"last_number", document.last_number},
            {"level_set_by", document.level_set_by},
            {"is_level_proposed", document.is_level_proposed}};
}

json numbers_of(std::vector<registry::Document> const& documents) {
    json out = json::array();
    for (auto const& document : documents) {
        out.push_back(document.number);
    }
    return out;
}

json json_of(registry::Movement const& movement) {
    return {{"kind", movement.kind},
            {"serial", movement.serial.text()},
            {"from", movement.from},
            {"to", movement.to},
            {"by", movement.by},
            {"note", movement.note},
            {"signed", movement.signed_name},
            {"matter", or_null(movement.matter, [](registry::Id id) { return id; })},
            {"at", to_text(movement.at)}};
}

json json_of(registry::Grant const& grant, std::string const& document,
             std::string const& requester) {
    return {{"id", grant.id},
            {"request", grant.request},
            {"document", document},
            {"requester", requester},
            {"count", grant.count},
            {"used", grant.used},
            {"left", grant.count - grant.used},
            {"recipients", grant.recipients},
            {"until", or_null(grant.until, instant)},
            {"granted_by", grant.granted_by},
            {"granted_at", to_text(grant.granted_at)}};
}

json json_of(audit::Event const& event) {
    return {{"sequence", event.sequence}, {"at", to_text(event.at)},    {"actor", event.actor},
            {"what", event.what},         {"subject", event.subject},   {"clauses", event.clauses},
            {"details", event.details},   {"previous", event.previous}, {"hash", event.hash}};
}

json json_of(form::Sheet const& sheet) {
    json facts = json::array();
    for (auto const& [label, value] : sheet.facts) {
        facts.push_back({{"label", label}, {"value", value}});
    }
    json tables = json::array();
    for (auto const& table : sheet.tables) {
        json columns = json::array();
        for (auto const& column : table.columns) {
            columns.push_back(column.heading);
        }
        json rows = json::array();
        for (auto const& row : table.rows) {
            json cells = json::array();
            for (auto const& cell : row) {
                cells.push_back(cell.text);
            }
            rows.push_back(cells);
        }
        tables.push_back({{"heading", table.heading}, {"columns", columns}, {"rows", rows}});
    }
    return {
        {"title", sheet.title}, {"subtitle", sheet.subtitle},     {"facts", facts},
        {"tables", tables},     {"paragraphs", sheet.paragraphs}, {"signatures", sheet.signatures},
        {"foot", sheet.foot},   {"level_mark", sheet.level_mark}};
}

json json_of(registry::Copy const& copy, std::string const& document,
             std::vector<registry::Copy> const& all) {
    auto parent = std::find_if(all.begin(), all.end(), [&](auto const& other) {
        return copy.parent && other.serial == *copy.parent;
    });
    auto number = [](CopyNumber value) { return value.value; };
    auto serial = [](Serial value) { return value.text(); };
    return {{"serial", copy.serial.text()},
            {"document", document},
            {"number", or_null(copy.number, number)},
            {"number_text", copy.number ? copy.number->text() : ""},
            {"parent", or_null(copy.parent, serial)},
            {"parent_number", parent == all.end() ? json() : or_null(parent->number, number)},
            {"kind", registry::word(copy.kind)},
            {"state", registry::word(copy.state)},
            {"job", copy.job},
            {"grant", or_null(copy.grant, [](auto id) { return id; })},
            {"recipient", copy.recipient},
            {"holder", copy.holder},
            {"place", copy.place},
            {"printed_by", copy.printed_by},
            {"reserved_at", to_text(copy.reserved_at)},
            {"settled_at", or_null(copy.settled_at, instant)},
            {"note", copy.note}};
}

json json_of(std::vector<registry::Copy> const& copies, std::string const& document) {
    json out = json::array();
    for (auto const& copy : copies) {
        out.push_back(json_of(copy, document, copies));
    }
    return out;
}

} // namespace imprimatur::service
