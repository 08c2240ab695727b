#include "gateway/cli/story.hpp"

#include <gtest/gtest.h>

namespace imprimatur::cli {
namespace {

Texts english() {
    static Sentences const all(std::string(IMPRIMATUR_SOURCE_DIR) + "/templates/messages");
    return {all, Language::English};
}

Json copy(int number, std::string const& serial, std::string const& state,
          std::string const& parent = {}) {
    return {{"number", number},   {"parent", parent},      {"serial", serial}, {"state", state},
            {"holder", "chenli"}, {"holder_name", "陈立"}, {"kind", "copy"}};
}

TEST(Family, IsATreeFromTheFirstAncestorDown) {
    Json const story{{"copy", copy(4, "DDDD", "issued")},
                     {"ancestors", {copy(2, "BBBB", "returned"), copy(1, "AAAA", "destroyed")}},
                     {"descendants",
                      {copy(5, "EEEE", "issued", "DDDD"), copy(7, "GGGG", "issued", "EEEE"),
                       copy(6, "FFFF", "spoiled", "DDDD")}}};
    EXPECT_EQ(family_text(story, english()), "000001  AAAA  destroyed  陈立 (chenli)\n"
                                             "└─ 000002  BBBB  returned  陈立 (chenli)\n"
                                             "   └─ 000004  DDDD  issued  chenli  ← this copy\n"
                                             "      └─ 000005  EEEE  issued  陈立 (chenli)\n"
                                             "         └─ 000007  GGGG  issued  陈立 (chenli)\n"
                                             "      └─ 000006  FFFF  spoiled  陈立 (chenli)\n");
}

TEST(Family, IsNotDrawnForACopyWithoutOne) {
    Json const story{{"copy", copy(4, "DDDD", "issued")},
                     {"ancestors", Json::array()},
                     {"descendants", Json::array()}};
    EXPECT_EQ(family_text(story, english()), "");
}

TEST(Story, SaysWhoseCopyItIsAndOnWhoseWord) {
    Json story{
        {"copy", copy(3, "CCCC-CCCC-CCCC-CCCC", "issued")},
        {"document",
         {{"number", "鼓委办〔2026〕12号"}, {"title", "通知"}, {"level_mark", "机密★10年"}}},
        {"printed_by_name", "李明"},
        {"recipient_name", "孙悦"},
        {"grant",
         {{"granted_by", "wanghua"}, {"granted_at", "2026-11-23T08:15:30.123Z"}, {"count", 3}}},
        {"movements", {{{"kind", "issue"}, {"at", "2026-11-23T08:16:30.123Z"}, {"to", "sunyue"}}}}};
    story["copy"]["printed_by"] = "liming";
    auto const text = story_text(story, english(), {});
    for (auto const* needed : {"000003", "鼓委办〔2026〕12号", "机密★10年", "李明 (liming)",
                               "wanghua", "孙悦", "sunyue"}) {
        EXPECT_NE(text.find(needed), std::string::npos) << needed << "\n" << text;
    }
}

TEST(Story, ShowsANoteOnceWithTheActItBelongsTo) {
    Json story{{"copy", copy(3, "CCCC", "spoiled")},
               {"lines", {"2026-11-23 16:16: noted as spoiled. paper jam"}}};
    story["copy"]["note"] = "paper jam";
    auto const text = story_text(story, english(), {});
    EXPECT_EQ(text.find("paper jam"), text.rfind("paper jam")) << text;
    EXPECT_NE(text.find("paper jam"), text.npos) << text;
}

TEST(Story, NamesThoseWhoAgreedWithRoleAndTime) {
    Json const word{{"full_name", "王华"},
                    {"account", "wanghua"},
                    {"role", "county-leader"},
                    {"verdict", "agree"},
                    {"at", "2026-11-23T08:15:30.123Z"}};
    Json refused = word;
    refused["verdict"] = "refuse";
    refused["account"] = "sunyue";
    Json const story{{"copy", copy(3, "CCCC", "issued")}, {"request", {{"said", {word, refused}}}}};
    auto const text = story_text(story, english(), {});
    EXPECT_NE(text.find("王华 (wanghua), "), text.npos) << text;
    EXPECT_NE(text.find("2026-11-23 "), text.npos) << text;
    EXPECT_EQ(text.find("sunyue"), text.npos) << text;
}

TEST(Story, NumbersTheNextStepsAndSetsTheirFurtherLinesBack) {
    Json const story{{"copy", copy(3, "CCCC", "issued")},
                     {"next", {"one two three four five six", "seven"}}};
    auto const text = story_text(story, english(), {.width = 24});
    EXPECT_NE(text.find(" 1. one two three four\n    five six\n 2. seven\n"), text.npos) << text;
}

TEST(Story, SurvivesAnAnswerOfAnotherShape) {
    for (auto const* strange :
         {"{}", "null", "[1, 2]", R"({"copy": 7, "movements": "none", "children": [1, 2]})",
          R"({"request": {"steps": [null, 3, {"said": [5]}]}, "movements": [null]})"}) {
        EXPECT_EQ(story_text(Json::parse(strange), english(), {}).find('\x1b'), std::string::npos);
    }
}

} // namespace
} // namespace imprimatur::cli
