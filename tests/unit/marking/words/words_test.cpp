#include "marking/words/words.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <string>
#include <vector>

#include <gtest/gtest.h>

namespace imprimatur::words {
namespace {

constexpr std::size_t kept = 24;

constexpr std::array<char const*, 16> latin{
    "budget ",  "river ",  "winter ", "measure ", "seven ",  "harbour ", "printed ", "garden ",
    "quarter ", "ledger ", "signal ", "bridge ",  "copper ", "meeting ", "answer ",  "weather "};

/// A word of two characters out of some 1,500, or an English one.
std::string piece(std::mt19937& dice) {
    if (dice() % 4 == 0) {
        return latin.at(dice() % latin.size());
    }
    std::string out;
    for (int i = 0; i < 2; ++i) {
        auto const letter = 0x4e00U + static_cast<unsigned>(dice() % 1500);
        out += static_cast<char>(0xe0U | (letter >> 12U));
        out += static_cast<char>(0x80U | ((letter >> 6U) & 0x3fU));
        out += static_cast<char>(0x80U | (letter & 0x3fU));
    }
    return out;
}

/// So many words of prose, other ones for each seed.
std::string prose(unsigned seed, int count) {
    std::mt19937 dice(seed);
    std::string out;
    for (int i = 0; i < count; ++i) {
        out += piece(dice);
        if (i % 12 == 11) {
            out += "。\n";
        }
    }
    return out;
}

std::size_t found(std::string const& registered, std::string const& asked) {
    auto const mine = keys_of(registered, kept).kept;
    auto const theirs = keys_of(asked, kept).asked;
    return static_cast<std::size_t>(std::ranges::count_if(
        mine, [&](PageKey key) { return std::ranges::binary_search(theirs, key); }));
}

Verdict verdict(std::string const& a, std::string const& b) {
    auto const forth = compare(a, b, Source::Text);
    auto const back = compare(b, a, Source::Text);
    EXPECT_EQ(forth.verdict, back.verdict);
    EXPECT_EQ(forth.of_first, back.of_second);
    return forth.verdict;
}

std::string without_breaks(std::string text) {
    std::erase(text, '\n');
    return text;
}

std::string first_part(std::string const& text, double share) {
    auto end = static_cast<std::size_t>(static_cast<double>(text.size()) * share);
    while (end < text.size() && text[end] != '\n') {
        ++end;
    }
    return text.substr(0, end);
}

TEST(WordKeys, AreFewAndOfFortyBits) {
    auto const keys = keys_of(prose(1, 400), kept);
    EXPECT_EQ(keys.kept.size(), kept);
    EXPECT_LT(keys.asked.size(), 300U);
    for (auto key : keys.asked) {
        EXPECT_LT(key, PageKey{1} << 40U);
    }
    EXPECT_TRUE(keys_of("", kept).kept.empty());
    EXPECT_TRUE(keys_of(" ★ — 、", kept).asked.empty());
    EXPECT_EQ(keys_of("机密", kept).kept.size(), 1U);
}

TEST(WordKeys, AreTheSameHoweverThePageIsSet) {
    auto const text = prose(2, 300);
    EXPECT_EQ(found(text, text), kept);
    EXPECT_EQ(found(text, without_breaks(text)), kept);
    EXPECT_EQ(keys_of("ＡＢＣ１２３ 国家，秘密", kept).kept, keys_of("abc123国家秘密", kept).kept);
    EXPECT_EQ(keys_of("The Quick\nbrown-fox", kept).kept, keys_of("thequickbrownfox", kept).kept);
}

TEST(WordKeys, FindAPageThatIsCutOrStandsBesideOthers) {
    for (unsigned seed = 10; seed < 60; ++seed) {
        auto const text = prose(seed, 300);
        EXPECT_GE(found(text, first_part(text, 0.5)), 4U) << seed;
        EXPECT_GE(found(text, prose(seed + 1000, 300) + text), 12U) << seed;
        std::string sixteen;
        for (unsigned other = 0; other < 15; ++other) {
            sixteen += prose(seed * 100 + other, 300);
        }
        EXPECT_GE(found(text, sixteen + text), 6U) << seed;
        auto const small = prose(seed, 12);
        EXPECT_GE(found(small, prose(seed + 1000, 300) + small), 1U) << seed;
    }
}

TEST(WordKeys, OfOtherTextsAreOthers) {
    for (unsigned seed = 0; seed < 100; ++seed) {
        EXPECT_LE(found(prose(seed, 300), prose(seed + 1, 300)), 2U) << seed;
    }
}

TEST(CompareWords, APageIsTheSameWithAFewChangedWordsAndCutAndAmongOthers) {
    auto const text = prose(3, 300);
    EXPECT_EQ(verdict(text, text), Verdict::Same);
    auto changed = text;
    changed.replace(changed.find("。"), 3, "另行通知");
    changed.insert(0, "草稿 3\n");
    EXPECT_EQ(verdict(text, changed), Verdict::Same);
    EXPECT_EQ(verdict(text, first_part(text, 0.5)), Verdict::Same);
    EXPECT_EQ(verdict(text, first_part(text, 0.5) + "\nfor the minutes\n"), Verdict::Same);
    EXPECT_EQ(verdict(text, prose(4, 300) + text), Verdict::Same);
}

TEST(CompareWords, HalfAPageAmongOtherWordsIsAtLeastInDoubt) {
    auto const text = prose(3, 300);
    EXPECT_NE(verdict(text, first_part(text, 0.5) + prose(5, 200)), Verdict::Different);
}

TEST(CompareWords, EveryTenthWordChangedIsInDoubt) {
    auto const text = prose(6, 300);
    std::string changed;
    std::size_t place = 0;
    for (std::size_t next = 0; (next = text.find("。", place)) != text.npos; place = next + 3) {
        changed += text.substr(place, next - place) + "甲乙丙。";
    }
    EXPECT_NE(verdict(text, changed), Verdict::Different);
}

/// A form: labels that are the same and entries that are not.
std::string form(unsigned seed) {
    std::mt19937 dice(seed);
    std::string out = "涉密人员出境审批表\n";
    for (auto const* label :
         {"姓名", "性别", "出生年月", "身份证号", "所在部门", "职务", "涉密等级", "出境事由",
          "前往国家", "出境时间", "联系电话", "紧急联系人"}) {
        out += label;
        out += "：";
        for (unsigned i = 0; i < 3 + dice() % 4; ++i) {
            out += piece(dice);
        }
        out += std::to_string(dice() % 1000000) + "\n";
    }
    return out + "本人承诺遵守保密规定，如实填报，如有变动及时报告。\n";
}

TEST(CompareWords, TheSameFormWithOtherEntriesIsAnotherDocument) {
    for (unsigned seed = 0; seed < 200; ++seed) {
        EXPECT_EQ(verdict(form(seed), form(seed + 1000)), Verdict::Different) << seed;
        EXPECT_EQ(verdict(form(seed), form(seed)), Verdict::Same) << seed;
    }
}

TEST(CompareWords, LettersOnOneLetterheadAreOtherDocuments) {
    auto letter = [](unsigned seed) {
        return "鼓楼区保密委员会办公室 地址：中山路一百号 电话：025-83320000\n" + prose(seed, 120) +
               "特此通知。\n联系人：保密办值班室，请于规定期限内书面反馈落实情况。\n";
    };
    for (unsigned seed = 0; seed < 200; ++seed) {
        EXPECT_EQ(verdict(letter(seed), letter(seed + 1000)), Verdict::Different) << seed;
    }
}

TEST(CompareWords, TablesWithOneColumnInCommonAreOtherDocuments) {
    auto table = [](unsigned seed) {
        std::mt19937 dice(seed);
        std::string out = "单位 一季度 二季度 三季度 四季度\n";
        for (int row = 0; row < 30; ++row) {
            out += "第" + std::to_string(row + 1) + "分局";
            for (int column = 0; column < 4; ++column) {
                out += " " + std::to_string(dice() % 100000);
            }
            out += "\n";
        }
        return out;
    };
    for (unsigned seed = 0; seed < 100; ++seed) {
        EXPECT_EQ(verdict(table(seed), table(seed + 1000)), Verdict::Different) << seed;
    }
}

TEST(CompareWords, AFewWordsDoNotTell) {
    EXPECT_EQ(verdict("第3页", "第3页"), Verdict::Different);
    EXPECT_EQ(verdict("", ""), Verdict::Different);
}

TEST(CompareWords, FewWordsAmongManyOthersAreInDoubt) { // a letterhead's, or a slide's
    auto const few = prose(41, 20);
    EXPECT_EQ(verdict(few, few), Verdict::Same);
    EXPECT_EQ(verdict(few + prose(42, 300), few), Verdict::Doubtful);
}

TEST(CompareWords, SaysWhatDiffers) {
    std::string const first =
        "会议研究决定有关单位按照要求组织开展专项检查共计42项发现问题及时整改落实责任";
    std::string const second =
        "会议研究决定有关单位按照要求组织开展专项检查共计43项发现问题及时整改落实责任";
    auto const seen = compare(first, second, Source::Text);
    ASSERT_EQ(seen.only_first.size(), 1U);
    auto const& own = seen.only_first.front();
    EXPECT_NE(first.substr(own.from, own.to - own.from).find("2"), std::string::npos);
    EXPECT_EQ(seen.only_second.size(), 1U);
}

TEST(Legible, IsNoTextOfAFontThatDoesNotSayItsLetters) {
    EXPECT_TRUE(is_legible("会议研究决定 the river\n"));
    EXPECT_TRUE(is_legible(""));
    EXPECT_TRUE(is_legible(prose(1, 100) + "\xee\x80\x80")) << "one sign of somebody's own";
    EXPECT_FALSE(is_legible("OLQH\x03\x13\x14\x03VHFUHW")) << "as texttopdf's font is read";
    EXPECT_FALSE(is_legible("\xef\xbf\xbd\xef\xbf\xbd\xef\xbf\xbd 3"));
}

TEST(CompareWords, ReadsBytesThatAreNoText) {
    EXPECT_EQ(weight_of("\xff\xfe国\x80"), 2U);
    EXPECT_EQ(verdict("\xff\xff\xff", "\xc0\x80"), Verdict::Different);
}

} // namespace
} // namespace imprimatur::words
