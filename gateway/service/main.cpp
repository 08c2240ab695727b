#include <csignal>
#include <iostream>

#include <CLI/CLI.hpp>
#include <spdlog/sinks/stdout_sinks.h>
#include <spdlog/spdlog.h>

#include "foundation/clock/clock.hpp"
#include "gateway/service/reply.hpp"
#include "gateway/service/service.hpp"

namespace {

using namespace imprimatur;

constexpr int exit_settings = 78; // EX_CONFIG
constexpr int exit_unavailable = 69;

void begin_log(std::string const& level) {
    auto logger = spdlog::stderr_logger_mt("imprimaturd");
    logger->set_pattern("%Y-%m-%dT%H:%M:%S.%eZ %l %v", spdlog::pattern_time_type::utc);
    logger->flush_on(spdlog::level::debug);
    spdlog::set_default_logger(logger);
    spdlog::set_level(spdlog::level::from_str(level));
}

/// One sentence on the error output, in the language of the settings, and the cause for the log.
void complain(Error const& error, std::string const& language) {
    Sentences sentences(data_folder() / "templates" / "messages");
    std::cerr << sentences.say(error.sentence, language_of(language)) << '\n';
    if (!error.cause.empty()) {
        std::cerr << service::log_line(error.cause) << '\n';
    }
}

/// Signals are waited for, not caught: every thread is started with them blocked.
sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    for (int number : {SIGTERM, SIGINT, SIGHUP}) {
        sigaddset(&signals, number);
    }
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signals;
}

int serve(service::Settings const& settings) {
    begin_log(settings.log_level);
    auto signals = block_signals();
    auto started = service::Service::start(
        settings, [](std::string_view line) { spdlog::info("{}", line); }, program_clock());
    if (!started) {
        complain(started.error(), settings.language);
        return exit_unavailable;
    }
    for (auto const& name : (*started)->missing_protections()) {
        spdlog::warn("the kernel lacks {}: documents are handled with one protection less", name);
    }
    spdlog::info("listening on {}", settings.socket.string());
    for (int number = 0; sigwait(&signals, &number) == 0;) {
        if (number != SIGHUP) {
            break;
        }
        (*started)->reload();
    }
    spdlog::info("stopping");
    (*started)->stop();
    return 0;
}

} // namespace

int main(int count, char** words) {
    CLI::App app{"Imprimatur: the service that knows who may print what"};
    std::string file = "/etc/imprimatur/imprimatur.toml";
    bool is_check_only = false;
    app.add_option("--settings", file, "Settings file")->capture_default_str();
    app.add_flag("--check", is_check_only, "Read the settings, say what is wrong, and end");
    app.set_version_flag("--version", IMPRIMATUR_VERSION);
    CLI11_PARSE(app, count, words);
    auto settings = service::read_settings(file);
    if (!settings) {
        complain(settings.error(), "zh");
        return exit_settings;
    }
    if (is_check_only) {
        return 0;
    }
    return serve(*settings);
}
