#include <algorithm>

#include <gmock/gmock.h>

#include "marking/image/image.hpp"
#include "marking/render/render.hpp"
#include "tests/integration/worker/office.hpp"
#include "tests/support/paper/paper.hpp"

namespace imprimatur::worker {
namespace {

pipe::Workers const& with_key() {
    static auto const pool = [] {
        auto out = settings();
        out.dots_keys = [] { return std::vector{std::string(32, 'k')}; };
        return pipe::Workers::start(out);
    }();
    return pool.value();
}

Mark mark_of(std::uint64_t serial) {
    Mark mark;
    mark.level = Level::Secret;
    mark.period = Period{.kind = Period::Kind::Years, .count = 10};
    mark.number = CopyNumber{static_cast<std::uint32_t>(serial % 1000)};
    mark.serial = Serial(serial);
    mark.seals = {to_text(Seal{mark.serial, 1, "ABCDEFGHJKMNPQRS"})};
    mark.recipient = "王五";
    return mark;
}

Descriptor marked(std::uint64_t serial) {
    auto out =
        with_key().mark(as_file(paper::Paper().prose(1).pdf()), "gb-9704", {mark_of(serial)});
    return std::move(out.value().copies.front());
}

using Part = render::Document::Part;

/// A piece of the first page as a scanner makes it. The QRs are at the top right and bottom left.
Bitmap scanned(Descriptor const& copy, double dpi, Part const& part,
               Channels channels = Channels::Grey) {
    return render::Document::open(copy)->draw(1, dpi, part, channels).value();
}

std::string jpeg(Bitmap const& picture, int quality = 75) {
    return image::encode_jpeg(picture, quality).value();
}

Bitmap beside(Bitmap const& left, Bitmap const& right) {
    Bitmap out{left.width + right.width, left.height, Channels::Grey, left.dpi, {}};
    for (std::uint32_t y = 0; y < left.height; ++y) {
        out.pixels.insert(out.pixels.end(), left.row(y), left.row(y) + left.width);
        out.pixels.insert(out.pixels.end(), right.row(y), right.row(y) + right.width);
    }
    return out;
}

std::vector<Serial> named(pipe::Reading const& reading) {
    std::vector<Serial> out;
    for (auto const& dots : reading.dots) {
        if (dots.serial && std::ranges::find(out, *dots.serial) == out.end()) {
            out.push_back(*dots.serial);
        }
    }
    return out;
}

TEST(DotsSeen, NameTheCopyOnAScrapWithoutACode) {
    auto const copy = marked(4711);
    auto const scrap = scanned(copy, 300, {60, 120, 50, 50});
    auto const read = with_key().read(as_file(jpeg(scrap)));
    ASSERT_TRUE(read) << read.error().cause;
    EXPECT_TRUE(read->codes.empty());
    EXPECT_THAT(named(*read), testing::ElementsAre(Serial(4711)));
    auto const likely = with_key().likeliest(read->dots.front(), {Serial(1), Serial(4711)});
    ASSERT_TRUE(likely);
    EXPECT_EQ(likely->serial, Serial(4711));
    EXPECT_LT(likely->chance, 1e-12);
}

TEST(DotsSeen, AgreeWithTheCodeOfAWholePage) {
    auto const copy = marked(4712);
    auto const read = with_key().read(copy);
    ASSERT_TRUE(read) << read.error().cause;
    ASSERT_FALSE(read->codes.empty());
    EXPECT_THAT(named(*read), testing::ElementsAre(Serial(4712)));
}

TEST(DotsSeen, SayHowTheirSheetLies) {
    auto const read = with_key().read(marked(4712));
    ASSERT_TRUE(read) << read.error().cause;
    ASSERT_EQ(read->dots.size(), 1U) << "one sheet";
    auto const& seen = read->dots.front();
    EXPECT_NEAR(seen.lie.width, 210, 1);
    EXPECT_NEAR(seen.lie.height, 297, 1);
    EXPECT_NEAR(seen.lie.resolution, 300, 2);
    EXPECT_NEAR(seen.lie.turn, 0, 0.2);
    EXPECT_NEAR(seen.corners[0].x, 0, 1);
    EXPECT_NEAR(seen.corners[2].y, 297, 1);
}

/// On a dark table.
Bitmap laid_on_a_table(Bitmap const& piece, std::uint32_t margin) {
    Bitmap out{piece.width + 2 * margin, piece.height + 2 * margin, Channels::Grey, piece.dpi, {}};
    out.pixels.resize(std::size_t{out.width} * out.height, 60);
    for (std::uint32_t y = 0; y < piece.height; ++y) {
        std::copy(piece.row(y), piece.row(y) + piece.width,
                  out.pixels.begin() + std::size_t{y + margin} * out.width + margin);
    }
    return out;
}

TEST(DotsSeen, EndWhereTheSheetEnds) {
    auto const piece = scanned(marked(4715), 300, {20, 60, 140, 100});
    auto const read = with_key().read(as_file(jpeg(laid_on_a_table(piece, 400))));
    ASSERT_TRUE(read) << read.error().cause;
    ASSERT_EQ(read->dots.size(), 1U);
    auto const& seen = read->dots.front();
    double const margin = 400 / 300.0 * 25.4;
    EXPECT_NEAR(seen.corners[0].x, margin, 5);
    EXPECT_NEAR(seen.corners[0].y, margin, 5);
    EXPECT_NEAR(seen.corners[2].x, margin + 140, 5);
    EXPECT_NEAR(seen.corners[2].y, margin + 100, 5);
}

TEST(DotsSeen, OfTwoCopiesInOnePictureAreToldApart) {
    constexpr std::uint64_t one = 0x9c41d2f07ab3865e;
    constexpr std::uint64_t two = 0x3f86b1e95d20c74a;
    auto const left = scanned(marked(one), 200, {20, 60, 90, 120});
    auto const right = scanned(marked(two), 200, {20, 60, 90, 120});
    auto const read = with_key().read(as_file(jpeg(beside(left, right))));
    ASSERT_TRUE(read) << read.error().cause;
    EXPECT_THAT(named(*read), testing::UnorderedElementsAre(Serial(one), Serial(two)));
}

TEST(DotsSeen, OfTwoSheetsOfOneCopyInOnePictureAreTwo) {
    auto const copy = marked(4716);
    auto const left = scanned(copy, 200, {20, 60, 90, 120});
    auto const right = scanned(copy, 200, {57, 83, 90, 120});
    auto const read = with_key().read(as_file(jpeg(beside(left, right))));
    ASSERT_TRUE(read) << read.error().cause;
    ASSERT_EQ(read->dots.size(), 2U);
    for (auto const& seen : read->dots) {
        EXPECT_EQ(seen.serial, Serial(4716));
        EXPECT_NEAR(seen.lie.width, 90, 12);
    }
}

TEST(DotsSeen, SayNothingWithoutTheKeyOrWithAnother) {
    auto const scrap = as_file(jpeg(scanned(marked(4711), 300, {60, 120, 50, 50})));
    auto const blind = workers().read(scrap);
    ASSERT_TRUE(blind);
    EXPECT_TRUE(blind->dots.empty());
    auto other = settings();
    other.dots_keys = [] { return std::vector{std::string(32, 'x')}; };
    auto const read = pipe::Workers::start(other)->read(scrap);
    ASSERT_TRUE(read);
    EXPECT_TRUE(named(*read).empty());
}

TEST(DotsSeen, OfEveryGenerationOfKeysNameTheirCopy) {
    auto later = settings();
    std::vector<std::string> keys{std::string(32, 'k'), std::string(32, 'l')};
    later.dots_keys = [&keys] { return keys; };
    auto const pool = pipe::Workers::start(later);
    ASSERT_TRUE(pool);
    auto made = pool->mark(as_file(paper::Paper().prose(1).pdf()), "gb-9704", {mark_of(4721)});
    ASSERT_TRUE(made);
    keys.push_back(std::string(32, 'm')); // the pool asks anew
    std::vector<Serial> const copies{Serial(4720), Serial(4721)};
    auto const old_copy = marked(4720); // by the first key
    for (auto const& [copy, serial, generation] :
         {std::tuple(&old_copy, Serial(4720), 0U),
          std::tuple(&std::as_const(made->copies.front()), Serial(4721), 1U)}) {
        auto const scrap = as_file(jpeg(scanned(*copy, 300, {20, 60, 90, 90})));
        auto const read = pool->read(scrap);
        ASSERT_TRUE(read);
        ASSERT_EQ(named(*read), std::vector{serial});
        auto const seen = std::find_if(read->dots.begin(), read->dots.end(),
                                       [](auto const& dots) { return dots.serial.has_value(); });
        EXPECT_EQ(seen->generation, generation);
        auto const likely = pool->likeliest(*seen, copies);
        ASSERT_TRUE(likely);
        EXPECT_EQ(likely->serial, serial);
        EXPECT_LT(likely->chance, 1e-7);
    }
}

TEST(DotsSeen, AreLookedForOnScannedPagesThatAreToBeCopied) {
    auto const page = scanned(marked(4713), 300, {0, 30, 165, 220}); // both codes are cut off
    auto pdf = paper::Paper().picture(page, 20, 30, 165, 220).pdf();
    auto const seen = with_key().inspect(as_file(pdf));
    ASSERT_TRUE(seen) << seen.error().cause;
    EXPECT_TRUE(seen->findings.empty());
    ASSERT_EQ(seen->dots.size(), 1U);
    EXPECT_EQ(seen->dots.front().serial, Serial(4713));
    EXPECT_EQ(seen->dots.front().page, 1U);
    auto const none = with_key().inspect(as_file(paper::Paper().prose(3).pdf()));
    ASSERT_TRUE(none);
    EXPECT_TRUE(none->dots.empty());
}

// Scanners and their programs write what they read under or over the picture.
TEST(DotsSeen, AreLookedForBehindTheWordsThatWereReadOnAScan) {
    auto const page = scanned(marked(4714), 300, {0, 30, 165, 220}); // both codes are cut off
    auto const pdf =
        paper::Paper().text(25, 40, "read on it").picture(page, 20, 30, 165, 220).pdf();
    auto const seen = with_key().inspect(as_file(pdf));
    ASSERT_TRUE(seen) << seen.error().cause;
    ASSERT_EQ(seen->dots.size(), 1U);
    EXPECT_EQ(seen->dots.front().serial, Serial(4714));
}

TEST(Outline, IsDrawnOnThePictureInItsColour) {
    auto const picture =
        as_file(image::encode_png(scanned(marked(1), 150, {0, 0, 210, 297})).value());
    pipe::Workers::Outline const outline{
        1, {{20, 20}, {100, 20}, {100, 200}, {20, 200}}, "#cf222e", 12};
    auto const file = with_key().outline(picture, 1, {outline});
    ASSERT_TRUE(file) << file.error().cause;
    auto const drawn = image::decode(read_whole(*file).value()).value();
    ASSERT_EQ(drawn.channels, Channels::Rgb);
    auto const* pixel = drawn.row(static_cast<std::uint32_t>(100 / 25.4 * 150)) +
                        3 * static_cast<std::uint32_t>(20 / 25.4 * 150);
    EXPECT_EQ(pixel[0], 0xcf);
    EXPECT_EQ(pixel[1], 0x22);
    EXPECT_EQ(pixel[2], 0x2e);
    EXPECT_EQ(with_key().outline(picture, 2, {}).error().fault, Fault::NotFound);
}

} // namespace
} // namespace imprimatur::worker
