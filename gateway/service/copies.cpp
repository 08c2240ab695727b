#include "gateway/registry/numbers.hpp"
#include "gateway/registry/words.hpp"
#include "gateway/service/documents.hpp"
#include "gateway/service/input.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

/// Officers see every copy; others those that they printed, hold, or that were made for them.
bool is_seen(registry::Copy const& copy, Exchange const& exchange) {
    auto const& account = exchange.caller.account;
    return sees_every_document(exchange) || copy.holder == account || copy.recipient == account ||
           copy.printed_by == account;
}

struct Filter {
    std::optional<std::string> document;
    std::optional<std::int64_t> number;
    std::optional<std::string> state;

    bool fits(registry::Copy const& copy) const {
        return (!number || (copy.number && copy.number->value == *number)) &&
               (!state || registry::word(copy.state) == *state);
    }
};

Result<Filter> filter_in(http::Target const& target) {
    Filter out{target.find_query("document"), std::nullopt, target.find_query("state")};
    if (auto text = target.find_query("number")) {
        auto number = read_number(*text, "number", 1, 999999);
        if (!number) {
            return pass_on(number);
        }
        out.number = *number;
    }
    if (out.state && !registry::find_word<registry::CopyState>(*out.state)) {
        return wrong_field("state", "reserved, delivering, issued, …");
    }
    return out;
}

Result<void> add_copies(registry::Transaction& transaction, registry::Document const& document,
                        Filter const& filter, Exchange const& exchange, json& out) {
    auto copies = transaction.copies(document.id);
    if (!copies) {
        return pass_on(copies);
    }
    for (auto const& copy : *copies) {
        if (filter.fits(copy) && is_seen(copy, exchange)) {
            out.push_back(json_of(copy, document.number, *copies));
        }
    }
    return {};
}

struct Seen {
    registry::Copy copy;
    registry::Document document;
    std::vector<registry::Copy> family;
};

Result<Seen> seen_copy(registry::Transaction& transaction, Exchange const& exchange) {
    auto serial = Serial::read(exchange.part("serial"));
    if (!serial) {
        return pass_on(serial);
    }
    auto copy = transaction.find_copy(*serial);
    if (!copy) {
        return pass_on(copy);
    }
    if (!*copy || !is_seen(**copy, exchange)) {
        return fail(Fault::NotFound, {"service.copy-unknown", {{"serial", serial->text()}}});
    }
    auto document = transaction.document((*copy)->document);
    if (!document) {
        return pass_on(document);
    }
    auto family = transaction.copies(document->id);
    if (!family) {
        return pass_on(family);
    }
    return Seen{**copy, *document, *family};
}

} // namespace

Result<http::Response> list_copies(Exchange& exchange) {
    auto filter = filter_in(exchange.request.target);
    if (!filter) {
        return pass_on(filter);
    }
    auto transaction = exchange.office.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto documents = transaction->documents();
    if (!documents) {
        return pass_on(documents);
    }
    json out = json::array();
    for (auto const& document : *documents) {
        if (filter->document && !registry::is_same_number(document.number, *filter->document)) {
            continue;
        }
        auto added = add_copies(*transaction, document, *filter, exchange, out);
        if (!added) {
            return pass_on(added);
        }
    }
    return json_reply({{"copies", out}});
}

Result<http::Response> list_document_copies(Exchange& exchange) {
    auto transaction = exchange.office.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto document = transaction->find_document(exchange.part("document"));
    if (!document) {
        return pass_on(document);
    }
    json out = json::array();
    if (*document) {
        auto added = add_copies(*transaction, **document, {}, exchange, out);
        if (!added) {
            return pass_on(added);
        }
    }
    if (out.empty()) { // no such document, or none of its copies is the caller's business
        auto visible = visible_document(exchange, *transaction, exchange.part("document"));
        if (!visible) {
            return pass_on(visible);
        }
    }
    return json_reply({{"copies", out}});
}

Result<http::Response> show_copy(Exchange& exchange) {
    auto transaction = exchange.office.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto seen = seen_copy(*transaction, exchange);
    if (!seen) {
        return pass_on(seen);
    }
    auto movements = transaction->movements(seen->copy.serial);
    if (!movements) {
        return pass_on(movements);
    }
    auto out = json_of(seen->copy, seen->document.number, seen->family);
    out["movements"] = json::array();
    for (auto const& movement : *movements) {
        out["movements"].push_back(json_of(movement));
    }
    return json_reply(out);
}

Result<http::Response> spoil_copy(Exchange& exchange) {
    auto input = Input::read(exchange.request.body);
    if (!input) {
        return pass_on(input);
    }
    auto note = input->needed_text("note", 500);
    auto closed = input->close();
    if (!closed) {
        return pass_on(closed);
    }
    auto transaction = exchange.office.registry.begin(exchange.caller.account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto seen = seen_copy(*transaction, exchange);
    if (!seen) {
        return pass_on(seen);
    }
    if (seen->copy.state != registry::CopyState::Issued) {
        return fail(Fault::Conflict,
                    {"service.copy-not-issued", {{"serial", seen->copy.serial.text()}}});
    }
    auto moved = transaction->move_copy(
        seen->copy.serial, registry::CopyState::Spoiled, note,
        {"copy.spoiled", "copy:" + seen->copy.serial.text(), {"P7.13.4"}, {{"note", note}}});
    if (!moved) {
        return pass_on(moved);
    }
    auto done = transaction->commit();
    if (!done) {
        return pass_on(done);
    }
    return json_reply(json_of(*moved, seen->document.number, seen->family));
}

} // namespace imprimatur::service
