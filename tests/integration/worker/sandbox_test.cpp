#include <chrono>
#include <filesystem>
#include <thread>

#include <gmock/gmock.h>

#include "tests/integration/worker/office.hpp"
#include "tests/support/paper/paper.hpp"

namespace imprimatur::worker {
namespace {

using testing::HasSubstr;

pipe::Settings mischievous() {
    auto out = settings("tests/imprimatur-worker-mischief");
    out.limits.output_bytes = 20U << 20U;
    out.limits.time = std::chrono::seconds(60);
    return out;
}

class Sandbox : public testing::Test {
  protected:
    /// Every trick is followed by an honest document, which must be served as if nothing was.
    Result<pipe::Reading> play(std::string const& trick) {
        auto outcome = pool_.read(as_file("mischief:" + trick));
        auto honest = pool_.read(as_file(paper::Paper().qr(50, 50, 0.45, code_of(1)).pdf()));
        EXPECT_TRUE(honest && honest->codes.size() == 1U) << "after " << trick;
        return outcome;
    }
    std::string said(std::string const& trick) {
        auto outcome = play(trick);
        return outcome ? outcome->codes.at(0).text : outcome.error().sentence.id;
    }
    std::string cause(std::string const& trick) {
        auto outcome = play(trick);
        return outcome ? "lived" : outcome.error().cause;
    }

    pipe::Workers pool_ = pipe::Workers::start(mischievous()).value();
};

TEST_F(Sandbox, IsWholeOnThisKernel) {
    EXPECT_THAT(pool_.missing_protections(), testing::IsEmpty());
}

TEST_F(Sandbox, OpensNoFileButFontsAndTables) {
    EXPECT_EQ(said("read-passwd"), "Permission denied");
    EXPECT_EQ(said("read-home"), "Permission denied");
    EXPECT_EQ(said("read-environment"), "Permission denied");
    EXPECT_EQ(said("read-fonts"), "opened");
}

TEST_F(Sandbox, WritesNoFile) {
    EXPECT_EQ(said("write-file"), "Operation not permitted");
    EXPECT_EQ(said("write-font"), "Operation not permitted");
    EXPECT_FALSE(std::filesystem::exists("/tmp/imprimatur-mischief"));
}

TEST_F(Sandbox, HasNoNetwork) {
    EXPECT_THAT(cause("socket"), HasSubstr("forbidden system call"));
    EXPECT_THAT(cause("unix-socket"), HasSubstr("forbidden system call"));
}

TEST_F(Sandbox, StartsNoProcessButThreads) {
    EXPECT_EQ(said("fork"), "-1");
    EXPECT_EQ(said("program"), "failed");
    EXPECT_EQ(said("thread"), "a thread ran");
}

TEST_F(Sandbox, TouchesNoOtherProcess) {
    EXPECT_THAT(cause("kill-parent"), HasSubstr("forbidden system call"));
    EXPECT_THAT(cause("trace-parent"), HasSubstr("forbidden system call"));
}

TEST_F(Sandbox, EatsNoMoreMemoryThanAllowed) {
    EXPECT_EQ(said("eat"), "pipe.too-much-memory");
    EXPECT_EQ(said("raise-limits"), "Operation not permitted");
}

TEST_F(Sandbox, WritesNoEndlessAnswer) {
    EXPECT_THAT(said("fill"), HasSubstr("too large"));
}

TEST_F(Sandbox, RunsNoCodeOfADocument) {
    EXPECT_EQ(said("code"), "Operation not permitted");
}

TEST_F(Sandbox, ACrashIsOneClearSentence) {
    auto outcome = play("crash");
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().fault, Fault::Internal);
    EXPECT_EQ(outcome.error().sentence.id, "pipe.worker-died");
    EXPECT_THAT(outcome.error().cause, HasSubstr("signal 11"));
}

TEST_F(Sandbox, NobodyElseNoticesACrash) {
    auto wide = mischievous();
    wide.processes = 2;
    auto pool = pipe::Workers::start(wide).value();
    auto document = as_file(paper::Paper().qr(50, 50, 0.45, code_of(1)).pdf());
    auto crash = as_file("mischief:crash");
    std::thread other([&] {
        for (int i = 0; i < 5; ++i) {
            EXPECT_FALSE(pool.read(crash));
        }
    });
    for (int i = 0; i < 10; ++i) {
        auto found = pool.read(document);
        EXPECT_TRUE(found && found->codes.size() == 1U);
    }
    other.join();
}

TEST(Limits, AWorkerThatHangsIsStoppedInTime) {
    auto hasty = mischievous();
    hasty.limits.time = std::chrono::seconds(4);
    auto pool = pipe::Workers::start(hasty).value();
    auto start = std::chrono::steady_clock::now();
    auto outcome = pool.read(as_file("mischief:hang"));
    ASSERT_FALSE(outcome);
    EXPECT_EQ(outcome.error().fault, Fault::TimedOut);
    EXPECT_EQ(outcome.error().sentence.values.at("seconds"), "4");
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(20));
    EXPECT_TRUE(pool.read(as_file(paper::Paper().pdf())));
}

} // namespace
} // namespace imprimatur::worker
