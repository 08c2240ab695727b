#include "gateway/service/document_input.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/sheets.hpp"

namespace imprimatur::service {

Result<http::Response> document_register(Exchange& exchange) {
    auto transaction = exchange.office.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto documents = transaction->documents();
    if (!documents) {
        return pass_on(documents);
    }
    std::erase_if(*documents,
                  [&](auto const& document) { return !fits(document, exchange.request.target); });
    auto sheet = exchange.office.document_registers.documents(*documents, exchange.language);
    return sheet_reply(exchange, sheet, "register:documents");
}

Result<http::Response> release_register(Exchange& exchange) {
    auto days = read_days(exchange.request.target);
    if (!days) {
        return pass_on(days);
    }
    auto released =
        exchange.office.document_registers.released(days->first, days->last, exchange.language);
    return sheet_reply(exchange,
                       released ? Result<form::Sheet>(released->sheet) : pass_on(released),
                       "register:declassified");
}

Result<http::Response> release_notice(Exchange& exchange) {
    auto number = exchange.request.target.find_query("document").value_or("");
    auto sheet = exchange.office.document_registers.release_notice(number, exchange.language);
    return sheet_reply(exchange, sheet, "document:" + number);
}

} // namespace imprimatur::service
