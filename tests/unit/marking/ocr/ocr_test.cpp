#include "marking/ocr/ocr.hpp"

#include <algorithm>
#include <cmath>
#include <fstream>
#include <numbers>
#include <set>

#include <gmock/gmock.h>

#include "marking/render/render.hpp"
#include "tests/support/paper/paper.hpp"

namespace imprimatur::ocr {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;

constexpr double dpi = 200;

Bitmap drawn(paper::Paper& paper) {
    auto const bytes = paper.pdf();
    return render::Document::open(bytes).value().draw(1, dpi).value();
}

std::vector<std::string> const& lines() {
    static std::vector<std::string> const out{
        "各部门要高度重视，切实把思想行动统一", "到年度防汛抗旱工作的部署上来，坚持问",
        "题导向，突出重点，强化措施，狠抓落实", "一是完善制度，健全机制，明确责任分工",
        "二是严格审批程序，规范登记编号和传阅", "三是加强监督检查，依纪依法追究责任者"};
    return out;
}

/// A card of so many lines.
Bitmap card(std::size_t count = lines().size()) {
    paper::Paper paper(130, 16 + 9 * double(count));
    for (std::size_t i = 0; i < count; ++i) {
        paper.text(10, 8 + 9.0 * double(i), lines()[i], 16, "AR PL UMing CN");
    }
    return drawn(paper);
}

/// The picture turned clockwise about its middle, white where nothing was.
Bitmap askew(Bitmap const& picture, double degrees) {
    auto out = picture;
    double const angle = degrees * std::numbers::pi / 180;
    for (std::uint32_t y = 0; y < out.height; ++y) {
        for (std::uint32_t x = 0; x < out.width; ++x) {
            double const dx = x - out.width / 2.0;
            double const dy = y - out.height / 2.0;
            double const from_x = dx * std::cos(angle) + dy * std::sin(angle) + out.width / 2.0;
            double const from_y = dy * std::cos(angle) - dx * std::sin(angle) + out.height / 2.0;
            bool const is_there =
                from_x >= 0 && from_y >= 0 && from_x < out.width && from_y < out.height;
            out.pixels[y * out.row_bytes() + x] =
                is_there ? picture.row(std::uint32_t(from_y))[std::uint32_t(from_x)] : 255;
        }
    }
    return out;
}

/// The picture turned clockwise by a quarter.
Bitmap quarter(Bitmap const& picture) {
    Bitmap out{picture.height, picture.width, picture.channels, picture.dpi, {}};
    for (std::uint32_t y = 0; y < out.height; ++y) {
        for (std::uint32_t x = 0; x < out.width; ++x) {
            out.pixels.push_back(picture.row(picture.height - 1 - x)[y]);
        }
    }
    return out;
}

Bitmap mirrored(Bitmap picture) {
    for (std::uint32_t y = 0; y < picture.height; ++y) {
        auto* row = picture.pixels.data() + y * picture.row_bytes();
        std::reverse(row, row + picture.width);
    }
    return picture;
}

std::vector<std::string> characters(std::string const& text) {
    std::vector<std::string> out;
    for (char c : text) {
        if ((static_cast<unsigned char>(c) & 0xc0U) != 0x80U) {
            out.emplace_back();
        }
        out.back() += c;
    }
    std::erase_if(out, [](auto const& c) {
        return static_cast<unsigned char>(c.front()) <= 0x20 || c == "，" || c == ",";
    });
    return out;
}

std::set<std::string> shingles(std::string const& text) {
    constexpr std::size_t width = 4;
    auto const all = characters(text);
    std::set<std::string> out;
    for (std::size_t i = 0; i + width <= all.size(); ++i) {
        out.insert(all[i] + all[i + 1] + all[i + 2] + all[i + 3]);
    }
    return out;
}

/// How much of what stands on the card was read: the share of its runs of four characters.
double share_read(PageText const& read, std::size_t count = lines().size()) {
    std::string whole;
    for (std::size_t i = 0; i < count; ++i) {
        whole += lines()[i];
    }
    auto const wanted = shingles(whole);
    auto const got = shingles(read.text);
    return double(std::ranges::count_if(wanted, [&](auto const& s) { return got.contains(s); })) /
           double(wanted.size());
}

TEST(Ocr, ReadsAPageOfChinese) {
    auto read = read_text(card(), dpi);
    ASSERT_TRUE(read);
    EXPECT_GE(share_read(*read), 0.97);
    EXPECT_GE(read->sureness, 0.8);
    EXPECT_EQ(read->turn, 0);
    EXPECT_FALSE(read->mirrored);
}

TEST(Ocr, LinesAreParted) {
    auto read = read_text(card(), dpi);
    ASSERT_TRUE(read);
    EXPECT_EQ(std::ranges::count(read->text, '\n'), 5);
}

TEST(Ocr, ReadsAPageThatLiesAskew) {
    for (double degrees : {-5.0, 3.0}) {
        auto read = read_text(askew(card(), degrees), dpi);
        ASSERT_TRUE(read);
        EXPECT_GE(share_read(*read), 0.9) << degrees;
    }
}

TEST(Ocr, FindsWhichOfTheEightWaysAPageLies) {
    constexpr std::size_t few = 2;
    auto picture = card(few);
    for (int turn : {0, 270, 180, 90}) { // each turn by a quarter is one less to make it upright
        auto read = read_text(picture, dpi);
        ASSERT_TRUE(read);
        EXPECT_EQ(read->turn, turn);
        EXPECT_FALSE(read->mirrored);
        EXPECT_GE(share_read(*read, few), 0.9) << turn;
        auto behind = read_text(mirrored(picture), dpi);
        ASSERT_TRUE(behind);
        EXPECT_TRUE(behind->mirrored) << turn;
        EXPECT_GE(share_read(*behind, few), 0.9) << turn;
        picture = quarter(picture);
    }
}

TEST(Ocr, ReadsLightOnDark) {
    auto picture = card();
    for (auto& pixel : picture.pixels) {
        pixel = std::uint8_t(255 - pixel);
    }
    auto read = read_text(picture, dpi);
    ASSERT_TRUE(read);
    EXPECT_GE(share_read(*read), 0.95);
}

TEST(Ocr, ReadsEnglish) {
    paper::Paper paper(130, 60);
    paper.text(10, 8, "The eastern embankment was inspected on", 12, "DejaVu Serif")
        .text(10, 16, "foot between the pumping station and", 12, "DejaVu Serif")
        .text(10, 24, "the old ferry landing in November.", 12, "DejaVu Serif");
    auto read = read_text(drawn(paper), dpi);
    ASSERT_TRUE(read);
    EXPECT_THAT(read->text, HasSubstr("embankment was inspected on\nfoot between"));
}

TEST(Ocr, ReadsATableRowByRow) {
    paper::Paper paper(150, 60);
    std::vector<std::vector<std::string>> const rows{{"1", "防汛物资储备", "3817.20", "2026"},
                                                     {"2", "水利工程维修", "905.75", "2025"},
                                                     {"3", "信息系统建设", "1240.00", "2024"}};
    for (std::size_t i = 0; i < rows.size(); ++i) {
        double const y = 10 + 10 * double(i);
        paper.text(12, y, rows[i][0], 12).text(30, y, rows[i][1], 12);
        paper.text(85, y, rows[i][2], 12).text(120, y, rows[i][3], 12);
        paper.box(8, y - 2, 134, 0.3);
    }
    paper.box(8, 38, 134, 0.3);
    for (double x : {8.0, 24.0, 78.0, 112.0, 142.0}) {
        paper.box(x, 8, 0.3, 30);
    }
    auto read = read_text(drawn(paper), dpi);
    ASSERT_TRUE(read);
    EXPECT_THAT(read->text, HasSubstr("防汛物资储备3817.20 2026"));
    EXPECT_THAT(read->text, HasSubstr("信息系统建设1240.00 2024"));
}

TEST(Ocr, SaysWhereAWordStandsOnThePictureAsGiven) {
    paper::Paper paper(100, 60);
    auto const upright = drawn(paper.text(20, 10, "防汛物资储备", 20).text(20, 40, "2026", 20));
    auto place = [](Bitmap const& picture) {
        auto read = read_text(picture, dpi);
        for (auto const& word : read ? read->words : std::vector<Word>()) {
            if (word.text == "2026") {
                return std::vector{word.x, word.y, word.width, word.height};
            }
        }
        return std::vector<double>{};
    };
    auto const here = place(upright);
    ASSERT_EQ(here.size(), 4U);
    EXPECT_NEAR(here[0], 20, 1.5);
    EXPECT_NEAR(here[1], 42, 2);
    auto const turned = place(quarter(upright));
    ASSERT_EQ(turned.size(), 4U);
    EXPECT_NEAR(turned[0], 60 - here[1] - here[3], 0.5);
    EXPECT_NEAR(turned[1], here[0], 0.5);
    EXPECT_NEAR(turned[2], here[3], 0.5);
    auto const behind = place(mirrored(upright));
    ASSERT_EQ(behind.size(), 4U);
    EXPECT_NEAR(behind[0], 100 - here[0] - here[2], 0.5);
}

TEST(Ocr, ResolutionDoesNotMatter) {
    paper::Paper paper(130, 30);
    paper.text(10, 8, lines()[0], 16, "AR PL UMing CN");
    auto const bytes = paper.pdf();
    auto const document = render::Document::open(bytes).value();
    for (double fine : {150.0, 300.0, 600.0}) {
        auto read = read_text(document.draw(1, fine).value(), fine);
        ASSERT_TRUE(read);
        EXPECT_THAT(read->text, HasSubstr("切实把思想行动统一")) << fine;
        ASSERT_FALSE(read->words.empty());
        EXPECT_NEAR(read->words.front().x, 10, 1) << fine;
    }
}

TEST(Ocr, ReadsAScanOfOneBitWhoseThinStrokesAreBroken) {
    auto scan = askew(card(), 2);
    for (auto& value : scan.pixels) {
        value = value < 70 ? 0 : 255;
    }
    auto const read = read_text(scan, dpi);
    ASSERT_TRUE(read);
    EXPECT_GT(share_read(*read), 0.75);
}

TEST(Ocr, ReadsTheWordsOfASlideBesideItsPicture) {
    paper::Paper slide(254, 190);
    std::vector<std::string> const words{"史铝钓阶桨因卷", "羽抵槛沏待痊迷", "翟憨哉墙皆拒蛙",
                                         "医揖郭褥茫拱勿"};
    slide.picture(paper::cloud(400, 400, 12), 150, 45, 85, 85);
    for (std::size_t i = 0; i < words.size(); ++i) {
        slide.text(26, 48 + 22.0 * double(i), words[i], 20);
    }
    auto const read = read_text(drawn(slide), dpi);
    ASSERT_TRUE(read);
    auto const seen = characters(read->text);
    std::size_t found = 0;
    for (auto const& line : words) {
        for (auto const& letter : characters(line)) {
            found += std::size_t(std::ranges::count(seen, letter) > 0);
        }
    }
    EXPECT_GE(found, 22U) << read->text; // of 28
}

TEST(Ocr, ReadsALineThatStandsAloneOnAPage) {
    paper::Paper paper;
    auto read = read_text(drawn(paper.text(30, 10, "机密★10年", 16)), dpi);
    ASSERT_TRUE(read);
    EXPECT_THAT(read->text, HasSubstr("机密"));
    EXPECT_THAT(read->text, HasSubstr("10年"));
}

TEST(Ocr, FindsNothingWhereNothingIsWritten) {
    Bitmap const blank{1654, 2339, Channels::Grey, dpi,
                       std::vector<std::uint8_t>(1654 * 2339, 255)};
    auto read = read_text(blank, dpi);
    ASSERT_TRUE(read);
    EXPECT_THAT(read->words, IsEmpty());
    EXPECT_TRUE(read_text({}, dpi));
}

TEST(Ocr, ReadsHardlyAnythingIntoAPhoto) {
    auto read = read_text(paper::cloud(1200, 800, 7), dpi);
    ASSERT_TRUE(read);
    EXPECT_LE(read->words.size(), 3U);
}

TEST(Ocr, WhatIsNotReadInItsTimeIsUnread) {
    auto read = read_text(card(), dpi, std::chrono::milliseconds(1));
    ASSERT_FALSE(read);
    EXPECT_EQ(read.error().fault, Fault::TimedOut);
    EXPECT_EQ(read.error().sentence.id, "ocr.no-time");
    EXPECT_TRUE(read_text(card(), dpi)); // the next page is none the worse
}

int threads_now() {
    std::ifstream status("/proc/self/status");
    for (std::string line; std::getline(status, line);) {
        if (line.starts_with("Threads:")) {
            return std::stoi(line.substr(8));
        }
    }
    return 0;
}

TEST(Ocr, StartsNoThreads) {
    int const before = threads_now();
    ASSERT_TRUE(read_text(card(), dpi));
    EXPECT_EQ(threads_now(), before);
}

TEST(Ocr, TheTablesOfItsLanguagesAreThere) {
    EXPECT_EQ(missing_language(), "");
}

} // namespace
} // namespace imprimatur::ocr
