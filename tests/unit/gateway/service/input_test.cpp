#include <gtest/gtest.h>

#include <cstring>

#include "gateway/service/input.hpp"

namespace imprimatur::service {
namespace {

class TextBody : public http::Body {
  public:
    explicit TextBody(std::string text) : text_(std::move(text)) {}
    std::optional<std::uint64_t> length() const override { return text_.size(); }
    Result<std::size_t> read(std::span<std::byte> room) override {
        auto count = std::min(room.size(), text_.size() - place_);
        std::memcpy(room.data(), text_.data() + place_, count);
        place_ += count;
        return count;
    }

  private:
    std::string text_;
    std::size_t place_ = 0;
};

Result<Input> read(std::string text) {
    TextBody body(std::move(text));
    return Input::read(body);
}

TEST(Input, OnlyAnObjectIsTaken) {
    EXPECT_TRUE(read(""));
    EXPECT_TRUE(read("{}"));
    for (auto const* text : {"[]", "1", "{", "{\"a\":1}x", "null", "\xff", "{\"a\":\"\xff\"}"}) {
        EXPECT_EQ(read(text).error().sentence.id, "service.not-json") << text;
    }
}

TEST(Input, NestingIsBounded) {
    std::string deep = "{\"a\":";
    for (int i = 0; i < 100000; ++i) {
        deep += '[';
    }
    EXPECT_FALSE(read(deep));
}

TEST(Input, AnUnknownFieldIsNamed) {
    auto input = read(R"({"count":1,"cuont":2})");
    ASSERT_TRUE(input);
    EXPECT_EQ(input->number("count", 1, 9, 1), 1);
    EXPECT_EQ(input->close().error().sentence.values.at("field"), "cuont");
    EXPECT_TRUE(input->close_open());
}

TEST(Input, TheFirstWrongFieldIsKept) {
    auto input = read(R"({"count":1.5,"name":7,"day":"2026-02-30"})");
    ASSERT_TRUE(input);
    input->number("count", 1, 9, 1);
    input->text("name");
    input->date("day");
    EXPECT_EQ(input->close().error().sentence.values.at("field"), "count");
}

TEST(Input, NumbersOutOfRangeAreWrong) {
    for (auto const* text : {R"({"n":0})", R"({"n":10})", R"({"n":18446744073709551615})",
                             R"({"n":-9223372036854775808})", R"({"n":"3"})"}) {
        auto input = read(text);
        ASSERT_TRUE(input);
        input->number("n", 1, 9, 1);
        EXPECT_FALSE(input->close()) << text;
    }
}

TEST(Input, ControlCharactersAreNoText) {
    auto input = read("{\"name\":\"a\\u001bb\"}");
    ASSERT_TRUE(input);
    input->text("name");
    EXPECT_FALSE(input->close());
}

TEST(Input, NullIsLikeNothing) {
    auto input = read(R"({"name":null})");
    ASSERT_TRUE(input);
    EXPECT_EQ(input->text("name"), "");
    EXPECT_TRUE(input->has("name"));
    EXPECT_TRUE(input->close());
}

} // namespace
} // namespace imprimatur::service
