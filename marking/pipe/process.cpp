#include "marking/pipe/process.hpp"

#include <csignal>
#include <cstring>
#include <fcntl.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>

#include "marking/pipe/words.hpp"

namespace imprimatur::pipe {

namespace {

constexpr int worker_socket = 3;
constexpr std::uint64_t most_json = 256ULL << 20U;
constexpr std::chrono::seconds time_to_start{30};

tl::unexpected<Error> cannot_start(Settings const& settings, std::string const& cause) {
    return fail(Fault::Unavailable, {"pipe.cannot-start", {{"program", settings.program.string()}}},
                cause);
}

/// What the child is to have open: nothing of ours but its end of the socket.
class Actions {
  public:
    Actions() { ::posix_spawn_file_actions_init(&actions_); }
    ~Actions() { ::posix_spawn_file_actions_destroy(&actions_); }
    Actions(Actions const&) = delete;
    Actions& operator=(Actions const&) = delete;

    bool prepare(int socket) {
        bool good = ::posix_spawn_file_actions_adddup2(&actions_, socket, worker_socket) == 0;
        for (int number : {0, 1, 2}) {
            good = good && ::posix_spawn_file_actions_addopen(&actions_, number, "/dev/null",
                                                              O_RDWR, 0) == 0;
        }
        return good &&
               ::posix_spawn_file_actions_addclosefrom_np(&actions_, worker_socket + 1) == 0;
    }
    posix_spawn_file_actions_t const* get() const { return &actions_; }

  private:
    posix_spawn_file_actions_t actions_{};
};

class Attributes {
  public:
    Attributes() {
        ::posix_spawnattr_init(&attributes_);
        sigset_t signals;
        sigemptyset(&signals);
        ::posix_spawnattr_setsigmask(&attributes_, &signals);
        sigfillset(&signals);
        ::posix_spawnattr_setsigdefault(&attributes_, &signals);
        ::posix_spawnattr_setflags(&attributes_, POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
                                                     POSIX_SPAWN_SETSID);
    }
    ~Attributes() { ::posix_spawnattr_destroy(&attributes_); }
    Attributes(Attributes const&) = delete;
    Attributes& operator=(Attributes const&) = delete;
    posix_spawnattr_t const* get() const { return &attributes_; }

  private:
    posix_spawnattr_t attributes_{};
};

std::vector<char*> pointers(std::vector<std::string>& words) {
    std::vector<char*> out;
    out.reserve(words.size() + 1);
    for (auto& word : words) {
        out.push_back(word.data());
    }
    out.push_back(nullptr);
    return out;
}

std::string how(int status) {
    if (WIFSIGNALED(status)) {
        auto const number = WTERMSIG(status);
        return std::string("killed by signal ") + std::to_string(number) + " (" +
               ::strsignal(number) + ")" + (number == SIGSYS ? ": a forbidden system call" : "");
    }
    return "exit status " + std::to_string(WEXITSTATUS(status));
}

} // namespace

Result<Process> Process::start(Settings const& settings) {
    auto first = start_once(settings);
    // Somebody may have killed it while it started, which says nothing of the program.
    bool const is_worth_another = !first && first.error().sentence.id == "pipe.cannot-start";
    return is_worth_another ? start_once(settings) : std::move(first);
}

Result<Process> Process::start_once(Settings const& settings) {
    int ends[2] = {-1, -1};
    if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, ends) != 0) {
        return cannot_start(settings, std::string("socketpair: ") + std::strerror(errno));
    }
    Descriptor ours(ends[0]);
    Descriptor theirs(ends[1]);
    Actions actions;
    Attributes attributes;
    if (!actions.prepare(theirs.number())) {
        return cannot_start(settings, "no memory");
    }
    std::vector<std::string> words{settings.program.string(),
                                   "--data",
                                   settings.data.string(),
                                   "--memory",
                                   std::to_string(settings.limits.memory_bytes),
                                   "--output",
                                   std::to_string(settings.limits.output_bytes)};
    // Nothing of our own environment: it may hold what a document must not learn.
    std::vector<std::string> environment{"LANG=C.UTF-8", "PATH=/usr/bin:/bin", "HOME=/nonexistent"};
    pid_t child = -1;
    auto const failed =
        ::posix_spawn(&child, settings.program.c_str(), actions.get(), attributes.get(),
                      pointers(words).data(), pointers(environment).data());
    if (failed != 0) {
        return cannot_start(settings, std::strerror(failed));
    }
    Process process(child, std::move(ours));
    theirs = Descriptor();
    if (auto greeted = process.greet(settings); !greeted) {
        return pass_on(greeted);
    }
    return process;
}

Result<void> Process::greet(Settings const& settings) {
    auto hello = receive(socket_, std::chrono::steady_clock::now() + time_to_start, most_json);
    if (!hello) {
        return cannot_start(settings, hello.error().cause + ", " + end());
    }
    try {
        auto const words = Json::parse(hello->json);
        if (words.contains("error")) {
            return tl::unexpected<Error>(read_error(words.at("error")));
        }
        lacks_ = words.at("lacks").get<std::vector<std::string>>();
    } catch (Json::exception const& e) {
        return cannot_start(settings, e.what());
    }
    if (settings.demand_every_protection && !lacks_.empty()) {
        return fail(Fault::Unavailable, {"pipe.unprotected", {{"protection", lacks_.front()}}});
    }
    return {};
}

Process::Process(Process&& other) noexcept
    : child_(std::exchange(other.child_, -1)), socket_(std::move(other.socket_)),
      is_usable_(std::exchange(other.is_usable_, false)), requests_(other.requests_),
      lacks_(std::move(other.lacks_)) {}

Process& Process::operator=(Process&& other) noexcept {
    if (this != &other) {
        end();
        child_ = std::exchange(other.child_, -1);
        socket_ = std::move(other.socket_);
        is_usable_ = std::exchange(other.is_usable_, false);
        requests_ = other.requests_;
        lacks_ = std::move(other.lacks_);
    }
    return *this;
}

Process::~Process() {
    end();
}

std::string Process::end() {
    is_usable_ = false;
    if (child_ < 0) {
        return "gone already";
    }
    // A worker that ended by itself is still there to be asked why, until it is waited for: the
    // signal below does not reach it and does not hide its end.
    ::kill(child_, SIGKILL);
    int status = 0;
    while (::waitpid(child_, &status, 0) < 0 && errno == EINTR) {
    }
    child_ = -1;
    return how(status);
}

bool Process::is_alive() const {
    siginfo_t ended{};
    auto const number = static_cast<id_t>(child_);
    return is_usable_ && ::waitid(P_PID, number, &ended, WEXITED | WNOHANG | WNOWAIT) == 0 &&
           ended.si_pid == 0;
}

Result<Message> Process::ask(Message const& request, std::chrono::seconds time) {
    ++requests_;
    auto const deadline = std::chrono::steady_clock::now() + time;
    auto sent = send(socket_, request);
    auto answer = sent ? receive(socket_, deadline, most_json) : Result<Message>(pass_on(sent));
    if (answer) {
        return answer;
    }
    auto const ending = end();
    if (answer.error().fault == Fault::TimedOut) {
        return fail(Fault::TimedOut,
                    {"pipe.timed-out", {{"seconds", std::to_string(time.count())}}}, "stopped");
    }
    return fail(Fault::Internal, {"pipe.worker-died", {}}, answer.error().cause + ", " + ending);
}

} // namespace imprimatur::pipe
