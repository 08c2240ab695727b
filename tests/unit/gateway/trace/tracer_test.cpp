#include "tests/unit/gateway/trace/copies.hpp"

namespace imprimatur::trace {
namespace {

using testing::ElementsAre;

class Tracing : public Copies {
  protected:
    Trace traced(pipe::Reading const& reading) {
        Reader const reader{
            [&](Descriptor const&) { return Result<pipe::Reading>(reading); },
            [&](pipe::DotsSeen const& seen, std::vector<Serial> const&) {
                return std::optional(pipe::Likely{seen.serial.value_or(first_), 12, chance_});
            }};
        auto const file = expected(memory_file("picture"));
        expected(write_all(file, std::string_view("abc")));
        return expected(tracer(reader).by_picture(file, "scan.jpg", "liming"));
    }
    double chance_ = 1e-12;

    /// What the last trace left in the log.
    std::map<std::string, std::string> logged() {
        auto look = expected(registry_.look());
        std::map<std::string, std::string> details;
        expected(look.each_event(1, [&](audit::Event const& event) -> Result<void> {
            details = event.what == "trace.asked" ? event.details : details;
            return {};
        }));
        return details;
    }

    static std::vector<Serial> told(Trace const& trace) {
        std::vector<Serial> out;
        for (auto const& story : trace.stories) {
            out.push_back(story.copy.serial);
        }
        return out;
    }
};

TEST_F(Tracing, OfMarksThatDisagreeNamesNoCopyAndTellsFirstOfTheOneThatTheDotsName) {
    auto const trace = traced({{{210, 297}}, {code(second_)}, {dots(first_)}});
    EXPECT_EQ(trace.sentence.id, "trace.disagree");
    EXPECT_THAT(told(trace), ElementsAre(first_, second_));
}

TEST_F(Tracing, OfACopyBesideAForgedCodeNamesItAndSaysSo) {
    auto forged = code(first_);
    forged.seal->mac = std::string(16, '0');
    auto const trace = traced({{{210, 297}}, {forged}, {dots(second_)}});
    EXPECT_EQ(trace.sentence.id, "trace.one-forged");
    EXPECT_THAT(told(trace), ElementsAre(second_));
}

TEST_F(Tracing, OfMarksThatAgreeNamesTheCopy) {
    auto const trace = traced({{{210, 297}}, {code(second_)}, {dots(second_)}});
    EXPECT_EQ(trace.sentence.id, "trace.one");
    EXPECT_THAT(told(trace), ElementsAre(second_));
}

TEST_F(Tracing, TiesTheAnswerToTheFileThatWasShown) {
    auto const trace = traced({{{210, 297}}, {code(second_)}, {}});
    auto const sha256 = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    EXPECT_EQ(trace.asked.by, "liming");
    EXPECT_EQ(trace.asked.by_name, "李明");
    EXPECT_EQ(trace.asked.file, "scan.jpg");
    EXPECT_EQ(trace.asked.sha256, sha256);
    EXPECT_NEAR(static_cast<double>((clock_->now() - trace.asked.at).count()), 0, 60000);
    auto details = logged();
    EXPECT_EQ(details["file"], "scan.jpg");
    EXPECT_EQ(details["sha256"], sha256);
}

TEST_F(Tracing, IsInTheLogAlsoWhereNothingCanBeRead) {
    Reader const reader{[](Descriptor const&) -> Result<pipe::Reading> {
                            return fail(Fault::BadInput, {"pipe.broken-picture", {}});
                        },
                        {}};
    auto const file = expected(memory_file("picture"));
    auto const trace = tracer(reader).by_picture(file, "scan.jpg", "liming");
    ASSERT_FALSE(trace);
    EXPECT_EQ(trace.error().sentence.id, "pipe.broken-picture");
    auto details = logged();
    EXPECT_EQ(details["file"], "scan.jpg");
    EXPECT_EQ(details["failed"], "pipe.broken-picture");
}

TEST_F(Tracing, OfAFileThatShowsADestroyedCopyIsAnAlarmAboveAllElse) {
    using enum registry::CopyState;
    move(second_, {Delivering, Issued, Destroyed});
    auto const trace = traced({{{210, 297}}, {code(second_)}, {dots(second_)}});
    ASSERT_EQ(trace.warnings.size(), 1U);
    EXPECT_EQ(trace.warnings[0].id, "trace.alarm-destroyed");
}

TEST_F(Tracing, OfTooFewDotsSaysThatTheyAreThereAndWhatToDo) {
    auto unsure = dots(second_);
    unsure.serial.reset();
    chance_ = 1e-5;
    EXPECT_EQ(traced({{{210, 297}}, {}, {unsure}}).sentence.id, "trace.found-dots-unsure");
    chance_ = 0.5;
    auto const faint = traced({{{210, 297}}, {}, {unsure}});
    EXPECT_EQ(faint.sentence.id, "trace.nothing");
    EXPECT_EQ(faint.findings.at(0).sentence.id, "trace.found-dots-faint");
    EXPECT_EQ(traced({{{210, 297}}, {}, {}}).sentence.id, "trace.nothing");
}

} // namespace
} // namespace imprimatur::trace
