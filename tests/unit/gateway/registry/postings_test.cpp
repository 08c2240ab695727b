#include "gateway/registry/postings.hpp"

#include <gtest/gtest.h>

#include "gateway/registry/faults.hpp"

namespace imprimatur::registry {
namespace {

TEST(Postings, AreReadAsTheyWereWritten) {
    std::vector<Posting> const all{{0, 1}, {last_tag, last_page}, {0x1234, every_letter}};
    auto const text = to_postings(all);
    EXPECT_EQ(text.size(), 21U);
    auto const read = read_postings(text);
    ASSERT_EQ(read.size(), all.size());
    for (std::size_t i = 0; i < all.size(); ++i) {
        EXPECT_EQ(read[i].tag, all[i].tag);
        EXPECT_EQ(read[i].page, all[i].page);
    }
    EXPECT_TRUE(read_postings("").empty());
}

TEST(Postings, ThatAreCutOffOrChangedAreDamage) {
    auto text = to_postings({{1, 2}});
    EXPECT_THROW(read_postings(text.substr(1)), Damaged);
    text[3] = '%';
    EXPECT_THROW(read_postings(text), Damaged);
}

TEST(Postings, TellKeysApartByBucketAndTag) {
    EXPECT_EQ(bucket_of(last_key), (1U << 20U) - 1);
    EXPECT_EQ(tag_of(last_key), last_tag);
    EXPECT_NE(tag_of(0x10), tag_of(0x20));
    EXPECT_EQ(tag_of(0x10), tag_of(0x1f)) << "the lowest four bits are not kept";
}

} // namespace
} // namespace imprimatur::registry
