#include "gateway/service/input.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/sheets.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

constexpr std::uint64_t largest_picture = 512ULL << 20U; ///< bytes

Result<http::Response> traced(Exchange& exchange, Result<trace::Trace> const& trace) {
    if (!trace) {
        return pass_on(trace);
    }
    if (wants_pdf(exchange.request)) {
        return pdf_reply(exchange,
                         exchange.office.registers.trace_report(*trace, exchange.language));
    }
    return json_reply(json_of(*trace, exchange));
}

} // namespace

Result<http::Response> trace_serial(Exchange& exchange) {
    auto serial = exchange.request.target.find_query("serial");
    if (!serial) {
        return fail(Fault::BadInput, {"service.field-wrong",
                                      {{"field", "serial"}, {"expected", "7K3M-9Q2W-0HXC-V5TN"}}});
    }
    return traced(exchange, exchange.office.tracer.by_text(*serial, exchange.caller.account));
}

Result<http::Response> trace_image(Exchange& exchange) {
    auto file = memory_file("picture");
    if (!file) {
        return pass_on(file);
    }
    auto taken = exchange.request.body.read_into(*file, largest_picture);
    if (!taken) {
        return pass_on(taken);
    }
    auto sealed = seal(*file);
    if (!sealed) {
        return pass_on(sealed);
    }
    return traced(exchange, exchange.office.tracer.by_picture(*file, exchange.caller.account));
}

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

Result<http::Response> issue_register(Exchange& exchange) {
    auto first = read_day(exchange.request.target, "from");
    auto last = read_day(exchange.request.target, "to");
    if (!first || !last) {
        return first ? pass_on(last) : pass_on(first);
    }
    auto issued = exchange.office.registers.issue_register(*first, *last, exchange.language);
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
