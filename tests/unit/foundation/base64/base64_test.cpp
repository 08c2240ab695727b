#include "foundation/base64/base64.hpp"

#include <gtest/gtest.h>

namespace imprimatur {
namespace {

TEST(Base64, IsWrittenAsTheNormShowsIt) { // RFC 4648, section 10
    for (auto const& [bytes, text] : {std::pair("", ""),
                                      {"f", "Zg=="},
                                      {"fo", "Zm8="},
                                      {"foo", "Zm9v"},
                                      {"foob", "Zm9vYg=="},
                                      {"fooba", "Zm9vYmE="},
                                      {"foobar", "Zm9vYmFy"}}) {
        EXPECT_EQ(to_base64(bytes), text);
        EXPECT_EQ(from_base64(text), bytes);
    }
}

TEST(Base64, KeepsEveryByte) {
    std::string bytes;
    for (int i = 0; i < 256; ++i) {
        bytes += static_cast<char>(i);
        EXPECT_EQ(from_base64(to_base64(bytes)), bytes);
    }
}

TEST(Base64, IsNotReadWhereItIsNotWhole) {
    for (auto const* text :
         {"Zg=", "Zg", "Z===", "Zh==", "Zm9vYg=a", "Zm 9", "Zm9v====", "=", "Zm\n9"}) {
        EXPECT_FALSE(from_base64(text)) << text;
    }
}

} // namespace
} // namespace imprimatur
