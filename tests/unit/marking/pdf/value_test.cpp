#include "marking/pdf/value.hpp"

#include <gmock/gmock.h>

#include "marking/pdf/decline.hpp"
#include "marking/pdf/filters.hpp"
#include "marking/pdf/source.hpp"
#include "tests/unit/marking/pdf/handmade.hpp"

namespace imprimatur::pdf {
namespace {

using testing::ElementsAre;

std::vector<std::string> items(std::string const& array) {
    std::vector<std::string> out;
    auto cursor = Cursor::inside(Value(array));
    for (auto item = cursor.next(); !item.text().empty(); item = cursor.next()) {
        out.emplace_back(item.text());
    }
    return out;
}

TEST(Value, EndsWhereItsKindEnds) {
    EXPECT_THAT(items("[1 0 R/Name(a(b)\\)c)<41>[1[2]]<</K[(])]>> -5 .5 true%comment\n7 8 9 R]"),
                ElementsAre("1 0 R", "/Name", "(a(b)\\)c)", "<41>", "[1[2]]", "<</K[(])]>>", "-5",
                            ".5", "true", "7", "8 9 R"));
    EXPECT_THAT(items("[1 0 Rx 2 0 R3 4 0 R]"),
                ElementsAre("1", "0", "Rx", "2", "0", "R3", "4 0 R"));
    EXPECT_THAT(items("[ / /A]"), ElementsAre("/", "/A"));
}

TEST(Value, IsReadAsWhatItIs) {
    EXPECT_EQ(Value("12 3 R").reference(), (Reference{12, 3}));
    EXPECT_EQ(Value("12\n0\tR").reference(), (Reference{12, 0}));
    EXPECT_EQ(Value("12").reference(), std::nullopt);
    EXPECT_EQ(Value("99999999999 0 R").reference(), std::nullopt);
    EXPECT_EQ(Value("-1.5").number(), -1.5);
    EXPECT_EQ(Value("+7").number(), 7);
    EXPECT_EQ(Value("--7").number(), std::nullopt);
    EXPECT_EQ(Value("12 0 R").number(), std::nullopt);
    EXPECT_EQ(Value("/A#42#4").name(), "AB#4");
    EXPECT_TRUE(Value("/P#61ge").is_name("Page"));
    EXPECT_FALSE(Value("null").exists());
    EXPECT_FALSE(Value().exists());
}

TEST(Value, FindsEntriesAtTheTopOnlyAndTheLastOfTwo) {
    Value const dictionary("<</A<</B 1>>/B 2/C(/B 3)/B 4 0 R>>");
    EXPECT_EQ(dictionary.entry("B").text(), "4 0 R");
    EXPECT_EQ(dictionary.entry("A").entry("B").text(), "1");
    EXPECT_FALSE(dictionary.entry("D").exists());
    EXPECT_FALSE(Value("[/A 1]").entry("A").exists());
}

TEST(Value, OfAnyBytesIsRead) {
    std::string bytes = "<<";
    unsigned state = 3;
    auto const letters = std::string("<>[]()/% \n12R\\") + std::string(1, '\0');
    for (int i = 0; i < 4000; ++i) {
        state = state * 1103515245U + 12345U;
        bytes += letters[(state >> 16U) % letters.size()];
        static_cast<void>(Value(bytes).entry("A"));
        Cursor cursor(bytes, bytes.size() / 2);
        for (int k = 0; k < 20; ++k) {
            static_cast<void>(cursor.next());
        }
    }
    EXPECT_LE(Cursor("<<<<(", 0).next().text().size(), 5U);
}

std::string declined(std::string const& bytes) {
    try {
        Source const source(bytes);
        return "read";
    } catch (Decline const& decline) {
        return decline.cause;
    }
}

std::string with(std::string text, std::string const& from, std::string const& to) {
    return text.replace(text.find(from), from.size(), to);
}

TEST(Xref, MustLeadExactlyToWhatItSays) {
    Handmade pdf;
    pdf.page("");
    auto const sound = pdf.pdf();
    EXPECT_EQ(declined(sound), "read");
    EXPECT_THAT(declined(with(sound, "1 0 obj", "9 0 obj")), testing::HasSubstr("object 1 is not"));
    EXPECT_THAT(declined(with(sound, "0000000009 00000 n", "0000000010 00000 n")),
                testing::HasSubstr("object 1 is not"));
    EXPECT_THAT(declined(with(sound, "0000000009 00000 n", "000000000900000 nn")),
                testing::HasSubstr("broken"));
    EXPECT_EQ(declined(with(sound, "startxref", "startxxxx")), "no startxref");
    EXPECT_EQ(declined(with(sound, "trailer\n<<", "trailer\n((")), "no trailer");
    EXPECT_EQ(declined(with(sound, "/Root 1 0 R", "/Root (1 0)")), "no reference to the catalog");
}

TEST(Xref, ThatLoopsIsNotFollowed) {
    Handmade pdf;
    pdf.page("");
    auto bytes = pdf.pdf();
    auto const place = bytes.rfind("xref\n0");
    EXPECT_THAT(declined(with(bytes, "/Root", "/Prev " + std::to_string(place) + "/Root")),
                testing::HasSubstr("nowhere"));
    EXPECT_THAT(declined(with(bytes, "/Root", "/Prev 99999999/Root")),
                testing::HasSubstr("nowhere"));
}

TEST(Stream, WhoseLengthIsWrongIsDeclined) {
    Handmade pdf;
    auto const number = pdf.stream("0123456789");
    pdf.page("");
    auto const reference = std::to_string(number) + " 0 R";
    auto const sound = pdf.pdf();
    Source const source(sound);
    EXPECT_EQ(source.stream(Value(reference))->bytes, "0123456789");
    auto const wrong = with(sound, "/Length 10", "/Length 12");
    Source const other(wrong);
    EXPECT_THROW(other.stream(Value(reference)), Decline);
}

TEST(Stream, IsUnpackedByAllFiltersThatContentMayHave) {
    auto content = [](std::string const& data, std::string const& filter) {
        Handmade pdf;
        auto const number = std::to_string(pdf.stream(data, "/Filter" + filter)) + " 0 R";
        pdf.page("");
        auto const bytes = pdf.pdf();
        Source const source(bytes);
        return unpacked(source.packed(*source.stream(Value(number))));
    };
    EXPECT_EQ(content("71 20 51>", "/ASCIIHexDecode"), "q Q");
    EXPECT_EQ(content("71 20 5>junk", "[/AHx]"), "q P");
    EXPECT_EQ(content("87cURD]i,\"Ebo80~>", "/ASCII85Decode"), "Hello World!");
    EXPECT_EQ(content("zE,~>", "/A85"), std::string("\0\0\0\0p", 5));
    EXPECT_EQ(content(std::string("\x02q Q\xfd.\x80junk", 10), "/RunLengthDecode"), "q Q....");
    // ISO 32000-1, 7.4.4.2, example
    EXPECT_EQ(content("\x80\x0B\x60\x50\x22\x0C\x0C\x85\x01", "/LZWDecode"), "-----A---B");
    EXPECT_EQ(content("\x02q Q\xfd.\x80", "[/RL]/DecodeParms[null]"), "q Q....");
    EXPECT_EQ(content("80 0B 60 50 22 0C 0C 85 01>", "[/AHx/LZW]"), "-----A---B");
    EXPECT_THROW(content("x", "/JBIG2Decode"), Decline);
    EXPECT_EQ(content("not packed", "/FlateDecode"), "");
}

TEST(Stream, IsFreedOfPredictors) {
    auto rows = [](std::string data, int predictor, int colours) {
        EXPECT_TRUE(undo({predictor, colours, 8, 3}, data, 0));
        return data;
    };
    EXPECT_EQ(rows({0, 'a', 'b', 'c', 2, 1, 1, 1}, 15, 1), "abcbcd");
    EXPECT_EQ(rows({1, 'a', 1, 1, 4, 0, 0, 0}, 12, 1), "abcabc");
    EXPECT_EQ(rows({3, 'a', 'a' / 2, 'a' / 2}, 13, 1), "a\x60\x60");
    EXPECT_EQ(rows({'a', 1, 1, 'x', 0, 0}, 2, 1), "abcxxx");
    EXPECT_EQ(rows({1, 'a', 'b', 1, 1, 1, 1}, 11, 2), "abbccd");
    std::string data;
    EXPECT_FALSE(undo({15, 0, 8, 3}, data, 0));
    EXPECT_FALSE(undo({15, 1, 8, 1 << 30}, data, 0));
}

} // namespace
} // namespace imprimatur::pdf
