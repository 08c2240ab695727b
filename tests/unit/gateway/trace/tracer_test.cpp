#include "tests/unit/gateway/trace/copies.hpp"

namespace imprimatur::trace {
namespace {

using testing::ElementsAre;

class Tracing : public Copies {
  protected:
    Trace traced(pipe::Reading const& reading) {
        Reader const reader{[&](Descriptor const&) { return Result<pipe::Reading>(reading); },
                            [&](pipe::DotsSeen const& seen, std::vector<Serial> const&) {
                                return std::optional(pipe::Likely{*seen.serial, 12, 1e-12});
                            }};
        Tracer const tracer(registry_, keys_, reader,
                            [](std::string const& role) { return Title{role, role}; });
        return expected(tracer.by_picture(expected(memory_file("picture")), "zhaomin"));
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

TEST_F(Tracing, OfMarksThatAgreeNamesTheCopy) {
    auto const trace = traced({{{210, 297}}, {code(second_)}, {dots(second_)}});
    EXPECT_EQ(trace.sentence.id, "trace.one");
    EXPECT_THAT(told(trace), ElementsAre(second_));
}

} // namespace
} // namespace imprimatur::trace
