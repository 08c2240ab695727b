#include "gateway/service/documents.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

namespace {

tl::unexpected<Error> conflict(std::string id, std::map<std::string, std::string> values) {
    return fail(Fault::Conflict, {std::move(id), std::move(values)});
}

bool is_same(std::string const& a, std::string const& b) {
    return a == b || pipe::Workers::likeness({a}, {b}) >= pipe::Workers::same;
}

/// A file is registered once, is no copy of ours, and says no higher level of itself than is
/// registered.
Result<void> check_file(registry::Document const& document, pipe::Inspection const& inspection,
                        std::vector<registry::Document> const& others) {
    for (auto const& finding : inspection.findings) {
        if (finding.seal) {
            return conflict("service.file-is-a-copy", {{"serial", finding.seal->serial.text()}});
        }
    }
    if (inspection.written_level && *inspection.written_level > document.level) {
        return conflict("service.file-level-higher",
                        {{"where", inspection.written_where},
                         {"level_zh", std::string(chinese_name(document.level))},
                         {"level_en", std::string(english_name(document.level))}});
    }
    if (!document.fingerprint.empty() &&
        !is_same(document.fingerprint, inspection.fingerprint.text)) {
        return conflict("service.file-differs", {{"document", document.number}});
    }
    for (auto const& other : others) {
        if (other.id != document.id && !other.fingerprint.empty() &&
            is_same(other.fingerprint, inspection.fingerprint.text)) {
            return conflict("service.file-known", {{"document", other.number}});
        }
    }
    return {};
}

Result<pipe::Inspection> inspect_body(Exchange& exchange) {
    auto file = memory_file("document");
    if (!file) {
        return pass_on(file);
    }
    auto taken = exchange.request.body.read_into(*file, exchange.office.settings.largest_job);
    if (!taken) {
        return pass_on(taken);
    }
    auto sealed = seal(*file);
    if (!sealed) {
        return pass_on(sealed);
    }
    return exchange.office.workers.inspect(*file);
}

} // namespace

Result<http::Response> put_document_file(Exchange& exchange) {
    auto inspection = inspect_body(exchange);
    if (!inspection) {
        return pass_on(inspection);
    }
    auto transaction = exchange.office.registry.begin(exchange.caller.account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto document = visible_document(exchange, *transaction, exchange.part("document"));
    auto others = transaction->documents();
    if (!document || !others) {
        return document ? pass_on(others) : pass_on(document);
    }
    auto checked = check_file(*document, *inspection, *others);
    if (!checked) {
        return pass_on(checked);
    }
    document->fingerprint = inspection->fingerprint.text;
    auto changed =
        transaction->change_document(*document, {"document.fingerprinted",
                                                 "document:" + document->number,
                                                 {},
                                                 {{"pages", std::to_string(inspection->pages)}}});
    auto done = changed ? transaction->commit() : changed;
    if (!done) {
        return pass_on(done);
    }
    return json_reply(json_of(*document));
}

} // namespace imprimatur::service
