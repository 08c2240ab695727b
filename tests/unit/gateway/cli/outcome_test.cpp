#include "gateway/cli/outcome.hpp"

#include <algorithm>

#include <gtest/gtest.h>

namespace imprimatur::cli {
namespace {

Texts const& english() {
    static Sentences const sentences(IMPRIMATUR_SOURCE_DIR "/templates/messages");
    static Texts const texts(sentences, Language::English);
    return texts;
}

Json region(int page, Json const& marks) {
    return {{"page", page},
            {"serial", "CCCC-CCCC-CCCC-CCCC"},
            {"marks", marks},
            {"chance_of_error", 2e-19},
            {"sentence", "Region on page " + std::to_string(page) + "."}};
}

TEST(Outcome, SaysOfAFewPagesWhatWasFoundOnEach) {
    Json const trace{{"sentence", "The record of one copy was found."},
                     {"warnings", {"Note."}},
                     {"regions", {region(1, {"code"}), region(2, {"code", "dots"})}},
                     {"findings",
                      {{{"fit", "ours"}, {"page", 1}, {"sentence", "Seal genuine."}},
                       {{"fit", "ours"}, {"page", 1}, {"sentence", "Seal genuine."}},
                       {{"fit", "ours"}, {"mark", "dots"}, {"sentence", "Dots."}}}}};
    EXPECT_EQ(outcome_text(trace, english(), {}), "The record of one copy was found.\n"
                                                  "  Note.\n"
                                                  "  Region on page 1.\n"
                                                  "  Region on page 2.\n"
                                                  "  Seal genuine.\n");
}

TEST(Outcome, SaysOfAHundredPagesOnceWhatIsTheSame) {
    Json trace{{"sentence", "One."}, {"regions", Json::array()}, {"findings", Json::array()}};
    for (int page = 1; page <= 100; ++page) {
        if (page != 50) {
            trace["regions"].push_back(
                region(page, page == 7 ? Json{"dots"} : Json::array({"code", "dots"})));
            trace["findings"].push_back({{"fit", "ours"}, {"page", page}, {"sentence", "Ours."}});
        }
        trace["findings"].push_back({{"fit", "foreign"}, {"page", page}, {"sentence", "Foreign."}});
    }
    trace["findings"].push_back({{"fit", "forged"}, {"page", 3}, {"sentence", "Page 3: forged."}});
    auto const text = outcome_text(trace, english(), {});
    for (auto const* needed :
         {"Pages 1-6, 8-49, 51-100: CCCC-CCCC-CCCC-CCCC, by code and covert dots alike",
          "Page 7: CCCC-CCCC-CCCC-CCCC, by its covert dots", "at most 10^-18", "Page 3: forged.",
          "Pages 1-100: also codes"}) {
        EXPECT_NE(text.find(needed), text.npos) << needed << "\n" << text;
    }
    EXPECT_EQ(std::count(text.begin(), text.end(), '\n'), 5) << text;
}

TEST(Outcome, SurvivesAnAnswerOfAnotherShape) {
    Json strange{{"regions", Json::array()}, {"findings", {3, nullptr}}, {"warnings", {5}}};
    for (int i = 0; i < 20; ++i) {
        strange["regions"].push_back(i % 2 == 0 ? Json(i) : Json{{"chance_of_error", "high"}});
    }
    EXPECT_FALSE(outcome_text(strange, english(), {}).empty());
}

} // namespace
} // namespace imprimatur::cli
