#include "gateway/registry/texts.hpp"

#include <gtest/gtest.h>

#include "gateway/registry/faults.hpp"

namespace imprimatur::registry {
namespace {

constexpr char replaced[] = "\xef\xbf\xbd";

TEST(Texts, ThatAreValidStayAsTheyAre) {
    for (std::string const text :
         {"", "plain", "机密★10年", "\xc2\x80\xdf\xbf", "\xe0\xa0\x80\xed\x9f\xbf",
          "\xee\x80\x80\xef\xbf\xbf", "\xf0\x90\x80\x80\xf4\x8f\xbf\xbf", "tab\tand\nline\x01"}) {
        EXPECT_EQ(clean(text), text);
    }
}

TEST(Texts, LoseEveryByteThatIsNoCharacter) {
    std::string const wrong[] = {std::string(1, '\0'),
                                 "\x80",
                                 "\xbf",
                                 "\xc0",
                                 "\xc1",
                                 "\xf5",
                                 "\xff",
                                 "\xc2",
                                 "\xe4\xbd",
                                 "\xf0\x9f",
                                 "\xc0\x80",
                                 "\xe0\x9f\xbf", // overlong
                                 "\xed\xa0\x80", // a surrogate
                                 "\xf0\x8f\xbf\xbf",
                                 "\xf4\x90\x80\x80"}; // above U+10FFFF
    for (auto const& bytes : wrong) {
        std::string expected = "a";
        for (std::size_t i = 0; i < bytes.size(); ++i) {
            expected += replaced;
        }
        EXPECT_EQ(clean("a" + bytes + "z"), expected + "z");
        EXPECT_EQ(clean("a" + bytes), expected);
    }
}

TEST(Texts, InListsComeBackInTheirOrder) {
    std::vector<std::string> list{"乙", "甲", "", "\"[]{},:\\", "甲"};
    EXPECT_EQ(list_from_json(to_json(list)), list);
    std::map<std::string, std::string> map{{"a", "1"}, {"", "x\ny"}, {"键", "值"}};
    EXPECT_EQ(map_from_json(to_json(map)), map);
    Pairs pairs{{"b", "1"}, {"a", "2"}, {"b", "3"}};
    EXPECT_EQ(pairs_from_json(to_json(pairs)), pairs);
    EXPECT_EQ(list_from_json(to_json(std::vector<std::string>{"\xff"})),
              std::vector<std::string>{replaced});
}

TEST(Texts, ThatAreNoListsAreDamage) {
    for (auto const* text : {"", "{", "{}", "[1]", "null", "[[\"a\"]]"}) {
        EXPECT_THROW(static_cast<void>(list_from_json(text)), Damaged) << text;
    }
    EXPECT_THROW(static_cast<void>(map_from_json("[\"a\"]")), Damaged);
    EXPECT_THROW(static_cast<void>(pairs_from_json("[\"a\"]")), Damaged);
}

} // namespace
} // namespace imprimatur::registry
