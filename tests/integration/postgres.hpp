/// A private PostgreSQL server for tests: made, started and removed here, reachable through a
/// socket in a folder of its own and in no other way. It ends with the process that started it,
/// however that ends.
#pragma once

#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <grp.h>
#include <memory>
#include <pwd.h>
#include <stdexcept>
#include <string>
#include <sys/prctl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
#include <vector>

namespace imprimatur::test {

class PostgresServer {
  public:
    /// Throws std::runtime_error with a sentence when it cannot be had: that is a failure, not a
    /// skip.
    PostgresServer() : folder_(new_folder()) {
        run_to_end({binary("initdb"), "--pgdata=" + data(), "--username=imprimatur", "--auth=trust",
                    "--encoding=UTF8", "--locale=C.UTF-8", "--no-sync"});
        start();
    }
    PostgresServer(PostgresServer const&) = delete;
    PostgresServer& operator=(PostgresServer const&) = delete;
    ~PostgresServer() {
        stop(SIGQUIT);
        std::error_code ignored;
        std::filesystem::remove_all(folder_, ignored);
    }

    void start() {
        server_ = spawn({binary("postgres"), "-D", data(), "-k", folder_, "-c",
                         "listen_addresses=", "-c", "log_min_messages=fatal",
                         // after a crash it would sync a thousand files one by one
                         "-c", "recovery_init_sync_method=syncfs"});
        for (int tries = 0; tries < 2400; ++tries) {
            if (run({binary("pg_isready"), "-q", "-h", folder_}) == 0) {
                return;
            }
            if (::waitpid(server_, nullptr, WNOHANG) == server_) {
                server_ = -1;
                break;
            }
            std::this_thread::sleep_for(std::chrono::milliseconds(50));
        }
        throw std::runtime_error("the private PostgreSQL did not start; its words:\n" + log());
    }

    /// Ends every connection and stops ("fast"; SIGQUIT: as if the power had failed).
    void stop(int signal = SIGINT) {
        if (server_ > 0) {
            ::kill(server_, signal);
            ::waitpid(server_, nullptr, 0);
            server_ = -1;
        }
    }

    /// libpq URI of a database on it.
    std::string uri(std::string const& database) const {
        return "postgresql://imprimatur@/" + database + "?host=" + folder_;
    }

    /// A new, empty database. @return its name
    std::string create_database() {
        auto name = "t" + std::to_string(++databases_);
        query("postgres", "CREATE DATABASE " + name);
        return name;
    }

    /// Runs one statement as the server's owner.
    void query(std::string const& database, std::string const& statement) {
        run_to_end({binary("psql"), "-qX", "-v", "ON_ERROR_STOP=1", "-h", folder_, "-U",
                    "imprimatur", "-d", database, "-c", statement});
    }

  private:
    static std::string binary(std::string const& name) {
        auto path = "/usr/lib/postgresql/15/bin/" + name;
        if (::access(path.c_str(), X_OK) != 0) {
            throw std::runtime_error(path +
                                     " is missing: install the Debian package postgresql-15; the "
                                     "registry is tested on PostgreSQL always");
        }
        return path;
    }

    /// initdb refuses root, so the server then runs as the user that Debian's package makes.
    static passwd const* other_user() {
        if (::geteuid() != 0) {
            return nullptr;
        }
        auto const* user = ::getpwnam("postgres");
        if (user == nullptr) {
            throw std::runtime_error(
                "root needs the user postgres to run PostgreSQL as; install the "
                "Debian package postgresql-common");
        }
        return user;
    }

    static std::string new_folder() {
        std::string name = "/tmp/imprimatur-pg-XXXXXX";
        if (::mkdtemp(name.data()) == nullptr) {
            throw std::runtime_error("no temporary folder for PostgreSQL can be made in /tmp");
        }
        if (auto const* user = other_user(); user != nullptr) {
            if (::chown(name.c_str(), user->pw_uid, user->pw_gid) != 0) {
                throw std::runtime_error("the folder of PostgreSQL cannot be given to its user");
            }
        }
        return name;
    }

    std::string data() const { return folder_ + "/data"; }

    std::string log() const {
        std::ifstream file(folder_ + "/log");
        return {std::istreambuf_iterator<char>(file), {}};
    }

    pid_t spawn(std::vector<std::string> words) const {
        auto const* user = other_user();
        auto log = folder_ + "/log";
        std::vector<char*> arguments;
        for (auto& word : words) {
            arguments.push_back(word.data());
        }
        arguments.push_back(nullptr);
        auto parent = ::getpid();
        auto child = ::fork();
        if (child != 0) {
            return child;
        }
        bool is_ready =
            user == nullptr || (::initgroups(user->pw_name, user->pw_gid) == 0 &&
                                ::setgid(user->pw_gid) == 0 && ::setuid(user->pw_uid) == 0);
        ::prctl(PR_SET_PDEATHSIG, SIGQUIT); // after the change of user, which would clear it
        if (is_ready && ::getppid() == parent && ::chdir(folder_.c_str()) == 0 &&
            std::freopen(log.c_str(), "a", stdout) != nullptr &&
            std::freopen(log.c_str(), "a", stderr) != nullptr) {
            ::execv(arguments[0], arguments.data());
        }
        ::_exit(127);
    }

    int run(std::vector<std::string> words) const {
        int status = 0;
        auto child = spawn(std::move(words));
        while (::waitpid(child, &status, 0) < 0 && errno == EINTR) {
        }
        return status;
    }

    void run_to_end(std::vector<std::string> words) const {
        auto name = words.front();
        if (run(std::move(words)) != 0) {
            throw std::runtime_error(name + " failed; its words:\n" + log());
        }
    }

    std::string folder_;
    pid_t server_ = -1;
    int databases_ = 0;
};

/// The one server of a test program, started when it is first asked for.
inline PostgresServer& postgres_server() {
    static PostgresServer server;
    return server;
}

} // namespace imprimatur::test
