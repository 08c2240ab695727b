// Somebody else kills workers: the kernel short of memory, an administrator, a shutdown.
#include <atomic>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <functional>
#include <set>
#include <sstream>
#include <thread>
#include <unistd.h>

#include <gmock/gmock.h>

#include "tests/integration/worker/office.hpp"
#include "tests/support/paper/paper.hpp"

namespace imprimatur::worker {
namespace {

/// Our children, those of that name only, as the kernel tells. @source proc(5)
std::vector<pid_t> children(std::string const& name = "") {
    std::vector<pid_t> out;
    for (auto const& entry : std::filesystem::directory_iterator("/proc")) {
        std::ifstream file(entry.path() / "stat");
        std::string line;
        if (!std::getline(file, line)) {
            continue;
        }
        std::istringstream rest(line.substr(line.rfind(')') + 1));
        std::string state;
        pid_t parent = 0;
        rest >> state >> parent;
        if (parent == ::getpid() && state != "Z" && line.find("(" + name) != line.npos) {
            out.push_back(std::stoi(entry.path().filename()));
        }
    }
    return out;
}

/// Kills so many workers, each when it is at work.
class Killer {
  public:
    explicit Killer(int count) : thread_([this, count] { kill(count); }) {}
    ~Killer() {
        is_over_ = true;
        thread_.join();
    }
    int killed() const { return killed_; }

  private:
    void kill(int count) {
        std::set<pid_t> dying; // for a moment they are still there
        while (killed_ < count && !is_over_) {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            for (auto child : children("at-work)")) {
                if (killed_ < count && dying.insert(child).second) {
                    killed_ += ::kill(child, SIGKILL) == 0 ? 1 : 0;
                }
            }
        }
    }
    std::atomic<int> killed_ = 0;
    std::atomic<bool> is_over_ = false;
    std::thread thread_;
};

class Killed : public testing::Test {
  protected:
    /// Whether it is done all the same when the worker that does it is killed.
    std::string done(std::function<std::optional<Error>()> const& act) {
        Killer killer(1);
        auto const error = act();
        EXPECT_EQ(killer.killed(), 1);
        return error ? error->sentence.id + ": " + error->cause : "done";
    }
    Descriptor slow() const { return as_file(pdf_ + "\n%mischief:work"); }
    template <class T> static std::optional<Error> error_of(Result<T> const& result) {
        return result ? std::nullopt : std::optional(result.error());
    }

    std::string pdf_ = paper::Paper().prose(1, 20).pdf();
    pipe::Workers pool_ =
        pipe::Workers::start(settings("tests/imprimatur-worker-mischief")).value();
};

TEST_F(Killed, AWorkerIsFollowedByAFreshOneWhateverItDid) {
    EXPECT_EQ(done([&] { return error_of(pool_.inspect(slow())); }), "done");
    EXPECT_EQ(done([&] { return error_of(pool_.inspect(slow(), pipe::Sharing::Alone)); }), "done");
    EXPECT_EQ(done([&] { return error_of(pool_.read(slow())); }), "done");
    EXPECT_EQ(done([&] {
                  return error_of(pool_.compare(slow(), as_file(pdf_), {{1, 1}}));
              }),
              "done");
    EXPECT_EQ(done([&] { return error_of(pool_.render(slow(), 1, 50)); }), "done");
}

TEST_F(Killed, AWorkerThatMarkedIsFollowedByOneThatMarksTheSameWay) {
    EXPECT_EQ(done([&] {
                  auto marked = pool_.mark(slow(), "gb-9704", {Mark{}});
                  EXPECT_EQ(marked ? marked->way : "none", "appended");
                  return error_of(marked);
              }),
              "done");
}

TEST_F(Killed, TheSecondDeathIsLaidToTheDocument) {
    Killer killer(2);
    auto outcome = pool_.inspect(slow());
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().fault, Fault::Internal);
    EXPECT_EQ(outcome.error().sentence.id, "pipe.worker-died");
    EXPECT_THAT(outcome.error().cause, testing::HasSubstr("twice"));
    EXPECT_EQ(killer.killed(), 2);
}

TEST_F(Killed, WorkersThatWaitedAreReplacedAndNoDocumentIsBlamed) {
    for (int round = 0; round < 3; ++round) {
        ASSERT_TRUE(pool_.inspect(as_file(pdf_)));
        auto const waiting = children();
        ASSERT_FALSE(waiting.empty());
        for (auto child : waiting) {
            ::kill(child, SIGKILL);
        }
        auto seen = pool_.inspect(as_file(pdf_));
        EXPECT_TRUE(seen) << seen.error().cause;
    }
}

} // namespace
} // namespace imprimatur::worker
