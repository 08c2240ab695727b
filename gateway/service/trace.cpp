// A trace as JSON, as a signed report, or as a page with what was found outlined. Report and
// picture also come with the JSON, so that what is asked once is traced, and logged, once.

#include "foundation/base64/base64.hpp"
#include "gateway/keys/digest.hpp"
#include "gateway/service/input.hpp"
#include "gateway/service/outlines.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

constexpr std::uint64_t largest_picture = 512ULL << 20U; ///< bytes
constexpr auto pdf = "application/pdf";
constexpr auto png = "image/png";

enum class Form { Json, Report, Picture };

/// How the answer is wanted.
struct Wanted {
    Form form = Form::Json;
    bool has_report = false; ///< with the JSON
    bool has_picture = false;
    std::optional<std::uint32_t> page; ///< of the picture; without it, the first with an outline
};

/// "report", "picture", or both with a comma. @param is_picture a file is traced, not a serial
Result<void> read_attach(std::string_view text, bool is_picture, Wanted& wanted) {
    while (!text.empty()) {
        auto const word = text.substr(0, text.find(','));
        text.remove_prefix(std::min(text.size(), word.size() + 1));
        if (word != "report" && (word != "picture" || !is_picture)) {
            return wrong_field("attach", is_picture ? "report, picture" : "report");
        }
        (word == "report" ? wanted.has_report : wanted.has_picture) = true;
    }
    return {};
}

/// What is wrong in it is said before the work is done.
Result<Wanted> wanted_in(http::Request const& request, bool is_picture) {
    Wanted out;
    auto const format = request.target.find_query("format");
    if (format && *format != "json" && *format != "pdf" && (*format != "png" || !is_picture)) {
        return wrong_field("format", is_picture ? "json, pdf, png" : "json, pdf");
    }
    if (is_picture && request.target.find_query("format") == "png") {
        out.form = Form::Picture;
    } else if (wants_pdf(request)) {
        out.form = Form::Report;
    }
    if (auto text = request.target.find_query("page")) {
        auto page = read_number(*text, "page", 1, UINT32_MAX);
        if (!page) {
            return pass_on(page);
        }
        out.page = static_cast<std::uint32_t>(*page);
    }
    auto read = read_attach(request.target.find_query("attach").value_or(""), is_picture, out);
    return read ? Result<Wanted>(out) : pass_on(read);
}

/// Ties the report, by its SHA-256, to who had it made and of what.
Result<void> record_report(Exchange const& exchange, trace::Trace const& trace,
                           Descriptor const& report) {
    auto sha256 = keys::sha256_of(report);
    auto transaction = sha256 ? exchange.office.registry.begin(exchange.caller.account)
                              : Result<registry::Transaction>(pass_on(sha256));
    if (!transaction) {
        return pass_on(transaction);
    }
    auto const subject =
        trace.stories.empty() ? "registry" : "copy:" + trace.stories.front().copy.serial.text();
    std::map<std::string, std::string> details{{"report", *sha256}};
    if (trace.asked.serial.empty()) {
        details["file"] = trace.asked.file;
        details["sha256"] = trace.asked.sha256;
    } else {
        details["asked"] = trace.asked.serial;
    }
    auto recorded = transaction->record({"trace.reported", subject, {}, std::move(details)});
    return recorded ? transaction->commit() : recorded;
}

/// The report, signed, so that it can be shown to those who were not there.
Result<Descriptor> report_of(Exchange const& exchange, trace::Trace const& trace) {
    auto const& office = exchange.office;
    auto drawn = office.workers.draw(
        office.registers.trace_report(trace, office.keys.public_key(), exchange.language));
    auto bytes = drawn ? read_whole(*drawn) : Result<std::string>(pass_on(drawn));
    auto file = bytes ? memory_file("report") : Result<Descriptor>(pass_on(bytes));
    if (!file) {
        return file;
    }
    auto done = write_all(*file, office.keys.sign(std::move(*bytes)));
    done = done ? seal(*file) : done;
    done = done ? record_report(exchange, trace, *file) : done;
    return done ? std::move(file) : pass_on(done);
}

Result<Descriptor> picture_of(Exchange const& exchange, trace::Trace const& trace,
                              Descriptor const& picture, std::optional<std::uint32_t> wanted) {
    auto const page = wanted.value_or(first_outlined(trace));
    auto const pages = std::max<std::size_t>(1, trace.pages.size());
    if (page > pages) {
        return wrong_field("page", "1 – " + std::to_string(pages));
    }
    return exchange.office.workers.outline(picture, page, outlines_of(trace, page));
}

/// A file inside the JSON, or why there is none: the trace is not lost for it.
json attachment(Exchange const& exchange, Result<Descriptor> const& file, char const* type) {
    auto const bytes = file ? read_whole(*file) : Result<std::string>(pass_on(file));
    return bytes ? json{{"type", type}, {"content", to_base64(*bytes)}}
                 : json{{"type", type},
                        {"error",
                         json_of(bytes.error(), exchange.office.sentences, exchange.language)}};
}

/// @param picture null: a serial was typed
Result<http::Response> reply(Exchange const& exchange, Result<trace::Trace> const& trace,
                             Wanted const& wanted, Descriptor const* picture) {
    if (!trace) {
        return pass_on(trace);
    }
    if (wanted.form != Form::Json) {
        bool const is_report = wanted.form == Form::Report;
        auto file = is_report ? report_of(exchange, *trace)
                              : picture_of(exchange, *trace, *picture, wanted.page);
        return file ? Result<http::Response>(file_reply(std::move(*file), is_report ? pdf : png))
                    : pass_on(file);
    }
    auto out = json_of(*trace, exchange);
    if (wanted.has_report) {
        out["report"] = attachment(exchange, report_of(exchange, *trace), pdf);
    }
    if (wanted.has_picture) {
        out["picture"] =
            attachment(exchange, picture_of(exchange, *trace, *picture, wanted.page), png);
    }
    return json_reply(out);
}

} // namespace

Result<http::Response> trace_serial(Exchange& exchange) {
    auto serial = exchange.request.target.find_query("serial");
    if (!serial) {
        return wrong_field("serial", "7K3M-9Q2W-0HXC-VG08");
    }
    auto wanted = wanted_in(exchange.request, false);
    return wanted
               ? reply(exchange, exchange.office.tracer.by_text(*serial, exchange.caller.account),
                       *wanted, nullptr)
               : pass_on(wanted);
}

Result<http::Response> trace_image(Exchange& exchange) {
    auto wanted = wanted_in(exchange.request, true);
    auto file = wanted ? memory_file("picture") : Result<Descriptor>(pass_on(wanted));
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
    return reply(exchange, exchange.office.tracer.by_picture(*file, name, exchange.caller.account),
                 *wanted, &*file);
}

} // namespace imprimatur::service
