#include "gateway/registry/numbers.hpp"

#include <gtest/gtest.h>

namespace imprimatur::registry {
namespace {

TEST(DocumentNumber, IsOneHoweverItsBracketsDigitsBlanksAndDashesAreTyped) { // GB/T 9704, 7.2.5
    for (auto text :
         {"测试办〔2026〕13号", "测试办[2026]13号", "测试办［2026］13号", "测试办(2026)13号",
          "测试办（2026）13号", "测试办【2026】13号", "测试办〖2026〗13号", "测试办﹝2026﹞13号",
          "测试办❲2026❳13号", "测试办｛2026｝13号", "测试办〔２０２６〕１３号",
          "测试办 〔2026〕13号", " 测试办〔2026〕 13 号 ", "测试办\u3000〔2026〕\u00a013号",
          "测试办\u200b〔2026〕13号\ufeff", "测试办［2026〕１3号"}) {
        EXPECT_EQ(normal_number(text), "测试办〔2026〕13号") << text;
    }
    for (auto text :
         {"HR-2026-7", "HR－2026－7", "HR–2026—7", "ＨＲ‐２０２６−７", "HR - 2026 - 7"}) {
        EXPECT_EQ(normal_number(text), "HR-2026-7") << text;
    }
}

TEST(DocumentNumber, ThatIsAnotherStaysAnother) {
    for (auto text : {"测试办〔2026〕14号", "测试办〔2025〕13号", "测试厅〔2026〕13号",
                      "测试办202613号", "测试办〔2026〕113号"}) {
        EXPECT_FALSE(is_same_number(text, "测试办〔2026〕13号")) << text;
    }
    EXPECT_FALSE(is_same_number("HR-7a", "HR-7A"));
}

TEST(DocumentNumber, OfBlanksAloneStaysWhatItIs) {
    EXPECT_EQ(normal_number(""), "");
    EXPECT_EQ(normal_number("  "), "  ");
}

} // namespace
} // namespace imprimatur::registry
