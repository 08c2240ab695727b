// A worker with the real sandbox, whose documents may ask it to misbehave: "mischief:socket" and so
// on.
#include <chrono>
#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <functional>
#include <memory>
#include <netinet/in.h>
#include <spawn.h>
#include <string>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/ptrace.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

#include "marking/worker/worker.hpp"

namespace {

using namespace imprimatur;
using worker::Answer;
using worker::Request;

/// What came of it, for the test to read.
Result<Answer> report(std::string const& text) {
    return Answer{{{"count", 1},
                   {"pages", nlohmann::json::array()},
                   {"dots", nlohmann::json::array()},
                   {"codes",
                    {{{"page", 1},
                      {"seal", nullptr},
                      {"text", text},
                      {"corners", {0, 0, 0, 0, 0, 0, 0, 0}}}}}},
                  {}};
}

std::string try_to_open(char const* path, int flags) {
    Descriptor const file(::open(path, flags, 0600));
    return file.is_open() ? "opened" : std::strerror(errno);
}

std::string eat(std::size_t bytes) {
    constexpr std::size_t part = 64U << 20U;
    std::vector<std::unique_ptr<char[]>> eaten;
    for (std::size_t done = 0; done < bytes; done += part) {
        eaten.push_back(std::make_unique<char[]>(part)); // written, so really taken
    }
    return "eaten";
}

std::string fill_a_file() {
    auto file = memory_file("endless");
    std::string const part(1U << 20U, 'x');
    for (int i = 0; i < 100; ++i) {
        if (auto written = write_all(*file, part); !written) {
            return written.error().cause;
        }
    }
    return "filled";
}

std::string run_code_of_its_own() {
    void* place = ::mmap(nullptr, 4096, PROT_READ | PROT_WRITE | PROT_EXEC,
                         MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    return place == MAP_FAILED ? std::strerror(errno) : "mapped";
}

std::string start_a_program() {
    pid_t child = -1;
    char name[] = "/bin/true";
    char* words[] = {name, nullptr};
    return ::posix_spawn(&child, name, nullptr, nullptr, words, nullptr) == 0 ? "started"
                                                                              : "failed";
}

std::string hang() {
    while (true) {
        std::this_thread::sleep_for(std::chrono::seconds(1));
    }
}

/// Long enough for a test to see it at work: its name says so meanwhile.
std::string work() {
    ::prctl(PR_SET_NAME, "at-work");
    auto const end = std::chrono::steady_clock::now() + std::chrono::milliseconds(600);
    while (std::chrono::steady_clock::now() < end) {
        std::this_thread::sleep_for(std::chrono::milliseconds(20));
    }
    ::prctl(PR_SET_NAME, "waiting");
    return "worked";
}

std::string use_a_thread() {
    std::string out;
    std::thread([&out] { out = "a thread ran"; }).join();
    return out;
}

std::map<std::string, std::function<std::string()>> const tricks{
    {"read-passwd", [] { return try_to_open("/etc/passwd", O_RDONLY); }},
    {"read-home", [] { return try_to_open("/root", O_RDONLY | O_DIRECTORY); }},
    {"read-environment", [] { return try_to_open("/proc/self/environ", O_RDONLY); }},
    {"write-file", [] { return try_to_open("/tmp/imprimatur-mischief", O_WRONLY | O_CREAT); }},
    {"write-font", [] { return try_to_open("/usr/share/fonts/x", O_RDWR | O_CREAT); }},
    {"read-fonts", [] { return try_to_open("/usr/share/fonts", O_RDONLY | O_DIRECTORY); }},
    {"socket", [] { return std::to_string(::socket(AF_INET, SOCK_STREAM, 0)); }},
    {"unix-socket", [] { return std::to_string(::socket(AF_UNIX, SOCK_STREAM, 0)); }},
    {"fork", [] { return std::to_string(::fork()); }},
    {"program", start_a_program},
    {"kill-parent", [] { return std::to_string(::kill(::getppid(), SIGTERM)); }},
    {"trace-parent",
     [] { return std::to_string(::ptrace(PTRACE_ATTACH, ::getppid(), nullptr, nullptr)); }},
    {"raise-limits",
     [] {
         rlimit const all{RLIM_INFINITY, RLIM_INFINITY};
         return std::string(::setrlimit(RLIMIT_AS, &all) == 0 ? "raised" : std::strerror(errno));
     }},
    {"eat", [] { return eat(8ULL << 30U); }},
    {"fill", fill_a_file},
    {"code", run_code_of_its_own},
    {"hang", hang},
    {"crash", [] { return std::string(*static_cast<char const* volatile*>(nullptr)); }},
    {"thread", use_a_thread},
    {"work", work},
};

/// Documents that begin with "mischief:" are obeyed, all others handled as ever.
worker::Operations with_mischief(worker::Operations operations) {
    auto honest = operations.at("read");
    operations["read"] = [honest](Request const& request) -> Result<Answer> {
        constexpr std::string_view sign = "mischief:";
        auto const bytes = read_whole(request.files.at(0), 1U << 20U);
        if (bytes && bytes->starts_with(sign)) {
            return report(tricks.at(bytes->substr(sign.size()))());
        }
        return honest(request);
    };
    // "%mischief:work" at its end: what is asked takes a while.
    for (auto& [name, operation] : operations) {
        if (name != "draw") {
            operation = [honest = operation](Request const& request) {
                auto const bytes = read_whole(request.files.at(0)).value_or("");
                if (bytes.ends_with("%mischief:work")) {
                    work();
                }
                return honest(request);
            };
        }
    }
    // "%mischief:die-before vector" at its end: every way of marking before that one is deadly.
    auto marks = operations.at("mark");
    operations["mark"] = [marks](Request const& request) -> Result<Answer> {
        constexpr std::string_view sign = "%mischief:die-before ";
        auto const bytes = read_whole(request.files.at(0)).value_or("");
        auto const place = bytes.rfind(sign);
        if (place != bytes.npos &&
            bytes.substr(place + sign.size()) != request.words.at("first_way").get<std::string>()) {
            std::raise(SIGSEGV);
        }
        if (bytes.ends_with("%mischief:count")) {
            static int count = 0;
            return fail(Fault::Internal, {"pipe.bad-request", {}},
                        "served " + std::to_string(++count));
        }
        return marks(request);
    };
    return operations;
}

} // namespace

int main(int count, char** words) {
    return worker::run(count, words, with_mischief);
}
