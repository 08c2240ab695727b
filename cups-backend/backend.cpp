#include "cups-backend/backend.hpp"

#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <sys/prctl.h>
#include <unistd.h>

#include "cups-backend/errand.hpp"
#include "cups-backend/guard.hpp"
#include "cups-backend/texts.hpp"

namespace imprimatur::backend {

namespace {

std::optional<std::string> from_environment(char const* name) {
    char const* value = std::getenv(name);
    return value == nullptr ? std::nullopt : std::optional<std::string>(value);
}

/// cupsd that was killed starts the job again: then only one of us may be left.
void end_with_the_scheduler() {
    auto const parent = ::getppid();
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (::getppid() != parent) {
        ::raise(SIGKILL); // it went meanwhile
    }
}

} // namespace

int run(std::vector<std::string> const& words) {
    if (words.size() == 1) {
        std::puts("network imprimatur \"Unknown\" \"Imprimatur secure printer\"");
        return static_cast<int>(Exit::Ok);
    }
    end_with_the_scheduler();
    Sentences const sentences(texts());
    Voice voice;
    auto invocation = read_invocation(words, from_environment);
    if (!invocation) {
        auto language = language_of(from_environment("LANG").value_or(""));
        voice.say(Tone::Refusal, sentences.say(invocation.error().sentence, language));
        voice.note(invocation.error().cause);
        return static_cast<int>(Exit::StopQueue);
    }
    Guard const guard(invocation->job);
    Stop stop;
    return static_cast<int>(Errand(*invocation, sentences, voice, stop).go());
}

} // namespace imprimatur::backend
