#include "gateway/trace/signs.hpp"

#include "tests/unit/gateway/trace/copies.hpp"

namespace imprimatur::trace {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

class Signs : public Copies {
  protected:
    Trace judged(pipe::Reading const& reading) {
        Reader reader;
        reader.likeliest = [&](pipe::DotsSeen const& seen, std::vector<Serial> const&) {
            return std::optional(pipe::Likely{seen.serial.value_or(second_), 12, chance_});
        };
        Trace out;
        judge(keys_, reader, expected(Known::of(registry_)), reading, out);
        return out;
    }
    static std::vector<std::string> ids(std::vector<Sentence> const& sentences) {
        std::vector<std::string> out;
        for (auto const& sentence : sentences) {
            out.push_back(sentence.id);
        }
        return out;
    }

    double chance_ = 1e-12;
};

TEST_F(Signs, ThatAgreeMakeOneRegion) {
    auto const trace =
        judged({{{210, 297}}, {code(second_), code(second_, 1, 20)}, {dots(second_)}});
    ASSERT_EQ(trace.regions.size(), 1U);
    EXPECT_EQ(trace.regions[0].serial, second_);
    EXPECT_TRUE(trace.regions[0].by_code && trace.regions[0].by_dots);
    EXPECT_EQ(trace.regions[0].printed_page, 1U);
    EXPECT_EQ(trace.regions[0].sentence.id, "trace.region-both");
    EXPECT_EQ(trace.regions[0].corners[2].y, 297);
    EXPECT_THAT(ids(trace.warnings), IsEmpty());
    EXPECT_EQ(trace.findings.size(), 2U);
}

TEST_F(Signs, ACodeWhoseSurroundingsBearOtherDotsWasPastedOn) {
    for (auto const& codes : {std::vector{code(second_)}, {code(second_), code(first_, 1, 20)}}) {
        auto const trace = judged({{{210, 297}}, codes, {dots(first_)}});
        ASSERT_EQ(trace.regions.size(), 2U);
        ASSERT_THAT(ids(trace.disagreements), ElementsAre("trace.code-pasted"));
        EXPECT_EQ(trace.disagreements[0].values.at("first"), second_.text());
        EXPECT_EQ(trace.disagreements[0].values.at("second"), first_.text());
        EXPECT_THAT(ids(trace.warnings), testing::Not(testing::Contains("trace.two-copies")));
    }
}

TEST_F(Signs, ACodeBesideOtherDotsDisagreesWithThem) {
    auto const trace = judged({{{210, 297}}, {code(second_)}, {dots(first_, 1, 0, 100)}});
    EXPECT_THAT(ids(trace.disagreements), ElementsAre("trace.code-apart"));
}

TEST_F(Signs, TwoSheetsInOnePictureAreTwoCopies) {
    auto const trace = judged({{{420, 297}},
                               {code(second_, 1, 180), code(child_, 1, 390)},
                               {dots(second_, 1, 0, 210), dots(child_, 1, 210, 420)}});
    EXPECT_EQ(trace.regions.size(), 2U);
    EXPECT_THAT(ids(trace.warnings), ElementsAre("trace.two-copies"));
}

TEST_F(Signs, TwoSheetsOfOneCopyAreTwoRegions) {
    auto trace = judged({{{420, 297}},
                         {code(second_, 1, 180), code(second_, 1, 390)},
                         {dots(second_, 1, 0, 210), dots(second_, 1, 210, 420)}});
    ASSERT_EQ(trace.regions.size(), 2U);
    EXPECT_TRUE(trace.regions[0].by_code && trace.regions[1].by_code);
    EXPECT_EQ(trace.regions[1].corners[0].x, 210);
    EXPECT_THAT(ids(trace.warnings), ElementsAre("trace.several-sheets"));
    EXPECT_THAT(ids(trace.disagreements), IsEmpty());
}

TEST_F(Signs, TwoPagesOfOneCopyAreTwoRegions) {
    auto other = code(second_, 1, 390);
    other.seal = keys_.seal(second_, 2);
    for (auto const& dots_seen :
         {std::vector<pipe::DotsSeen>(), {dots(second_, 1, 0, 210), dots(second_, 1, 210, 420)}}) {
        auto const trace = judged({{{420, 297}}, {code(second_, 1, 180), other}, dots_seen});
        ASSERT_EQ(trace.regions.size(), 2U);
        EXPECT_EQ(trace.regions[0].printed_page, 1U);
        EXPECT_EQ(trace.regions[1].printed_page, 2U);
        EXPECT_EQ(trace.regions[1].sentence.values.at("printed_page"), "2");
    }
}

TEST_F(Signs, ARegionLiesAsItsSheetDoes) {
    auto aslant = dots(second_);
    aslant.corners[0] = {100, 0};
    aslant.corners[1] = {200, 100};
    aslant.corners[2] = {100, 200};
    aslant.corners[3] = {0, 100};
    aslant.lie = {141, 141, 120, 45};
    auto const trace = judged({{{210, 297}}, {code(second_, 1, 93)}, {aslant}});
    ASSERT_EQ(trace.regions.size(), 1U);
    EXPECT_TRUE(trace.regions[0].by_code);
    EXPECT_NEAR(trace.regions[0].corners[0].x, 100, 3);
    EXPECT_NEAR(trace.regions[0].corners[3].x, 0, 3);
    EXPECT_EQ(trace.regions[0].lie.turn, 45);
}

TEST_F(Signs, ACodeOnASheetSeenFromTheSideLeavesItsOutline) {
    auto seen = dots(second_);
    seen.corners[0] = {30, 0};
    seen.corners[1] = {190, 10};
    auto const trace = judged({{{210, 297}}, {code(second_, 1, 100)}, {seen}});
    ASSERT_EQ(trace.regions.size(), 1U);
    EXPECT_EQ(trace.regions[0].corners[0].x, 30);
    EXPECT_EQ(trace.regions[0].corners[1].y, 10);
}

TEST_F(Signs, ACodeThatNamesNoCopyOnRecordMayBeAnotherRegistrys) {
    auto other = code(second_);
    other.seal = Seal{Serial(42), 1, std::string(16, '0')};
    auto const trace = judged({{{210, 297}}, {other}, {}});
    ASSERT_EQ(trace.findings.size(), 1U);
    EXPECT_EQ(trace.findings[0].fit, Fit::Elsewhere);
    EXPECT_EQ(trace.findings[0].sentence.id, "trace.found-elsewhere");
}

TEST_F(Signs, AForgedCodeOnAPageWithDotsIsNamedWithTheCopyThatThePageIsOf) {
    auto forged = code(second_);
    forged.seal->mac = std::string(16, '0');
    auto const trace = judged({{{210, 297}}, {forged}, {dots(second_)}});
    ASSERT_EQ(trace.regions.size(), 1U);
    EXPECT_FALSE(trace.regions[0].by_code);
    EXPECT_THAT(ids(trace.disagreements), ElementsAre("trace.forged-on-copy"));
    EXPECT_EQ(trace.findings[0].sentence.id, "trace.found-forged");
}

TEST_F(Signs, OnACopyMadeFromPaperTheParentsDotsAreNoSecondCopy) {
    auto const trace = judged({{{210, 297}}, {code(child_)}, {dots(first_), dots(child_)}});
    ASSERT_EQ(trace.regions.size(), 1U);
    EXPECT_EQ(trace.regions[0].serial, child_);
    EXPECT_THAT(ids(trace.warnings), ElementsAre("trace.shows-through"));
}

TEST_F(Signs, ACopysCodeOnTheSheetOfWhatItWasCopiedFromMayBePastedOn) {
    auto below = code(child_, 1, 5);
    for (auto& corner : below.corners) {
        corner.y += 260; // in the far corner: the two codes span the whole sheet
    }
    for (auto const& codes : {std::vector{code(child_)}, {code(child_), below}}) {
        auto const trace = judged({{{210, 297}}, codes, {dots(first_)}});
        EXPECT_THAT(ids(trace.disagreements), ElementsAre("trace.code-pasted"));
        EXPECT_EQ(trace.regions.size(), 2U);
    }
}

TEST_F(Signs, ACopyBesideWhatItWasCopiedFromIsASecondOne) {
    auto right = dots(first_);
    for (auto& corner : right.corners) {
        corner.x += 300;
    }
    auto const trace = judged({{{510, 297}}, {code(child_)}, {dots(child_), right}});
    EXPECT_EQ(trace.regions.size(), 2U);
    EXPECT_THAT(ids(trace.warnings), testing::Contains("trace.two-copies"));
}

TEST_F(Signs, OfACodeWithoutDotsItIsSaidThatItMayBePastedOn) {
    EXPECT_THAT(ids(judged({{{210, 297}}, {code(second_)}, {}}).warnings),
                ElementsAre("trace.code-alone"));
    EXPECT_THAT(ids(judged({{{210, 297}}, {code(second_)}, {dots(second_)}}).warnings), IsEmpty());
}

TEST_F(Signs, DotsOfACopyThatWasCopiedMayBeThoseOnACopyOfIt) {
    auto const trace = judged({{{50, 50}}, {}, {dots(first_)}});
    ASSERT_EQ(trace.regions.size(), 1U);
    EXPECT_THAT(ids(trace.warnings), ElementsAre("trace.or-a-copy-of-it"));
    EXPECT_EQ(trace.warnings[0].values.at("copies"), child_.text());
    auto const grandchild = reserve(child_);
    auto const later = judged({{{50, 50}}, {}, {dots(first_)}});
    EXPECT_THAT(later.warnings.at(0).values.at("copies"), testing::HasSubstr(grandchild.text()));
}

TEST_F(Signs, DotsThatDoNotSayEnoughNameNobody) {
    chance_ = 1e-6;
    auto unsure = dots(second_);
    unsure.serial.reset();
    auto trace = judged({{{210, 297}}, {}, {unsure}});
    EXPECT_THAT(trace.regions, IsEmpty());
    ASSERT_EQ(trace.findings.size(), 1U);
    EXPECT_EQ(trace.findings[0].fit, Fit::Unsure);
    EXPECT_FALSE(trace.findings[0].serial);
    chance_ = 1e-8;
    trace = judged({{{210, 297}}, {}, {unsure}});
    ASSERT_EQ(trace.regions.size(), 1U);
    EXPECT_EQ(trace.regions[0].serial, second_);
    EXPECT_EQ(trace.regions[0].sentence.values.at("chance"), "10^-8");
}

TEST_F(Signs, DotsThatDoNotSayEnoughAreNoMatterWhereACodeDoes) {
    chance_ = 0.5;
    auto unsure = dots(second_);
    unsure.serial.reset();
    auto const trace = judged({{{210, 297}}, {code(second_)}, {unsure}});
    ASSERT_EQ(trace.findings.size(), 1U);
    EXPECT_EQ(trace.findings[0].sign, Sign::Code);
}

TEST_F(Signs, DotsOfNoCopyOnRecordAreSaidToBe) {
    auto const trace = judged({{{210, 297}}, {}, {dots(Serial{42})}});
    EXPECT_THAT(trace.regions, IsEmpty());
    ASSERT_EQ(trace.findings.size(), 1U);
    EXPECT_EQ(trace.findings[0].sentence.id, "trace.found-dots-unknown");
}

} // namespace
} // namespace imprimatur::trace
