#include "cups-backend/service.hpp"

#include <nlohmann/json.hpp>

#include "cups-backend/text.hpp"

namespace imprimatur::backend {

namespace {

using nlohmann::json;

constexpr std::chrono::milliseconds between_attempts{500};
constexpr std::size_t longest_sentence = 4000;

std::string job_path(std::string const& job, std::string const& rest) {
    return "/v1/jobs/" + http::escape(job) + rest;
}

std::string copy_path(std::string const& job, Copy const& copy, std::string const& rest) {
    return job_path(job, "/copies/" + http::escape(copy.serial) + rest);
}

tl::unexpected<Error> not_understood(std::string cause) {
    return fail(Fault::Internal, {"http.answer-broken", {}}, std::move(cause));
}

/// The error that the service told of.
Error error_in(http::Answer const& answer) {
    auto body = json::parse(answer.body, nullptr, false);
    auto text = [&](char const* key) {
        auto found = body.is_object() ? body.find(key) : body.end();
        return body.is_object() && found != body.end() && found->is_string()
                   ? tamed(found->get<std::string>(), longest_sentence)
                   : std::string();
    };
    auto fault = http::fault_of(answer.status);
    for (auto candidate : {Fault::Corrupt, Fault::Internal}) {
        fault = text("fault") == http::name_of(candidate) ? candidate : fault;
    }
    Sentence sentence = text("sentence").empty()
                            ? Sentence{"http.answer-broken", {}}
                            : Sentence{"backend.said", {{"text", text("sentence")}}};
    return {fault, std::move(sentence), std::to_string(answer.status) + " " + text("sentence_id")};
}

Result<http::Answer> successful(Result<http::Answer> answer) {
    if (answer && !answer->is_success()) {
        return tl::unexpected(error_in(*answer));
    }
    return answer;
}

Result<Verdict> verdict_of(std::string const& word) {
    if (word == "deliver") {
        return Verdict::Deliver;
    }
    if (word == "hold") {
        return Verdict::Hold;
    }
    if (word == "refuse") {
        return Verdict::Refuse;
    }
    if (word == "finished") {
        return Verdict::Finished;
    }
    if (word == "authenticate") {
        return Verdict::Authenticate;
    }
    return not_understood("verdict");
}

CopyState copy_state_of(std::string const& word) {
    return word == "reserved"     ? CopyState::Reserved
           : word == "delivering" ? CopyState::Delivering
                                  : CopyState::Over;
}

Copy copy_of(json const& line) {
    Copy copy;
    copy.serial = line.at("serial").get<std::string>();
    copy.name = tamed(line.at("name").get<std::string>(), 255);
    copy.state = copy_state_of(line.at("state").get<std::string>());
    if (auto number = line.find("number"); number != line.end() && !number->is_null()) {
        copy.number = number->is_string() ? tamed(number->get<std::string>(), 32) : number->dump();
    }
    return copy;
}

Result<Proceeding> proceeding_of(std::string const& body) {
    try {
        auto said = json::parse(body);
        auto verdict = verdict_of(said.at("verdict").get<std::string>());
        if (!verdict) {
            return pass_on(verdict);
        }
        Proceeding out{*verdict,
                       tamed(said.value("sentence", ""), longest_sentence),
                       said.value("reason", ""),
                       {}};
        for (auto const& line : said.value("copies", json::array())) {
            out.copies.push_back(copy_of(line));
        }
        return out;
    } catch (json::exception const& e) {
        return not_understood(e.what());
    }
}

} // namespace

bool is_passing(Fault fault) {
    return fault == Fault::Unavailable || fault == Fault::TimedOut || fault == Fault::Exhausted;
}

Service::Service(Destination const& destination, Language language, Stop const& stop,
                 Trouble trouble)
    : client_(destination.socket,
              [&] {
                  http::Patience patience;
                  patience.stop = stop.descriptor();
                  patience.answer =
                      std::chrono::minutes(10); // marking a large document takes its time
                  return patience;
              }()),
      wait_(destination.wait), language_(language), stop_(stop), trouble_(std::move(trouble)) {}

http::Headers Service::headers(bool has_body) const {
    http::Headers out;
    out.set("Accept-Language", language_ == Language::Chinese ? "zh" : "en");
    if (has_body) {
        out.set("Content-Type", "application/json");
    }
    return out;
}

/// Tries again while the fault may pass and the wait is not over. The attempt is told its number.
template <class Attempt> auto Service::patiently(Attempt attempt) const {
    auto const end = std::chrono::steady_clock::now() + wait_;
    for (int count = 1;; ++count) {
        auto outcome = attempt(count);
        if (outcome || !is_passing(outcome.error().fault) || stop_.is_asked()) {
            return outcome;
        }
        trouble_(outcome.error());
        if (std::chrono::steady_clock::now() >= end || stop_.wait(between_attempts)) {
            return outcome;
        }
    }
}

Result<http::Answer> Service::post(std::string const& target, std::string body) const {
    return successful(client_.ask({http::Method::Post, target, headers(true), std::move(body)}));
}

Result<Announced> Service::announce(Invocation const& invocation,
                                    std::string const& identity) const {
    json body{{"queue", invocation.queue},
              {"cups_job", invocation.job},
              {"cups_uuid", identity},
              {"user", invocation.user},
              {"title", invocation.title},
              {"copies", invocation.copies},
              {"arrangement", invocation.arrangement.text},
              {"device", tamed(invocation.device, 1024)},
              {"options", invocation.options}};
    auto answer = patiently([&](int) { return post("/v1/jobs", body.dump()); });
    if (!answer) {
        return pass_on(answer);
    }
    try {
        auto said = json::parse(answer->body);
        return Announced{said.at("job").get<std::string>(), said.at("needs_document").get<bool>()};
    } catch (json::exception const& e) {
        return not_understood(e.what());
    }
}

Result<void> Service::put(std::string const& target, http::BodySource bytes) const {
    http::Headers fields = headers(false);
    fields.set("Content-Type", "application/octet-stream");
    auto answer = successful(client_.ask({http::Method::Put, target, fields, std::move(bytes)}));
    return answer ? Result<void>() : pass_on(answer);
}

Result<void> Service::put_original(std::string const& job, http::BodySource original) const {
    return put(job_path(job, "/original"), std::move(original));
}

Result<void> Service::put_document(std::string const& job, http::BodySource document) const {
    return put(job_path(job, "/document"), std::move(document));
}

Result<Proceeding> Service::proceed(std::string const& job) const {
    auto answer = patiently([&](int) { return post(job_path(job, "/proceed"), "{}"); });
    return answer ? proceeding_of(answer->body) : pass_on(answer);
}

Result<void> Service::deliver(std::string const& job, Copy const& copy) const {
    return patiently([&](int count) -> Result<void> {
        auto answer = post(copy_path(job, copy, "/deliver"), "{}");
        // An attempt whose answer was lost may have been recorded; nobody else delivers this copy.
        bool is_done = count > 1 && !answer && answer.error().fault == Fault::Conflict;
        return answer || is_done ? Result<void>() : pass_on(answer);
    });
}

Result<Descriptor> Service::fetch(std::string const& job, Copy const& copy) const {
    return patiently([&](int) -> Result<Descriptor> {
        auto file = memory_file("copy");
        if (!file) {
            return file;
        }
        auto answer = successful(client_.ask_into(
            {http::Method::Get, copy_path(job, copy, "/document"), headers(false), {}}, *file));
        if (!answer) {
            return pass_on(answer);
        }
        return file;
    });
}

Result<void> Service::settle(std::string const& job, Copy const& copy, Outcome outcome,
                             std::string const& note) const {
    char const* word = outcome == Outcome::Issued    ? "issued"
                       : outcome == Outcome::Spoiled ? "spoiled"
                                                     : "void";
    auto body = json{{"outcome", word}, {"note", note}}.dump();
    auto answer = patiently([&](int) { return post(copy_path(job, copy, "/settle"), body); });
    return answer ? Result<void>() : pass_on(answer);
}

Result<void> Service::cancel(std::string const& job, std::string const& note) const {
    auto body = json{{"note", note}}.dump();
    auto answer = patiently([&](int) { return post(job_path(job, "/cancel"), body); });
    return answer ? Result<void>() : pass_on(answer);
}

} // namespace imprimatur::backend
