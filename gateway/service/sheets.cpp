#include "gateway/service/sheets.hpp"

#include "gateway/service/reply.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

Result<http::Response> pdf_reply(Exchange const& exchange, form::Sheet const& sheet) {
    auto file = exchange.office.workers.draw(sheet);
    if (!file) {
        return pass_on(file);
    }
    return file_reply(std::move(*file), "application/pdf");
}

Result<void> record_drawing(Exchange const& exchange, std::string const& subject) {
    auto transaction = exchange.office.registry.begin(exchange.caller.account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto recorded = transaction->record({"register.drawn", subject, {}, {}});
    return recorded ? transaction->commit() : recorded;
}

Result<http::Response> sheet_reply(Exchange const& exchange, Result<form::Sheet> const& sheet,
                                   std::string const& subject) {
    if (!sheet) {
        return pass_on(sheet);
    }
    if (!wants_pdf(exchange.request)) {
        return json_reply(json_of(*sheet));
    }
    auto recorded = record_drawing(exchange, subject);
    if (!recorded) {
        return pass_on(recorded);
    }
    return pdf_reply(exchange, *sheet);
}

} // namespace imprimatur::service
