#include "gateway/trace/signs.hpp"

#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace imprimatur::trace {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

template <class T> T expected(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().sentence.id + ": " + result.error().cause);
    }
    return std::move(*result);
}

void expected(Result<void> const& result) {
    if (!result) {
        throw std::runtime_error(result.error().sentence.id + ": " + result.error().cause);
    }
}

std::filesystem::path new_folder() {
    char name[] = "/tmp/signs-XXXXXX";
    return mkdtemp(name);
}

/// A registry with two copies of one document, and a copy made from the first.
class Signs : public testing::Test {
  protected:
    Signs() {
        auto transaction = expected(registry_.begin("zhaomin"));
        expected(transaction.put_person({.account = "liming", .full_name = "李明"}, entry()));
        registry::Document document{
            .number = "D-1", .title = "通知", .level = Level::Ordinary, .registered_by = "liming"};
        document_ = expected(transaction.add_document(document, entry())).id;
        expected(transaction.commit());
        first_ = reserve({});
        second_ = reserve({});
        child_ = reserve(first_);
    }
    ~Signs() override { std::filesystem::remove_all(folder_); }

    static registry::Entry entry() { return {"test", "test", {}, {}}; }

    Serial reserve(std::optional<Serial> parent) {
        auto transaction = expected(registry_.begin("liming"));
        auto reservation = expected(transaction.reserve({.document = document_,
                                                         .job = "job" + std::to_string(++jobs_),
                                                         .count = 1,
                                                         .recipients = {"liming"},
                                                         .parent = parent,
                                                         .place = "P",
                                                         .printed_by = "liming"},
                                                        clock_->now(), entry()));
        auto serial = reservation.copies().front().serial;
        expected(transaction.commit());
        return serial;
    }

    pipe::Finding code(Serial serial, std::uint32_t page = 1, double x = 170) const {
        auto seal = keys_.seal(serial, page);
        return {page, seal, to_text(seal), {{x, 10}, {x + 15, 10}, {x + 15, 25}, {x, 25}}};
    }
    static pipe::DotsSeen dots(Serial serial, std::uint32_t page = 1, double left = 0,
                               double right = 210) {
        pipe::DotsSeen out{page, {{left, 0}, {right, 0}, {right, 297}, {left, 297}}, serial};
        return out;
    }

    Trace judged(pipe::Reading const& reading) {
        Reader reader;
        reader.likeliest = [&](pipe::DotsSeen const& seen, std::vector<Serial> const&) {
            return std::optional(pipe::Likely{seen.serial.value_or(second_), 12, chance_});
        };
        Trace out;
        judge(keys_, reader, expected(Known::of(registry_)), reading, out);
        return out;
    }
    static std::vector<std::string> warnings(Trace const& trace) {
        std::vector<std::string> out;
        for (auto const& warning : trace.warnings) {
            out.push_back(warning.id);
        }
        return out;
    }

    std::filesystem::path folder_ = new_folder();
    std::shared_ptr<Clock const> clock_ = std::make_shared<SystemClock const>();
    registry::Registry registry_ = expected(
        registry::Registry::open("sqlite://" + (folder_ / "registry.db").string(), clock_));
    keys::Keys keys_ = expected(keys::Keys::open(folder_ / "key", true));
    registry::Id document_ = 0;
    int jobs_ = 0;
    double chance_ = 1e-12;
    Serial first_{0};
    Serial second_{0};
    Serial child_{0};
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
    EXPECT_THAT(warnings(trace), IsEmpty());
    EXPECT_EQ(trace.findings.size(), 2U);
}

TEST_F(Signs, ACodeWhoseSurroundingsBearOtherDotsWasPastedOn) {
    auto const trace = judged({{{210, 297}}, {code(second_)}, {dots(first_)}});
    ASSERT_EQ(trace.regions.size(), 2U);
    EXPECT_THAT(warnings(trace), testing::Contains("trace.code-pasted"));
    EXPECT_EQ(trace.warnings[0].values.at("first"), second_.text());
    EXPECT_EQ(trace.warnings[0].values.at("second"), first_.text());
}

TEST_F(Signs, TwoSheetsInOnePictureAreTwoCopies) {
    auto const trace = judged({{{420, 297}},
                               {code(second_, 1, 180), code(child_, 1, 390)},
                               {dots(second_, 1, 0, 210), dots(child_, 1, 210, 420)}});
    EXPECT_EQ(trace.regions.size(), 2U);
    EXPECT_THAT(warnings(trace), ElementsAre("trace.two-copies"));
}

TEST_F(Signs, AForgedCodeOnAPageWithDotsIsNamedWithTheCopyThatThePageIsOf) {
    auto forged = code(second_);
    forged.seal->mac = std::string(16, '0');
    auto const trace = judged({{{210, 297}}, {forged}, {dots(second_)}});
    ASSERT_EQ(trace.regions.size(), 1U);
    EXPECT_FALSE(trace.regions[0].by_code);
    EXPECT_THAT(warnings(trace), ElementsAre("trace.forged-on-copy"));
    EXPECT_EQ(trace.findings[0].sentence.id, "trace.found-forged");
}

TEST_F(Signs, OnACopyMadeFromPaperTheParentsDotsAreNoSecondCopy) {
    auto const trace = judged({{{210, 297}}, {code(child_)}, {dots(first_), dots(child_)}});
    ASSERT_EQ(trace.regions.size(), 1U);
    EXPECT_EQ(trace.regions[0].serial, child_);
    EXPECT_THAT(warnings(trace), ElementsAre("trace.shows-through"));
}

TEST_F(Signs, DotsOfACopyThatWasCopiedMayBeThoseOnACopyOfIt) {
    auto const trace = judged({{{50, 50}}, {}, {dots(first_)}});
    ASSERT_EQ(trace.regions.size(), 1U);
    EXPECT_THAT(warnings(trace), ElementsAre("trace.or-a-copy-of-it"));
    EXPECT_EQ(trace.warnings[0].values.at("copies"), child_.text());
}

TEST_F(Signs, DotsThatDoNotSayEnoughNameNobody) {
    chance_ = 1e-6;
    auto unsure = dots(second_);
    unsure.serial.reset();
    auto trace = judged({{{210, 297}}, {}, {unsure}});
    EXPECT_THAT(trace.regions, IsEmpty());
    EXPECT_THAT(trace.findings, IsEmpty());
    chance_ = 1e-8;
    trace = judged({{{210, 297}}, {}, {unsure}});
    ASSERT_EQ(trace.regions.size(), 1U);
    EXPECT_EQ(trace.regions[0].serial, second_);
    EXPECT_EQ(trace.regions[0].sentence.values.at("chance"), "10^-8");
}

TEST_F(Signs, DotsOfNoCopyOnRecordAreSaidToBe) {
    auto const trace = judged({{{210, 297}}, {}, {dots(Serial{42})}});
    EXPECT_THAT(trace.regions, IsEmpty());
    ASSERT_EQ(trace.findings.size(), 1U);
    EXPECT_EQ(trace.findings[0].sentence.id, "trace.found-dots-unknown");
}

TEST(Chance, IsSaidRoundedUp) {
    EXPECT_EQ(chance_text(1e-8), "10^-8");
    EXPECT_EQ(chance_text(2e-8), "10^-7");
    EXPECT_EQ(chance_text(1e-300), "10^-24");
    EXPECT_EQ(chance_text(0), "10^-24");
    EXPECT_EQ(chance_text(1), "10^0");
}

} // namespace
} // namespace imprimatur::trace
