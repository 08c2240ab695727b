#include "gateway/service/service.hpp"

#include <condition_variable>
#include <mutex>
#include <sstream>
#include <thread>

#include "gateway/service/key_names.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/router.hpp"
#include "gateway/service/same_numbers.hpp"

namespace imprimatur::service {

namespace {

constexpr std::chrono::seconds between_looks{15};

/// A print job comes as fast as the filters before the backend make it: for a large document
/// minutes can pass before its first byte. Each one that waits holds a thread.
constexpr std::chrono::minutes longest_silence{10};
constexpr unsigned threads = 32;

std::string told(Error const& error) {
    return log_line(error.sentence.id + " " + error.cause);
}

/// Each mistake on a line of its own: file, line, what stands there and what is expected.
void log_mistakes(Office const& office, Error const& error) {
    auto language = language_of(office.settings.language);
    office.log(log_line("policies unchanged: " + office.sentences.say(error.sentence, language)));
    std::istringstream lines(error.cause);
    for (std::string line; std::getline(lines, line);) {
        office.log(log_line("policies unchanged: " + line));
    }
}

http::Settings http_settings(Settings const& settings, Office& office) {
    http::Settings out;
    out.local = http::UnixListener{settings.socket.string(), settings.socket_mode};
    if (settings.tls) {
        out.tls = http::TlsListener{settings.tls->address, settings.tls->port,
                                    settings.tls->certificate, settings.tls->key};
    }
    out.threads = threads;
    out.limits.stall_time = longest_silence;
    out.limits.body_bytes = settings.largest_job + (1U << 20U);
    out.explain = [&office](unsigned status, Error const& error, http::Headers const& headers) {
        auto language = language_asked(headers, language_of(office.settings.language));
        auto response = error_reply(error, office.sentences, language);
        response.status = status;
        return response;
    };
    out.log = [&office](std::string_view line) { office.log(log_line(line)); };
    return out;
}

} // namespace

/// The server is ended before the office that its handlers work in.
struct Service::Inside {
    std::unique_ptr<Office> office;
    std::optional<http::Server> server;
    std::mutex mutex;
    std::condition_variable ended;
    bool is_ending = false;
    std::string key_trouble; ///< id of the sentence that was logged last; empty: none
    std::thread watch;

    /// Documents whose period is over are declassified, those of days on which nothing ran too.
    void release_what_is_due() {
        auto released = office->terms.run();
        if (!released) {
            office->log(told(released.error()));
            return;
        }
        if (!released->empty()) {
            office->log("declassified: " + std::to_string(released->size()) + " documents");
        }
    }

    /// What another gateway or an administrator put into the key file is taken up without a
    /// restart.
    void look_at_the_keys() {
        auto& registry = office->registry;
        auto const& file = office->settings.key_file;
        take_up_keys(registry, office->keys, file);
        auto const checked = check_keys(registry, office->keys, file);
        auto const now = checked ? std::string() : checked.error().sentence.id;
        if (now != key_trouble) { // once when it begins, once when it ends
            auto const language = language_of(office->settings.language);
            office->log(checked ? "keys: all are here again"
                                : log_line("keys: " + office->sentences.say(
                                                          checked.error().sentence, language)));
        }
        key_trouble = now;
    }

    /// Releases jobs whose release failed, and ends those that the print system has no more.
    void look_now_and_then() {
        std::unique_lock lock(mutex);
        while (!ended.wait_for(lock, between_looks, [&] { return is_ending; })) {
            lock.unlock();
            look_at_the_keys();
            release_what_is_due();
            auto woken = office->jobs.wake();
            if (!woken && woken.error().fault != Fault::Unavailable) {
                office->log(told(woken.error()));
            }
            lock.lock();
        }
    }
};

Service::Service(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}

Service::~Service() {
    stop();
}

Result<std::unique_ptr<Service>> Service::start(Settings settings, Log log,
                                                std::shared_ptr<Clock const> clock) {
    auto office = Office::open(std::move(settings), std::move(log), std::move(clock));
    if (!office) {
        return pass_on(office);
    }
    auto inside = std::make_unique<Inside>();
    inside->office = std::move(*office);
    join_same_numbers(*inside->office);
    inside->release_what_is_due();
    auto& parts = *inside->office;
    auto recovered = parts.jobs.recover();
    if (!recovered && recovered.error().fault != Fault::Unavailable) {
        return pass_on(recovered);
    }
    if (!recovered) { // the print system is away; it is looked for again and again
        parts.log(told(recovered.error()));
    }
    auto server = http::Server::start(http_settings(parts.settings, parts),
                                      [&parts](auto& request) { return answer(parts, request); });
    if (!server) {
        return pass_on(server);
    }
    inside->server = std::move(*server);
    auto* watched = inside.get();
    inside->watch = std::thread([watched] { watched->look_now_and_then(); });
    return std::unique_ptr<Service>(new Service(std::move(inside)));
}

std::vector<std::string> Service::missing_protections() const {
    return inside_->office->workers.missing_protections();
}

void Service::reload() {
    auto& office = *inside_->office;
    auto read = office.read_policies();
    inside_->release_what_is_due();
    if (read) {
        office.log("policies read: " + print::PolicyBook::name_of(office.policies.current()));
    } else {
        log_mistakes(office, read.error());
    }
}

void Service::stop() {
    {
        std::lock_guard lock(inside_->mutex);
        inside_->is_ending = true;
    }
    inside_->ended.notify_all();
    if (inside_->watch.joinable()) {
        inside_->watch.join();
    }
    if (inside_->server) {
        inside_->server->stop();
    }
}

} // namespace imprimatur::service
