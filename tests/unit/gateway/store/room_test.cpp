// A full disk: a real one of 1 MiB where this process may mount one, else a limit on the size of
// files, which the system reports at the same call.
#include "tests/unit/gateway/store/stores.hpp"

#include <csignal>
#include <functional>
#include <sched.h>
#include <sys/mount.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace imprimatur::store {
namespace {

/// In a child process: what is limited there is limited nowhere else.
bool holds_in_child(std::function<bool()> const& rule) {
    auto child = ::fork();
    if (child == 0) {
        ::_exit(rule() ? 0 : 1);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    return WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

void make_room_small(std::filesystem::path const& folder) {
    bool is_mounted = ::unshare(CLONE_NEWNS) == 0 &&
                      ::mount("none", "/", nullptr, MS_REC | MS_PRIVATE, nullptr) == 0 &&
                      ::mount("tmpfs", folder.c_str(), "tmpfs", 0, "size=1m,mode=0700") == 0;
    if (!is_mounted) {
        ::signal(SIGXFSZ, SIG_IGN);
        rlimit limit{1 << 20, 1 << 20};
        ::setrlimit(RLIMIT_FSIZE, &limit);
    }
}

TEST_F(InStore, ObjectsThatDoNotFitOnTheDiskLeaveNothing) {
    auto secrets = keys();
    std::filesystem::create_directory(folder());
    EXPECT_TRUE(holds_in_child([&] {
        make_room_small(folder());
        auto store = Store::open(folder(), secrets).value();
        auto kept = put(store, "fits");
        bool is_refused = false;
        {
            auto writer = store.create().value();
            for (int i = 0; i < 40 && !is_refused; ++i) {
                auto written = writer.write(std::string(65536, 'x'));
                is_refused = !written && written.error().fault == Fault::Exhausted;
            }
            is_refused = is_refused && !writer.commit() && !writer.write("more");
        }
        auto names = store.names().value();
        return is_refused && names == std::vector{kept.name} && files_on_disk() == 1 &&
               get(store, kept.name).value() == "fits" &&
               get(store, put(store, std::string(500000, 'y')).name).value().size() == 500000;
    }));
}

} // namespace
} // namespace imprimatur::store
