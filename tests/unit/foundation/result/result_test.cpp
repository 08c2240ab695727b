#include "foundation/result/result.hpp"

#include <memory>

#include <gtest/gtest.h>

#include "foundation/owned/owned.hpp"

namespace imprimatur {
namespace {

Result<int> half(int number) {
    if (number % 2 != 0) {
        return fail(Fault::BadInput, {"test.odd", {{"number", std::to_string(number)}}}, "cause");
    }
    return number / 2;
}

Result<std::string> half_in_words(int number) {
    auto half_of_it = half(number);
    if (!half_of_it) {
        return pass_on(half_of_it);
    }
    return std::to_string(*half_of_it);
}

TEST(Result, CarriesAValueOrAReason) {
    EXPECT_EQ(half(8).value(), 4);
    auto failed = half(7);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().fault, Fault::BadInput);
    EXPECT_EQ(failed.error().sentence, (Sentence{"test.odd", {{"number", "7"}}}));
    EXPECT_EQ(failed.error().cause, "cause");
}

TEST(Result, PassesTheReasonOnUnchangedThroughAnotherType) {
    auto failed = half_in_words(7);
    ASSERT_FALSE(failed);
    EXPECT_EQ(failed.error().sentence.id, "test.odd");
    EXPECT_EQ(failed.error().sentence.values.at("number"), "7");
    EXPECT_EQ(failed.error().cause, "cause");
}

TEST(Result, ComesHomeFromThenAndMap) {
    auto again = [](int value) -> Result<int>::Base { return half(value); };
    Result<int> quarter = half(12).and_then(again);
    EXPECT_EQ(quarter.value(), 3);
    Result<int> odd = half(6).and_then(again);
    EXPECT_EQ(odd.error().sentence.values.at("number"), "3");
    Result<std::string> words = half(12).map([](int value) { return std::to_string(value); });
    EXPECT_EQ(words.value(), "6");
}

TEST(Result, HoldsWhatCanOnlyBeMoved) {
    Result<std::unique_ptr<int>> owner = std::make_unique<int>(5);
    auto taken = std::move(*owner);
    EXPECT_EQ(*taken, 5);
}

TEST(Result, OfNothingIsGoodUnlessFailed) {
    Result<void> good{};
    EXPECT_TRUE(good);
    Result<void> bad = fail(Fault::Exhausted, {"test.full", {}});
    EXPECT_FALSE(bad);
}

struct Handle {
    int* freed;
};
void free_handle(Handle* handle) {
    ++*handle->freed;
}

TEST(Owned, FreesOnceAndOnlyTheLastOwner) {
    int freed = 0;
    Handle handle{&freed};
    {
        Owned<Handle, free_handle> first(&handle);
        Owned<Handle, free_handle> second = std::move(first);
        EXPECT_EQ(freed, 0);
        static_assert(sizeof second == sizeof(Handle*));
    }
    EXPECT_EQ(freed, 1);
}

} // namespace
} // namespace imprimatur
