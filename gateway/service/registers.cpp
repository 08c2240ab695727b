#include "gateway/service/input.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/sheets.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

using nlohmann::json;

Result<http::Response> copy_record(Exchange& exchange) {
    auto number = exchange.request.target.find_query("document").value_or("");
    auto record = exchange.office.registers.copy_record(number, exchange.language);
    if (!record) {
        return pass_on(record);
    }
    if (wants_pdf(exchange.request)) {
        auto recorded = record_drawing(exchange, "document:" + number);
        if (!recorded) {
            return pass_on(recorded);
        }
        return pdf_reply(exchange, record->sheet);
    }
    auto out = json_of(record->sheet);
    out["copies"] = json_of(record->copies, record->document.number);
    return json_reply(out);
}

Result<http::Response> store_register(Exchange& exchange) {
    auto days = read_days(exchange.request.target);
    if (!days) {
        return pass_on(days);
    }
    auto sheet =
        exchange.office.registers.store_register(days->first, days->last, exchange.language);
    return sheet ? sheet_reply(exchange, *sheet, "register:store") : pass_on(sheet);
}

Result<http::Response> issue_register(Exchange& exchange) {
    auto days = read_days(exchange.request.target);
    if (!days) {
        return pass_on(days);
    }
    auto issued =
        exchange.office.registers.issue_register(days->first, days->last, exchange.language);
    if (!issued) {
        return pass_on(issued);
    }
    if (wants_pdf(exchange.request)) {
        auto recorded = record_drawing(exchange, "register:issue");
        if (!recorded) {
            return pass_on(recorded);
        }
        return pdf_reply(exchange, issued->sheet);
    }
    auto out = json_of(issued->sheet);
    out["movements"] = json::array();
    for (auto const& movement : issued->movements) {
        out["movements"].push_back(json_of(movement));
    }
    return json_reply(out);
}

} // namespace imprimatur::service
