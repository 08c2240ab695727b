#include <gmock/gmock.h>

#include "marking/dots/dots.hpp"
#include "marking/field/field.hpp"
#include "marking/image/image.hpp"
#include "marking/render/render.hpp"
#include "tests/support/paper/paper.hpp"
#include "tests/unit/marking/stamp/stamping.hpp"

namespace imprimatur::stamp {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

std::string letter() {
    return paper::Paper().prose(1).next_page().prose(2).next_page(420, 297).prose(3).pdf();
}

std::string with_wrong_xref(std::string pdf) {
    auto const place = pdf.rfind("startxref\n") + 10;
    return pdf.replace(place, pdf.find('\n', place) - place, "17");
}

void expect_marked(Outcome const& outcome, std::uint32_t pages) {
    ASSERT_EQ(outcome.copies.size(), 1U) << outcome.way << ": " << outcome.cause;
    ASSERT_EQ(render::Document::open(outcome.copies[0])->page_count(), pages);
    for (std::uint32_t page = 1; page <= pages; ++page) {
        EXPECT_EQ(seal_on(outcome.copies[0], page),
                  to_text(Seal{secret_mark().serial, page, std::nullopt}));
        EXPECT_THAT(text_on(outcome.copies[0], page), HasSubstr("机密★10年"));
        EXPECT_THAT(text_on(outcome.copies[0], page), HasSubstr("000123"));
    }
}

TEST(Ladder, MarksAnOrdinaryDocumentByAppending) {
    auto const outcome = stamped(letter());
    EXPECT_EQ(outcome.way, "appended");
    // Its text begins where the template puts the marks: they went above it, and that is said.
    EXPECT_THAT(outcome.remarks, ElementsAre("stamp.marks-moved"));
    expect_marked(outcome, 3);
    EXPECT_THAT(outcome.copies[0], StartsWith(letter().substr(0, 100)));
}

TEST(Ladder, RepairsWhatIsDamagedAndSaysSo) {
    auto const outcome = stamped(with_wrong_xref(letter()));
    EXPECT_EQ(outcome.way, "repaired") << outcome.cause;
    EXPECT_THAT(outcome.remarks, ElementsAre("stamp.marks-moved", "stamp.way-repaired"));
    expect_marked(outcome, 3);
}

TEST(Ladder, DrawsAgainOrTakesPicturesWhenAskedToStartThere) {
    Options options;
    options.first_way = Way::Vector;
    auto const drawn = stamped(letter(), options);
    EXPECT_EQ(drawn.way, "vector") << drawn.cause;
    EXPECT_THAT(drawn.remarks, ElementsAre("stamp.marks-moved", "stamp.way-vector"));
    expect_marked(drawn, 3);
    EXPECT_THAT(text_on(drawn.copies[0], 2), HasSubstr("approval"));

    options.only_image = true;
    auto const pictures = stamped(letter(), options);
    EXPECT_EQ(pictures.way, "image") << pictures.cause;
    expect_marked(pictures, 3);
    EXPECT_THAT(text_on(pictures.copies[0], 2), Not(HasSubstr("approval")));
}

TEST(Ladder, OpensWhatNeedsNoPasswordUnlessPrintingIsForbidden) {
    for (std::string const how :
         {"--allow-weak-crypto --encrypt '' owner 40 --modify=n --",
          "--allow-weak-crypto --encrypt '' owner 128 --modify=none --use-aes=n --",
          "--allow-weak-crypto --encrypt '' owner 128 --modify=none --use-aes=y --",
          "--encrypt '' owner 256 --modify=none --"}) {
        auto const open = stamped(paper::qpdf(letter(), how));
        EXPECT_EQ(open.way, "repaired") << how << open.cause;
        EXPECT_THAT(open.remarks, ElementsAre("stamp.marks-moved"))
            << "nothing was damaged: " << how;
        expect_marked(open, 3);
    }
    EXPECT_EQ(stamped(paper::qpdf(letter(), "--encrypt '' owner 256 --print=none --")).way,
              "repair.printing-forbidden");
    EXPECT_EQ(stamped(paper::qpdf(letter(), "--encrypt user owner 256 --")).way,
              "render.encrypted");
    Options options;
    options.only_image = true;
    EXPECT_EQ(stamped(paper::qpdf(letter(), "--encrypt '' owner 256 --print=none --"), options).way,
              "stamp.printing-forbidden");
}

TEST(Ladder, RefusesWhatIsNoDocument) {
    EXPECT_EQ(stamped("").way, "stamp.empty");
    EXPECT_EQ(stamped("a letter").way, "stamp.no-document");
    EXPECT_EQ(stamped("%PDF-1.5\nnothing else").way, "stamp.refused");
    Options options;
    options.most_pages = 2;
    EXPECT_EQ(stamped(letter(), options).way, "pdf.too-many-pages");
}

TEST(Ladder, LeavesNoUnmarkedRevisionInAWholeFile) {
    Options options;
    options.whole = true;
    auto const outcome = stamped(letter(), options);
    expect_marked(outcome, 3);
    auto const& copy = outcome.copies[0];
    EXPECT_EQ(copy.find("%%EOF"), copy.rfind("%%EOF"));
}

TEST(Ladder, TurnsPicturesIntoPagesOfTheirOwnSize) {
    auto picture = paper::cloud(1240, 1754, 7);
    picture.dpi = 150;
    for (auto const& file : {*image::encode_png(picture), *image::encode_jpeg(picture, 90)}) {
        auto const outcome = stamped(file);
        EXPECT_EQ(outcome.way, "appended") << outcome.cause;
        expect_marked(outcome, 1);
        auto const size = render::Document::open(outcome.copies[0])->size(1);
        EXPECT_NEAR(size->width, 210, 0.2);
        EXPECT_NEAR(size->height, 297, 0.2);
    }
}

TEST(Ladder, TakesAPictureForOneWhateverItsTextSays) {
    auto picture = paper::cloud(620, 877, 7);
    picture.dpi = 75;
    auto file = *image::encode_jpeg(picture, 90);
    file.insert(2, std::string("\xff\xfe\x00\x0c", 4) + "an object."); // a comment
    auto const outcome = stamped(file);
    EXPECT_EQ(outcome.way, "appended") << outcome.cause;
    expect_marked(outcome, 1);
}

TEST(Ladder, MakesCopiesThatDiffer) {
    auto const outcome = stamped(letter(), {}, {secret_mark(1), secret_mark(2), secret_mark(3)});
    ASSERT_EQ(outcome.copies.size(), 3U) << outcome.cause;
    EXPECT_THAT(text_on(outcome.copies[2], 2), HasSubstr("000003"));
    EXPECT_EQ(seal_on(outcome.copies[1], 2), to_text(Seal{secret_mark(2).serial, 2, std::nullopt}));
}

dots::Key test_key() {
    dots::Key key{};
    key[5] = 77;
    return key;
}

Mark with_dots(Mark mark) {
    auto const tile = dots::tile_of(mark.serial.id(), test_key());
    for (std::size_t pair = 0; pair < tile.size(); ++pair) {
        mark.dots += tile[pair] ? '1' : '0';
    }
    return mark;
}

/// Part of a page as it comes out of a printer of so many dots an inch.
Bitmap printed(std::string const& copy, std::uint32_t page, double dpi,
               render::Document::Part const& part) {
    return render::Document::open(copy)->draw(page, dpi, part).value();
}

TEST(Dots, NameTheCopyOnEveryPageWhateverItsSizeAndTheWay) {
    for (auto way : {Way::Appended, Way::Vector, Way::Image}) {
        auto const outcome = stamped(letter(), {.first_way = way}, {with_dots(secret_mark())});
        ASSERT_EQ(outcome.copies.size(), 1U) << outcome.cause;
        for (std::uint32_t page = 1; page <= 3; ++page) {
            auto const piece = printed(outcome.copies[0], page, 300, {120, 200, 50, 50});
            auto const guess = field::find_copy(piece, test_key());
            ASSERT_TRUE(guess) << page;
            EXPECT_EQ(guess->id, secret_mark().serial.id());
        }
    }
}

TEST(Dots, OfACopysCopyAreDrawnAsInAMirror) {
    auto mark = with_dots(secret_mark());
    mark.dots_mirrored = true;
    auto const outcome = stamped(letter(), {}, {mark});
    ASSERT_EQ(outcome.copies.size(), 1U) << outcome.cause;
    auto const piece = printed(outcome.copies[0], 2, 300, {120, 200, 50, 50});
    auto const field = field::find_field(piece, test_key());
    auto const named = field::read_placings(field.placings, dots::Decoder(test_key()),
                                            field.lattices, field::Effort::Thorough);
    ASSERT_TRUE(named);
    EXPECT_EQ(named->guess.id, mark.serial.id());
    EXPECT_TRUE(field.placings[named->placing].laying.mirrored);
}

/// Share of black in a part of a page that is blank but for the dots.
double blackness(Bitmap const& picture) {
    double sum = 0;
    for (auto value : picture.pixels) {
        sum += 255 - value;
    }
    return sum / 255 / static_cast<double>(picture.pixels.size());
}

TEST(Dots, GreyThePaperByLessThanTwoPercent) {
    auto const outcome = stamped(paper::Paper().pdf(), {}, {with_dots(secret_mark())});
    ASSERT_EQ(outcome.copies.size(), 1U) << outcome.cause;
    auto const bare = stamped(paper::Paper().pdf(), {}, {secret_mark()});
    render::Document::Part const part{5, 5, 200, 287};
    double const grey = blackness(printed(outcome.copies[0], 1, 600, part)) -
                        blackness(printed(bare.copies[0], 1, 600, part));
    EXPECT_GT(grey, 0.005);
    EXPECT_LT(grey, 0.020);
}

TEST(Dots, AddLittleToTheFileHoweverManyPages) {
    auto paper = paper::Paper();
    for (unsigned page = 1; page < 100; ++page) {
        paper.prose(page, 5).next_page();
    }
    auto const pdf = paper.prose(0, 5).pdf();
    auto const bare = stamped(pdf, {.verify_pages = 2}, {secret_mark()});
    auto const full = stamped(pdf, {.verify_pages = 2}, {with_dots(secret_mark())});
    ASSERT_EQ(full.copies.size(), 1U) << full.cause;
    EXPECT_LE(full.copies[0].size(), bare.copies[0].size() + 20'000);
    EXPECT_GE(full.copies[0].size(), bare.copies[0].size() + 1'000);
}

TEST(Dots, OfAnotherSizeAreRefused) {
    auto mark = secret_mark();
    mark.dots = "0101";
    EXPECT_EQ(stamped(letter(), {}, {mark}).way, "overlay.bad-dots");
}

} // namespace
} // namespace imprimatur::stamp
