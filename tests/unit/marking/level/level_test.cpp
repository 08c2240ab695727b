#include "marking/level/level.hpp"

#include <cmath>
#include <numbers>

#include <gtest/gtest.h>

namespace imprimatur::level {
namespace {

constexpr double width = 210;
constexpr double height = 297;

/// How wide a text of so many millimetres' type is, roughly: a letter of ASCII is half of one.
double breadth(std::string const& text, double size) {
    double out = 0;
    for (char c : text) {
        auto const byte = static_cast<unsigned char>(c);
        out += byte < 0x80 ? size / 2 : (byte & 0xc0U) == 0x80U ? 0 : size;
    }
    return out;
}

Word word(double x, double y, std::string const& text, double size = 5.6) {
    return {text, x, y, breadth(text, size), size, 0};
}

std::optional<Written> seen(std::vector<Word> words, bool is_read = false) {
    for (double y = 100; y < 200; y += 8) { // body text
        words.push_back(word(28, y, "各单位要严格遵守保守国家秘密法律法规的规定"));
    }
    return find_written({width, height, std::move(words), is_read});
}

std::optional<Level> level_at(double x, double y, std::string const& text) {
    auto const found = seen({word(x, y, text)});
    return found ? std::optional(found->level) : std::nullopt;
}

std::optional<Level> at_the_top(std::string const& text) {
    return level_at(28, 20, text);
}
std::optional<Level> amid(std::string const& text) {
    return level_at(28, 150, text);
}
std::optional<Level> at_the_foot(std::string const& text) {
    return level_at(90, 284, text);
}

bool is_certain(std::string const& text) {
    auto const found = seen({word(28, 20, text)});
    return found && found->is_certain;
}

TEST(Level, IsReadInAllTheFormsThatPeopleWrite) {
    for (std::string const text :
         {"机密★10年",       "机密",           "机密级",      "机 密",
          "机　密",          "【机密】",       "（机密）",    "[机密]",
          "机密☆10年",       "机密·10年",      "机密*10年",   "机密 10年",
          "机密（10年）",    "机密级★10年",    "密级：机密",  "密级:机密",
          "密级：机密★10年", "秘密等级：机密", "機密",        "機密★10年",
          "机密★１０年",     "机密★长期",      "机密★公布前", "机密★2030年1月1日",
          "机密 ★ 10 年",    "—机密—",         "SECRET",      "ＳＥＣＲＥＴ",
          "//SECRET//NOFORN"}) {
        EXPECT_EQ(at_the_top(text), Level::Secret) << text;
        EXPECT_TRUE(is_certain(text)) << text;
    }
    for (std::string const text : {"绝密★30年", "绝密", "絕密★長期", "TOP SECRET", "Top Secret"}) {
        EXPECT_EQ(at_the_top(text), Level::TopSecret) << text;
    }
    for (std::string const text : {"秘密★5年", "秘密", "祕密", "秘密级★6个月"}) {
        EXPECT_EQ(at_the_top(text), Level::Confidential) << text;
    }
}

TEST(Level, OfAnotherScaleIsAMarkWhoseLevelIsNotCertain) {
    struct Case {
        std::string text;
        Level level;
    };
    for (auto const& [text, level] :
         std::vector<Case>{{"保密", Level::Confidential},
                           {"注意保密", Level::Confidential},
                           {"商业秘密", Level::Confidential},
                           {"商業秘密", Level::Confidential},
                           {"核心商密★10年", Level::Secret},
                           {"普通商密", Level::Confidential},
                           {"商业机密", Level::Secret},
                           {"内部机密", Level::Secret},
                           {"公司绝密", Level::TopSecret},
                           {"绝对机密", Level::TopSecret},
                           {"機密文件", Level::Secret},
                           {"CONFIDENTIAL", Level::Confidential},
                           {"Confidential", Level::Confidential},
                           {"STRICTLY CONFIDENTIAL", Level::Confidential},
                           {"Company Confidential", Level::Confidential},
                           {"COMPANY SECRET", Level::Confidential},
                           {"Northgate Holdings Confidential", Level::Confidential},
                           {"COMMERCIAL IN CONFIDENCE", Level::Confidential},
                           {"Confidential - do not copy or distribute", Level::Confidential}}) {
        EXPECT_EQ(at_the_top(text), level) << text;
        EXPECT_EQ(at_the_foot(text), level) << text;
        EXPECT_FALSE(is_certain(text)) << text;
        EXPECT_EQ(amid(text).has_value(), text.ends_with("年")) << text;
    }
}

TEST(Level, WithItsStarOrPeriodIsReadAnywhere) {
    EXPECT_EQ(amid("机密★10年"), Level::Secret);
    EXPECT_EQ(amid("绝密·20年"), Level::TopSecret);
}

TEST(Level, AloneIsReadAtTheHeadAndAtTheFootOnly) {
    EXPECT_EQ(level_at(28, 60, "机密"), Level::Secret); // within the top quarter
    EXPECT_EQ(at_the_foot("机密"), Level::Secret);
    EXPECT_EQ(amid("机密"), std::nullopt);
    EXPECT_EQ(amid("密级：机密"), std::nullopt);
    EXPECT_EQ(amid("SECRET"), std::nullopt);
}

TEST(Level, IsNoSentenceThatSpeaksOfSecrets) {
    for (std::string const text : {"商业秘密保护办法",
                                   "保守国家秘密法",
                                   "机密文件的管理规定",
                                   "国家秘密",
                                   "绝密、机密、秘密三级",
                                   "应当标注“机密★10年”字样",
                                   "保密协议",
                                   "保密承诺书",
                                   "保密委员会",
                                   "秘密花园",
                                   "保密工作简报",
                                   "The secret of success",
                                   "Secret",
                                   "secret",
                                   "password: secret",
                                   "SECRET GARDEN",
                                   "Client Secret",
                                   "confidential",
                                   "Confidentiality Agreement",
                                   "CONFIDENTIALITY",
                                   "Top secrets of good cooks",
                                   "we keep it confidential",
                                   "内部资料",
                                   "INTERNAL",
                                   "秘密级以上文件登记表",
                                   "机密性",
                                   "密级",
                                   "密级：",
                                   "保密期限：10年",
                                   "UNCLASSIFIED"}) {
        EXPECT_EQ(at_the_top(text), std::nullopt) << text;
        EXPECT_EQ(at_the_foot(text), std::nullopt) << text;
        EXPECT_EQ(amid(text), std::nullopt) << text;
    }
}

TEST(Level, LevelsInAListAreNone) {
    EXPECT_FALSE(seen({word(28, 40, "绝密"), word(80, 40, "机密"), word(130, 40, "秘密")}));
    EXPECT_FALSE(seen({word(28, 30, "绝密"), word(28, 40, "机密"), word(28, 50, "秘密")}));
    // One beside a mark with its star does not unmake that.
    EXPECT_EQ(seen({word(28, 20, "机密★10年"), word(28, 40, "绝密"), word(80, 40, "秘密")})->level,
              Level::Secret);
}

TEST(Level, IsReadInTypeThatIsTurned) {
    // Down the right edge, upside down at the foot, up the left edge.
    EXPECT_EQ(seen({{"机密★10年", 195, 40, 5.6, 40, 90}})->level, Level::Secret);
    EXPECT_EQ(seen({{"绝密", 120, 284, 12, 5.6, 180}})->level, Level::TopSecret);
    EXPECT_EQ(seen({{"秘密", 8, 120, 5.6, 12, 270}})->level, Level::Confidential);
}

/// Letters that run across the page, as Poppler tells them: each by itself.
std::vector<Word> across(std::vector<std::string> const& letters, double degrees, double size,
                         double step) {
    std::vector<Word> out;
    double const angle = degrees * std::numbers::pi / 180;
    for (std::size_t i = 0; i < letters.size(); ++i) {
        out.push_back({letters[i], 60 + double(i) * step * std::cos(angle) - size / 2,
                       200 - double(i) * step * std::sin(angle) - size / 2, size, size, 270});
    }
    return out;
}

TEST(Level, IsReadAcrossThePage) {
    for (double degrees : {30.0, 45.0, 60.0, 80.0, -30.0, -45.0}) {
        EXPECT_EQ(seen(across({"机", "密"}, degrees, 20, 22))->level, Level::Secret) << degrees;
        EXPECT_EQ(seen(across({"绝", "密", "★", "3", "0", "年"}, degrees, 20, 22))->level,
                  Level::TopSecret)
            << degrees;
        EXPECT_EQ(seen(across({"机", "密", "张", "三"}, degrees, 8, 9))->level, Level::Secret)
            << degrees;
    }
    auto const english =
        seen(across({"C", "O", "N", "F", "I", "D", "E", "N", "T", "I", "A", "L"}, 45, 15, 11));
    ASSERT_TRUE(english);
    EXPECT_EQ(english->level, Level::Confidential);
    EXPECT_FALSE(english->is_certain);
    EXPECT_EQ(seen(across({"SE", "CR", "ET"}, 40, 15, 20))->level, Level::Secret);
}

TEST(Level, LettersThatMeetByChanceInTwoLinesAreNone) {
    // Type set wide: every letter a word of its own.
    std::vector<Word> words;
    std::vector<std::string> const first{"各", "级", "机", "关", "要", "做", "好"};
    std::vector<std::string> const second{"严", "防", "失", "密", "泄", "密", "事"};
    for (std::size_t i = 0; i < first.size(); ++i) {
        words.push_back(word(28 + 7 * double(i), 60, first[i]));
        words.push_back(word(28 + 7 * double(i), 70, second[i]));
    }
    EXPECT_FALSE(seen(words));
}

TEST(Level, IsReadFromBehind) {
    // What runs backwards comes letter by letter.
    std::vector<Word> words;
    double x = 180;
    for (std::string const letter : {"机", "密", "★", "7", "年"}) {
        words.push_back(word(x, 20, letter));
        x -= breadth(letter, 5.6);
    }
    EXPECT_EQ(seen(words)->level, Level::Secret);
}

TEST(Level, IsReadWithAStarThatOcrTookForSomethingElse) {
    for (std::string const text : {"机密大10年", "机密*10年", "机密x10年", "机密女10年"}) {
        EXPECT_EQ(seen({word(28, 20, text)}, true)->level, Level::Secret) << text;
        EXPECT_EQ(at_the_top(text).has_value(), text == "机密*10年") << text;
    }
}

TEST(Level, IsTheHighestOnThePage) {
    auto const found = seen({word(28, 20, "秘密★5年"), word(150, 20, "绝密★20年")});
    ASSERT_TRUE(found);
    EXPECT_EQ(found->level, Level::TopSecret);
    EXPECT_EQ(found->text, "绝密★20年");
    EXPECT_FALSE(seen({}));
}

TEST(Level, PagesWithoutItsLettersNeedNoLook) {
    EXPECT_TRUE(may_be_marked("…\n机\n密\n"));
    EXPECT_TRUE(may_be_marked("C\nO\nN\nF\nI\nD\nE\nN\nT\nI\nA\nL"));
    EXPECT_TRUE(may_be_marked("ＴＯＰ ＳＥＣＲＥＴ"));
    EXPECT_FALSE(may_be_marked("The embankment was inspected. 各部门要高度重视"));
}

} // namespace
} // namespace imprimatur::level
