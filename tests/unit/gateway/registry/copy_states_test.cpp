#include "gateway/registry/copy_states.hpp"

#include <set>

#include <gtest/gtest.h>

namespace imprimatur::registry {
namespace {

using enum CopyState;
constexpr CopyState all[] = {Reserved, Delivering, Issued,    Spoiled,
                             Void,     Returned,   Destroyed, Frozen};

TEST(CopyMoves, AreListedOnceEach) {
    std::set<std::pair<CopyState, CopyState>> seen;
    for (auto const& move : copy_moves()) {
        EXPECT_TRUE(seen.emplace(move.from, move.to).second);
        EXPECT_NE(move.from, move.to);
    }
}

TEST(CopyMoves, EndInVoidAndDestroyed) {
    for (auto to : all) {
        EXPECT_FALSE(find_copy_move(Void, to)) << "a void number stays unused for ever";
        EXPECT_FALSE(find_copy_move(Destroyed, to)) << "a destroyed copy is closed for good (K16)";
        EXPECT_FALSE(find_copy_move(to, Reserved)) << "a number is given once";
    }
}

TEST(CopyMoves, MakeNoPaperWithoutARecord) {
    EXPECT_TRUE(find_copy_move(Reserved, Delivering));
    for (auto to : {Issued, Spoiled, Returned, Frozen, Destroyed}) {
        EXPECT_FALSE(find_copy_move(Reserved, to)) << "it was not on its way to paper";
    }
}

TEST(CopyMoves, GiveTheQuotaBackOnlyWhereThereIsCertainlyNoPaper) {
    for (auto const& move : copy_moves()) {
        EXPECT_EQ(move.gives_back, move.to == Void);
        if (move.to == Void) {
            EXPECT_TRUE(move.from == Reserved || move.from == Delivering);
            EXPECT_TRUE(move.movement.empty()) << "what never was, moved nowhere";
        }
    }
}

TEST(CopyMoves, OfPaperAreWrittenIntoTheBook) {
    for (auto const& move : copy_moves()) {
        bool is_paper = move.to != Void && move.to != Delivering;
        EXPECT_EQ(!move.movement.empty(), is_paper);
        EXPECT_EQ(move.settles, move.from == Delivering || move.to == Void);
    }
    EXPECT_EQ(find_copy_move(Delivering, Issued)->movement, "issue");
    EXPECT_NE(find_copy_move(Frozen, Issued)->movement, "issue") << "it was issued once already";
}

} // namespace
} // namespace imprimatur::registry
