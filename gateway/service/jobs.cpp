#include "gateway/print/notes.hpp"
#include "gateway/registry/words.hpp"
#include "gateway/service/input.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/views.hpp"

namespace imprimatur::service {

using nlohmann::json;

namespace {

constexpr std::int64_t most_copies = 9999;

bool sees_every_job(Exchange const& exchange) {
    return exchange.caller.has_role(identity::registry_officer) ||
           exchange.caller.has_role(identity::system_administrator);
}

bool sees_title(registry::Job const& job, Exchange const& exchange) {
    return job.user == exchange.caller.account ||
           exchange.caller.has_role(identity::registry_officer);
}

Result<json> job_json(registry::Transaction& transaction, registry::Job const& job,
                      Exchange const& exchange, bool with_copies) {
    std::string number;
    if (job.document) {
        auto document = transaction.document(*job.document);
        if (!document) {
            return pass_on(document);
        }
        number = document->number;
    }
    auto told = print::read_told(job.sentence);
    if (!told) {
        return pass_on(told);
    }
    auto as_is = [](auto const& value) { return value; };
    auto serial = [](Serial value) { return value.text(); };
    json out{{"job", job.id},
             {"state", registry::word(job.state)},
             {"queue", job.queue},
             {"cups_job", job.cups_job},
             {"user", job.user},
             {"device", job.device},
             {"copies", job.copies},
             {"arrangement", job.arrangement},
             {"sha256", job.sha256},
             {"original_sha256", job.original_sha256},
             {"document", job.document && sees_title(job, exchange) ? json(number) : json()},
             {"request", or_null(job.request, as_is)},
             {"grant", or_null(job.grant, as_is)},
             {"parent", or_null(job.parent, serial)},
             {"sentence_id", told->sentence.id},
             {"created_at", to_text(job.created_at)},
             {"changed_at", to_text(job.changed_at)}};
    out["title"] = sees_title(job, exchange) ? json(job.title) : json("");
    // A sentence may name the document; the system administrator sees its kind only.
    out["sentence"] = told->sentence.id.empty() || !sees_title(job, exchange)
                          ? json("")
                          : json(exchange.say(told->sentence));
    if (with_copies) {
        auto copies = transaction.copies_of_job(job.id);
        if (!copies) {
            return pass_on(copies);
        }
        out["made"] = json_of(*copies, sees_title(job, exchange) ? number : "");
    }
    return out;
}

Result<Serial> serial_in(Exchange const& exchange) {
    return Serial::read(exchange.part("serial"));
}

pid_t process_of(Exchange const& exchange) {
    return exchange.request.peer ? exchange.request.peer->process : 0;
}

tl::unexpected<Error> unknown(std::string const& job) {
    return fail(Fault::NotFound, {"print.job-unknown", {{"job", job}}});
}

Result<http::Response> done(Result<void> const& outcome) {
    if (!outcome) {
        return pass_on(outcome);
    }
    return nothing_reply();
}

} // namespace

Result<http::Response> list_jobs(Exchange& exchange) {
    auto text = exchange.request.target.find_query("state");
    auto state = text ? registry::find_word<registry::JobState>(*text) : std::nullopt;
    if (text && !state) {
        return wrong_field("state",
                           "arriving, in-custody, waiting, reserved, finished, refused, cancelled");
    }
    auto transaction = exchange.office.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto jobs = transaction->jobs(state);
    if (!jobs) {
        return pass_on(jobs);
    }
    json out = json::array();
    for (auto const& job : *jobs) {
        if (job.user != exchange.caller.account && !sees_every_job(exchange)) {
            continue;
        }
        auto shown = job_json(*transaction, job, exchange, false);
        if (!shown) {
            return pass_on(shown);
        }
        out.push_back(*shown);
    }
    return json_reply({{"jobs", out}});
}

Result<http::Response> show_job(Exchange& exchange) {
    auto transaction = exchange.office.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto job = transaction->find_job(exchange.part("job"));
    if (!job) {
        return pass_on(job);
    }
    if (!*job || ((*job)->user != exchange.caller.account && !sees_every_job(exchange))) {
        return unknown(exchange.part("job"));
    }
    auto shown = job_json(*transaction, **job, exchange, true);
    if (!shown) {
        return pass_on(shown);
    }
    return json_reply(*shown);
}

Result<http::Response> announce_job(Exchange& exchange) {
    auto input = Input::read(exchange.request.body);
    if (!input) {
        return pass_on(input);
    }
    print::Announcement said;
    said.queue = input->raw_text("queue");
    said.cups_job = input->needed_number("cups_job", 1, INT32_MAX);
    said.cups_uuid = input->raw_text("cups_uuid");
    said.user = input->raw_text("user");
    said.title = input->raw_text("title");
    said.device = input->raw_text("device");
    said.arrangement = input->raw_text("arrangement");
    said.copies = static_cast<std::uint32_t>(input->number("copies", 1, most_copies, 1));
    said.options = input->pairs("options");
    auto closed = input->close_open();
    if (!closed) {
        return pass_on(closed);
    }
    auto announced = exchange.office.jobs.announce(std::move(said), exchange.caller.account);
    if (!announced) {
        return pass_on(announced);
    }
    return json_reply({{"job", announced->job},
                       {"state", registry::word(announced->state)},
                       {"needs_document", announced->needs_document}});
}

Result<http::Response> put_job_original(Exchange& exchange) {
    auto source = [&](std::span<std::byte> room) { return exchange.request.body.read(room); };
    return done(
        exchange.office.jobs.take_original(exchange.part("job"), source, exchange.caller.account));
}

Result<http::Response> put_job_document(Exchange& exchange) {
    auto source = [&](std::span<std::byte> room) { return exchange.request.body.read(room); };
    return done(
        exchange.office.jobs.take_document(exchange.part("job"), source, exchange.caller.account));
}

Result<http::Response> proceed(Exchange& exchange) {
    auto proceeding = exchange.office.jobs.proceed(exchange.part("job"));
    if (!proceeding) {
        return pass_on(proceeding);
    }
    exchange.office.metrics.proceeded(std::string(print::identifier(proceeding->verdict)));
    return json_reply(json_of(*proceeding, exchange));
}

Result<http::Response> cancel_job(Exchange& exchange) {
    auto input = Input::read(exchange.request.body);
    if (!input) {
        return pass_on(input);
    }
    auto note = input->text("note", 500);
    auto closed = input->close();
    if (!closed) {
        return pass_on(closed);
    }
    auto const& id = exchange.part("job");
    if (!exchange.caller.is_backend) {
        auto transaction = exchange.office.registry.look();
        if (!transaction) {
            return pass_on(transaction);
        }
        auto job = transaction->find_job(id);
        if (!job) {
            return pass_on(job);
        }
        if (!*job || (*job)->user != exchange.caller.account) {
            return unknown(id);
        }
    }
    return done(exchange.office.jobs.cancel(id, note, exchange.caller.account));
}

Result<http::Response> deliver_copy(Exchange& exchange) {
    auto serial = serial_in(exchange);
    if (!serial) {
        return pass_on(serial);
    }
    return done(exchange.office.jobs.deliver(exchange.part("job"), *serial, exchange.caller.account,
                                             process_of(exchange)));
}

Result<http::Response> fetch_copy(Exchange& exchange) {
    auto serial = serial_in(exchange);
    if (!serial) {
        return pass_on(serial);
    }
    auto file = exchange.office.jobs.fetch(exchange.part("job"), *serial);
    if (!file) {
        return pass_on(file);
    }
    return file_reply(std::move(*file), "application/pdf");
}

Result<http::Response> settle_copy(Exchange& exchange) {
    auto serial = serial_in(exchange);
    auto input = Input::read(exchange.request.body);
    if (!serial || !input) {
        return serial ? pass_on(input) : pass_on(serial);
    }
    auto text = input->needed_text("outcome");
    auto note = input->text("note");
    if (text != "issued" && text != "spoiled" && text != "void") {
        input->wrong("outcome", "issued, spoiled, void");
    }
    auto closed = input->close();
    if (!closed) {
        return pass_on(closed);
    }
    auto outcome = text == "issued"    ? print::Outcome::Issued
                   : text == "spoiled" ? print::Outcome::Spoiled
                                       : print::Outcome::Void;
    return done(exchange.office.jobs.settle(exchange.part("job"), *serial, outcome, note,
                                            exchange.caller.account));
}

} // namespace imprimatur::service
