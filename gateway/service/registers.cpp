#include <algorithm>

#include "gateway/service/input.hpp"
#include "gateway/service/outlines.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/sheets.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

constexpr std::uint64_t largest_picture = 512ULL << 20U; ///< bytes

/// The report, signed, so that it can be shown to those who were not there.
Result<http::Response> report_reply(Exchange const& exchange, trace::Trace const& trace) {
    auto const& office = exchange.office;
    auto drawn = office.workers.draw(
        office.registers.trace_report(trace, office.keys.public_key(), exchange.language));
    auto bytes = drawn ? read_whole(*drawn) : Result<std::string>(pass_on(drawn));
    auto file = bytes ? memory_file("report") : Result<Descriptor>(pass_on(bytes));
    if (!file) {
        return pass_on(file);
    }
    auto done = write_all(*file, office.keys.sign(std::move(*bytes)));
    done = done ? seal(*file) : done;
    if (!done) {
        return pass_on(done);
    }
    return file_reply(std::move(*file), "application/pdf");
}

Result<http::Response> picture_reply(Exchange const& exchange, Descriptor const& picture,
                                     trace::Trace const& trace) {
    auto const pages = std::max<std::size_t>(1, trace.pages.size());
    auto const usual = first_outlined(trace);
    auto page =
        read_number(exchange.request.target.find_query("page").value_or(std::to_string(usual)),
                    "page", 1, static_cast<std::int64_t>(pages));
    if (!page) {
        return pass_on(page);
    }
    auto const outlines = outlines_of(trace, static_cast<std::uint32_t>(*page));
    auto file =
        exchange.office.workers.outline(picture, static_cast<std::uint32_t>(*page), outlines);
    if (!file) {
        return pass_on(file);
    }
    return file_reply(std::move(*file), "image/png");
}

/// @param picture null: a serial was typed
Result<http::Response> traced(Exchange& exchange, Result<trace::Trace> const& trace,
                              Descriptor const* picture) {
    if (!trace) {
        return pass_on(trace);
    }
    if (picture != nullptr && exchange.request.target.find_query("format") == "png") {
        return picture_reply(exchange, *picture, *trace);
    }
    if (wants_pdf(exchange.request)) {
        return report_reply(exchange, *trace);
    }
    return json_reply(json_of(*trace, exchange));
}

} // namespace

Result<http::Response> trace_serial(Exchange& exchange) {
    auto serial = exchange.request.target.find_query("serial");
    if (!serial) {
        return fail(Fault::BadInput, {"service.field-wrong",
                                      {{"field", "serial"}, {"expected", "7K3M-9Q2W-0HXC-VG08"}}});
    }
    return traced(exchange, exchange.office.tracer.by_text(*serial, exchange.caller.account),
                  nullptr);
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
    auto const name = exchange.request.target.find_query("name").value_or("");
    return traced(exchange, exchange.office.tracer.by_picture(*file, name, exchange.caller.account),
                  &*file);
}

Result<http::Response> signature_key(Exchange& exchange) {
    return json_reply({{"key", exchange.office.keys.public_key()}});
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
