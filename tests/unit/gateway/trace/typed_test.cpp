#include <algorithm>
#include <cstdlib>
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/trace/trace.hpp"
#include "tests/support/expected.hpp"

namespace imprimatur::trace {
namespace {

using testing::IsEmpty;
using testing::SizeIs;

std::filesystem::path new_folder() {
    char name[] = "/tmp/typed-XXXXXX";
    return mkdtemp(name);
}

/// A registry with 400 copies of one document, and what was typed from a page: at least 25 begin
/// with the same of the 16 characters that can be the first.
class Typed : public testing::Test {
  protected:
    Typed() {
        auto transaction = expected(registry_.begin("zhaomin"));
        expected(transaction.put_person({.account = "liming", .full_name = "李明"}, entry()));
        registry::Document document{
            .number = "D-1", .title = "通知", .level = Level::Ordinary, .registered_by = "liming"};
        auto const id = expected(transaction.add_document(document, entry())).id;
        auto reservation =
            expected(transaction.reserve({.document = id,
                                          .job = "job",
                                          .count = 400,
                                          .recipients = std::vector<std::string>(400, "liming"),
                                          .place = "P",
                                          .printed_by = "liming"},
                                         clock_->now(), entry()));
        for (auto const& copy : reservation.copies()) {
            serials_.push_back(copy.serial);
        }
        expected(transaction.commit());
    }
    ~Typed() override { std::filesystem::remove_all(folder_); }

    static registry::Entry entry() { return {"test", "test", {}, {}}; }

    Result<Trace> trace(std::string const& text) const {
        Tracer const tracer(registry_, keys_, *clock_, {}, [](auto const&) { return Title{}; });
        return tracer.by_text(text, "zhaomin");
    }
    /// Hands out the copies that begin so.
    void issue(std::string const& begin) {
        auto transaction = expected(registry_.begin("liming"));
        for (auto serial : serials_) {
            if (serial.plain().starts_with(begin)) {
                expected(
                    transaction.move_copy(serial, registry::CopyState::Delivering, "", entry()));
                expected(transaction.move_copy(serial, registry::CopyState::Issued, "", entry()));
            }
        }
        expected(transaction.commit());
    }
    /// How many copies begin so.
    std::size_t count(std::string const& begin) const {
        return static_cast<std::size_t>(
            std::count_if(serials_.begin(), serials_.end(),
                          [&](auto serial) { return serial.plain().starts_with(begin); }));
    }
    /// The first characters of copies of which so many begin with them; empty: there are none.
    template <class Fits> std::string begin_of(Fits fits, std::size_t length) const {
        for (auto serial : serials_) {
            auto begin = serial.plain().substr(0, length);
            if (fits(count(begin))) {
                return begin;
            }
        }
        return {};
    }

    std::filesystem::path folder_ = new_folder();
    std::shared_ptr<Clock const> clock_ = std::make_shared<SystemClock const>();
    mutable registry::Registry registry_ = expected(
        registry::Registry::open("sqlite://" + (folder_ / "registry.db").string(), clock_));
    keys::Keys keys_ = expected(keys::Keys::open(folder_ / "key", true));
    std::vector<Serial> serials_;
};

TEST_F(Typed, APartThatFitsOneCopyTellsItsStory) {
    for (auto const& text : {serials_[7].text().substr(0, 9) + "-…", serials_[7].text()}) {
        auto const found = expected(trace(text));
        ASSERT_THAT(found.stories, SizeIs(1));
        EXPECT_EQ(found.stories[0].copy.serial, serials_[7]);
        EXPECT_THAT(found.candidates, IsEmpty());
        EXPECT_EQ(found.sentence.id, "trace.one");
    }
}

TEST_F(Typed, FourCharactersMayBeEnough) {
    auto const begin = serials_[7].text().substr(0, 4);
    auto const found = expected(trace(begin + std::string(12, '?')));
    EXPECT_EQ(found.stories.empty() ? found.candidates.size() : 1, count(begin));
}

TEST_F(Typed, APartThatFitsSeveralListsThemInShort) {
    auto const twins = begin_of([](auto count) { return count > 1 && count <= 20; }, 2);
    ASSERT_FALSE(twins.empty());
    issue(twins);
    auto const found = expected(trace(twins + "*"));
    EXPECT_THAT(found.stories, IsEmpty());
    ASSERT_THAT(found.candidates, SizeIs(count(twins)));
    EXPECT_EQ(found.candidates[0].document, "D-1");
    EXPECT_EQ(found.candidates[0].title, "通知");
    EXPECT_EQ(found.candidates[0].holder_name, "李明");
    EXPECT_EQ(found.further, 0U);
    EXPECT_EQ(found.sentence.id, "trace.several-fit");
}

TEST_F(Typed, TheTextOfACodeIsCheckedAsTheReaderDoes) {
    auto seal = keys_.seal(serials_[7], 3);
    auto const good = expected(trace(" " + to_text(seal)));
    ASSERT_THAT(good.stories, SizeIs(1));
    EXPECT_EQ(good.stories[0].copy.serial, serials_[7]);
    ASSERT_THAT(good.findings, SizeIs(1));
    EXPECT_EQ(good.findings[0].sentence.id, "trace.found-ours");
    seal.mac = std::string(16, '0');
    auto const forged = expected(trace(to_text(seal)));
    EXPECT_THAT(forged.stories, IsEmpty());
    EXPECT_EQ(forged.sentence.id, "trace.found-forged");
    auto const unknown = expected(trace(to_text(keys_.seal(Serial(42), 1))));
    EXPECT_THAT(unknown.stories, IsEmpty());
    EXPECT_EQ(unknown.sentence.id, "trace.found-unknown");
    auto const cut = trace(to_text(seal).substr(0, 30));
    ASSERT_FALSE(cut);
    EXPECT_EQ(cut.error().sentence.id, "trace.code-not-whole");
}

TEST_F(Typed, AFileOfWhichPagesAreUnreadSaysWhich) {
    Reader reader;
    reader.read = [](Descriptor const&) {
        pipe::Reading reading;
        reading.pages.resize(9);
        reading.unread = {2, 7, 8, 9};
        return Result<pipe::Reading>(reading);
    };
    Tracer const tracer(registry_, keys_, *clock_, reader, [](auto const&) { return Title{}; });
    auto const found =
        expected(tracer.by_picture(memory_file("file").value(), "file.pdf", "zhaomin"));
    ASSERT_THAT(found.warnings, SizeIs(1));
    EXPECT_EQ(found.warnings[0].id, "trace.partial");
    EXPECT_EQ(found.warnings[0].values.at("pages"), "2, 7-9");
    EXPECT_EQ(found.unread.size(), 4U);
}

TEST_F(Typed, APartThatFitsNoneIsSaidSo) {
    auto text = serials_[7].plain().substr(0, 12);
    text[11] = text[11] == '0' ? '1' : '0';
    auto const other = trace(text + "…");
    ASSERT_FALSE(other);
    EXPECT_EQ(other.error().sentence.id, "trace.serial-unknown");
}

TEST_F(Typed, OfManyThatFitTheFirstTwentyAreListedAndTheRestCounted) {
    auto const begin = begin_of([](auto count) { return count > 20; }, 1);
    ASSERT_FALSE(begin.empty());
    auto const found = expected(trace(begin + "…"));
    EXPECT_THAT(found.stories, IsEmpty());
    EXPECT_THAT(found.candidates, SizeIs(20));
    EXPECT_EQ(found.further, count(begin) - 20);
    EXPECT_EQ(found.sentence.id, "trace.many-fit");
    EXPECT_EQ(found.sentence.values.at("further"), std::to_string(found.further));
}

} // namespace
} // namespace imprimatur::trace
