#include "cups-backend/parts.hpp"

#include <array>
#include <gtest/gtest.h>
#include <unistd.h>

namespace imprimatur::backend {
namespace {

class PartsFromTheFilter : public testing::Test {
  protected:
    static Stop& stop() {
        static Stop only; // one for a process
        return only;
    }
    /// A stream that holds `bytes` and ends.
    Descriptor stream_of(std::string const& bytes) {
        int ends[2] = {-1, -1};
        EXPECT_EQ(::pipe(ends), 0);
        Descriptor const writing(ends[1]);
        EXPECT_TRUE(write_all(writing, bytes));
        return Descriptor(ends[0]);
    }
    static Result<std::string> all_of(http::BodySource const& source) {
        std::string out;
        std::array<std::byte, 7> room{}; // so that several reads are needed
        for (;;) {
            auto count = source(room);
            if (!count) {
                return pass_on(count);
            }
            if (*count == 0) {
                return out;
            }
            out.append(reinterpret_cast<char const*>(room.data()), *count);
        }
    }
    static std::string const sent;
    static std::string const arranged;
    static std::string both() { return head_of({sent.size(), arranged.size()}) + sent + arranged; }
};

std::string const PartsFromTheFilter::sent = std::string("what was sent\0 as bytes", 23);
std::string const PartsFromTheFilter::arranged = "what was made of it";

TEST_F(PartsFromTheFilter, ArriveWholeAndApart) {
    auto stream = stream_of(both());
    auto parts = Parts::open(stream, stop(), true);
    ASSERT_TRUE(parts);
    EXPECT_TRUE(parts->has_original());
    EXPECT_EQ(all_of(parts->original()).value(), sent);
    EXPECT_EQ(all_of(parts->document()).value(), arranged);
}

TEST_F(PartsFromTheFilter, StayApartWhenTheOriginalWasNotRead) {
    auto stream = stream_of(both());
    auto parts = Parts::open(stream, stop(), true);
    std::array<std::byte, 3> few{};
    ASSERT_EQ(parts->original()(few).value(), 3U);
    EXPECT_EQ(all_of(parts->document()).value(), arranged);
}

TEST_F(PartsFromTheFilter, WithoutAnArrangedOneAreTheDocumentAlone) {
    auto stream = stream_of(head_of({sent.size(), 0}) + sent);
    auto parts = Parts::open(stream, stop(), true);
    ASSERT_TRUE(parts);
    EXPECT_FALSE(parts->has_original());
    EXPECT_FALSE(parts->is_arranged());
    EXPECT_EQ(all_of(parts->document()).value(), sent);
}

TEST_F(PartsFromTheFilter, AreNotTakenApartWhenAPersonSentThem) {
    auto stream = stream_of(both());
    auto parts = Parts::open(stream, stop(), false);
    ASSERT_TRUE(parts);
    EXPECT_FALSE(parts->has_original());
    EXPECT_EQ(all_of(parts->document()).value(), both());
}

TEST_F(PartsFromTheFilter, AreNoDocumentWhereverTheyAreCutOff) {
    for (std::size_t length = 0; length < both().size(); ++length) {
        auto stream = stream_of(both().substr(0, length));
        auto parts = Parts::open(stream, stop(), true);
        auto whole = parts ? all_of(parts->document()) : Result<std::string>(pass_on(parts));
        ASSERT_FALSE(whole) << length << " bytes";
        EXPECT_EQ(whole.error().sentence.id, "backend.document-cut");
        EXPECT_EQ(whole.error().fault, Fault::Unavailable) << "tried again";
    }
}

TEST_F(PartsFromTheFilter, NeedTheirHead) {
    auto stream = stream_of("%PDF-1.7 and much more than thirty-two bytes");
    EXPECT_EQ(Parts::open(stream, stop(), true).error().sentence.id, "backend.document-cut");
}

TEST_F(PartsFromTheFilter, MayBeEmpty) {
    auto stream = stream_of(head_of({0, 0}));
    auto parts = Parts::open(stream, stop(), true);
    ASSERT_TRUE(parts);
    EXPECT_EQ(all_of(parts->document()).value(), "");
}

TEST_F(PartsFromTheFilter, SayTheirLengthsInEightBytesEach) {
    auto head = head_of({0x0102030405060708, 1});
    EXPECT_EQ(head, std::string("imprimatur-parts\x01\x02\x03\x04\x05\x06\x07\x08"
                                "\0\0\0\0\0\0\0\x01",
                                head_size));
}

} // namespace
} // namespace imprimatur::backend
