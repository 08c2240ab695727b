#include <unistd.h>

#include "gateway/service/document_join.hpp"
#include "gateway/service/documents.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

namespace {

Result<store::Store::Writer::Object> keep(store::Store const& store, Descriptor const& file) {
    auto writer = store.create();
    if (!writer) {
        return pass_on(writer);
    }
    std::string room(std::size_t{1} << 16U, '\0');
    for (off_t at = 0;;) {
        auto count = ::pread(file.number(), room.data(), room.size(), at);
        if (count < 0) {
            return fail(Fault::Internal, {"file.cannot-read", {}}, "pread of a memory file");
        }
        if (count == 0) {
            return writer->commit();
        }
        auto written = writer->write({room.data(), static_cast<std::size_t>(count)});
        if (!written) {
            return pass_on(written);
        }
        at += count;
    }
}

std::vector<std::string> joins_in(http::Target const& target) {
    std::vector<std::string> out;
    for (auto const& [name, value] : target.query) {
        if (name == "join") {
            out.push_back(value);
        }
    }
    return out;
}

/// The file that was there before is no longer anybody's.
void drop_former(Exchange const& exchange, std::string const& former) {
    if (former.empty()) {
        return;
    }
    auto removed = exchange.office.store.remove(former);
    if (!removed) { // the next start removes it
        exchange.office.log("object " + former + " stays until the next start");
    }
}

} // namespace

Result<Upload> find_upload(Exchange const& exchange, std::string const& name) {
    auto found = exchange.office.uploads.find(name, exchange.caller.account);
    if (!found) {
        return fail(Fault::NotFound, {"service.upload-unknown", {{"file", name}}});
    }
    return *found;
}

Result<Upload> take_upload(Exchange& exchange) {
    auto& office = exchange.office;
    auto file = memory_file("document");
    if (!file) {
        return pass_on(file);
    }
    auto taken = exchange.request.body.read_into(*file, office.settings.largest_job);
    auto sealed = taken ? seal(*file) : pass_on(taken);
    if (!sealed) {
        return pass_on(sealed);
    }
    auto inspection = office.workers.inspect(*file);
    if (!inspection) {
        return pass_on(inspection);
    }
    auto object = keep(office.store, *file);
    if (!object) {
        return pass_on(object);
    }
    return Upload{object->name, object->sha256, *inspection, exchange.caller.account,
                  office.clock->now()};
}

Result<http::Response> upload_file(Exchange& exchange) {
    auto upload = take_upload(exchange);
    if (!upload) {
        return pass_on(upload);
    }
    auto reply = nlohmann::json{
        {"file", upload->object}, {"sha256", upload->sha256}, {"pages", upload->inspection.pages}};
    exchange.office.uploads.put(std::move(*upload));
    return json_reply(reply, 201);
}

namespace {

Result<http::Response> give_uploaded(Exchange& exchange, Upload const& upload) {
    auto transaction = exchange.office.registry.begin(exchange.caller.account);
    if (!transaction) {
        return pass_on(transaction);
    }
    auto document = visible_document(exchange, *transaction, exchange.part("document"));
    if (!document) {
        return pass_on(document);
    }
    auto const former = document->object;
    auto joined =
        give_file(exchange, *transaction, *document, upload, joins_in(exchange.request.target));
    if (!joined) {
        return not_given(exchange, std::move(*transaction), *document, joined.error());
    }
    auto done = transaction->commit();
    if (!done) {
        return pass_on(done);
    }
    drop_former(exchange, former);
    auto out = json_of(*document);
    out["joined"] = json_of(*joined);
    return json_reply(out);
}

} // namespace

Result<http::Response> put_document_file(Exchange& exchange) {
    auto upload = take_upload(exchange);
    if (!upload) {
        return pass_on(upload);
    }
    auto given = give_uploaded(exchange, *upload);
    // An answer that got lost on the way to the registry may have been a yes: it is looked at again
    // at the next start.
    if (!given && given.error().fault != Fault::Unavailable) {
        exchange.office.uploads.remove(upload->object);
    }
    return given;
}

} // namespace imprimatur::service
