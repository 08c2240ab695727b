#include "marking/dots/dots.hpp"

#include <algorithm>
#include <array>
#include <random>
#include <vector>

#include <gtest/gtest.h>

namespace imprimatur::dots {
namespace {

Key key_of(std::uint8_t seed) {
    Key key{};
    for (std::size_t i = 0; i < key.size(); ++i) {
        key[i] = static_cast<std::uint8_t>(seed * 31 + i * 7);
    }
    return key;
}

/// A tile through a channel with that much noise, of which a share of pairs is seen at all.
Softs seen_through(Tile const& tile, double noise, double share, std::mt19937_64& random) {
    std::normal_distribution<double> gauss(0, noise);
    std::bernoulli_distribution visible(share);
    Softs seen{};
    for (std::size_t i = 0; i < seen.size(); ++i) {
        if (visible(random)) {
            double const value = (tile[i] ? 1.0 : -1.0) + gauss(random);
            seen[i] = static_cast<float>(2 * value / (noise * noise));
        }
    }
    return seen;
}

constexpr double sure = 1e-6;

/// The id that both ways of reading, and the test of its chance, leave of a tile that lies rightly.
std::optional<Guess> find_id(Softs const& seen, Decoder const& decoder) {
    for (auto guess : {decoder.clearest(seen), decoder.listed(seen)}) {
        if (guess && (guess->chance = decoder.chance(seen, guess->id, 1)) <= sure) {
            return guess;
        }
    }
    return std::nullopt;
}

std::optional<Guess> find_id(Softs const& seen, Key const& key) {
    return find_id(seen, Decoder(key));
}

int count_found(double noise, double share, int trials) {
    std::mt19937_64 random(20261123);
    Decoder const decoder(key_of(1));
    int found = 0;
    for (int i = 0; i < trials; ++i) {
        std::uint64_t const id = random();
        auto const guess = find_id(seen_through(decoder.tile(id), noise, share, random), decoder);
        found += guess && guess->id == id ? 1 : 0;
        EXPECT_TRUE(!guess || guess->id == id) << "a wrong copy named";
    }
    return found;
}

TEST(Dots, AreReadBackWithoutNoise) {
    auto const key = key_of(1);
    for (std::uint64_t id :
         {std::uint64_t{0}, ~std::uint64_t{0}, std::uint64_t{0x0123456789abcdef}}) {
        std::mt19937_64 random(1);
        auto const guess = find_id(seen_through(tile_of(id, key), 0.3, 1, random), key);
        ASSERT_TRUE(guess);
        EXPECT_EQ(guess->id, id);
    }
}

TEST(Dots, AreReadAtTheRateTheCodePromises) {
    EXPECT_GE(count_found(1.0, 1.0, 100), 100); // 0 dB: far inside
    EXPECT_GE(count_found(1.5, 1.0, 100), 97);  // -3.5 dB
    EXPECT_GE(count_found(0.7, 0.45, 100), 97); // less than half a tile seen
}

TEST(Dots, NameNobodyFromNoise) {
    std::mt19937_64 random(3);
    std::normal_distribution<float> gauss(0, 2);
    auto const key = key_of(1);
    for (int i = 0; i < 200; ++i) {
        Softs seen{};
        for (auto& value : seen) {
            value = gauss(random);
        }
        EXPECT_FALSE(find_id(seen, key));
    }
}

/// What is seen of several copies laid together: each dot as dark as the share of copies that has
/// it.
Softs seen_of_mean(std::vector<Tile> const& tiles, double noise, std::mt19937_64& random) {
    std::normal_distribution<double> gauss(0, noise);
    Softs seen{};
    for (std::size_t i = 0; i < seen.size(); ++i) {
        auto const second = static_cast<double>(
            std::count_if(tiles.begin(), tiles.end(), [&](auto& tile) { return tile[i]; }));
        double const mean = 2 * second / static_cast<double>(tiles.size()) - 1;
        seen[i] = static_cast<float>(mean + gauss(random));
    }
    return seen;
}

class DotsOfSeveralCopiesLaidTogether : public testing::TestWithParam<double> {
  protected:
    DotsOfSeveralCopiesLaidTogether() {
        std::generate(ids_.begin(), ids_.end(), [&] { return random_(); });
    }

    /// How often one of those who laid their copies together is named; never may anybody else be.
    template <class Reader> int count_named(int copies, double noise, Reader read) {
        int named = 0;
        for (int i = 0; i < 40; ++i) {
            std::vector<std::uint64_t> of;
            std::sample(ids_.begin(), ids_.end(), std::back_inserter(of), copies, random_);
            std::vector<Tile> tiles;
            std::transform(of.begin(), of.end(), std::back_inserter(tiles),
                           [&](auto id) { return decoder_.tile(id); });
            auto const guess = read(seen_of_mean(tiles, noise, random_));
            bool const is_one = guess && std::find(of.begin(), of.end(), guess->id) != of.end();
            EXPECT_TRUE(!guess || is_one) << copies << " copies named another";
            named += is_one ? 1 : 0;
        }
        return named;
    }

    std::mt19937_64 random_{20261126};
    std::vector<std::uint64_t> ids_ = std::vector<std::uint64_t>(20000);
    Decoder decoder_{key_of(1)};
};

TEST_P(DotsOfSeveralCopiesLaidTogether, NameOneOfThemOrNobody) {
    auto read = [&](Softs const& seen) { return find_id(seen, decoder_); };
    double const noise = GetParam();
    EXPECT_EQ(count_named(2, noise, read), 40);
    EXPECT_GE(count_named(3, noise, read), 30);
    for (int copies : {4, 5, 6, 7, 9, 10, 15}) {
        count_named(copies, noise, read);
    }
}

TEST_P(DotsOfSeveralCopiesLaidTogether, NameOneOfThoseKnownOrNobody) {
    Known const known(ids_, key_of(1));
    auto read = [&](Softs const& seen) {
        auto guess = known.best(seen);
        bool const is_sure = guess && known.chance(seen, guess->id, 1) <= sure;
        return is_sure ? guess : std::nullopt;
    };
    double const noise = GetParam();
    EXPECT_EQ(count_named(3, noise, read), 40);
    EXPECT_GE(count_named(5, noise, read), 36);
    count_named(10, noise, read);
}

INSTANTIATE_TEST_SUITE_P(InNoise, DotsOfSeveralCopiesLaidTogether, testing::Values(0.02, 0.1, 0.3));

/// Loud where two tiles agree, faint and now of this one, now of that where they do not.
Softs seen_between(Tile const& one, Tile const& other, std::mt19937_64& random) {
    Softs seen{};
    for (std::size_t pair = 0; pair < pairs; ++pair) {
        bool const is_shared = one[pair] == other[pair];
        bool const bit = random() % 2 != 0 ? one[pair] : other[pair];
        seen[pair] = (bit ? 1.0F : -1.0F) * (is_shared ? 1.0F : 0.1F);
    }
    return seen;
}

TEST(Dots, AreDoubtfulWhereAWordOfTheCodeBesideFitsAsWell) {
    Decoder const decoder(key_of(1));
    std::mt19937_64 random(4);
    for (int i = 0; i < 50; ++i) {
        std::uint64_t const id = random();
        for (auto light : std::to_array<std::uint64_t>({0x70ee747f8f, 0x1b44004, 0x2382a0})) {
            auto const beside = decoder.tile(id ^ light);
            ASSERT_LE((decoder.tile(id) ^ beside).count(), 128);
            auto const seen = seen_between(decoder.tile(id), beside, random);
            auto const guess = decoder.clearest(seen);
            ASSERT_TRUE(guess);
            EXPECT_LT(decoder.chance(seen, guess->id, 1), sure) << "against strangers it is plain";
            EXPECT_TRUE(decoder.is_doubtful(seen, *guess, sure));
        }
    }
}

TEST(Dots, AreNotDoubtfulThroughNoiseNorOfTwoCopiesLaidTogether) {
    Decoder const decoder(key_of(1));
    std::mt19937_64 random(5);
    for (int i = 0; i < 50; ++i) {
        auto const one = decoder.tile(random());
        for (auto const& seen : {seen_through(one, 1.2, 1, random),
                                 seen_between(one, decoder.tile(random()), random)}) {
            auto const guess = find_id(seen, decoder);
            ASSERT_TRUE(guess);
            EXPECT_FALSE(decoder.is_doubtful(seen, *guess, sure));
        }
    }
}

TEST(Dots, SayNothingWithoutTheKey) {
    std::mt19937_64 random(4);
    auto const seen = seen_through(tile_of(42, key_of(1)), 0.3, 1, random);
    EXPECT_FALSE(find_id(seen, key_of(2)));
    EXPECT_LT(std::abs(PilotSearch(key_of(2)).score(seen)), 5);
    EXPECT_GT(PilotSearch(key_of(1)).score(seen), 7);
}

TEST(Dots, TellAKnownCopyFromALittlePiece) {
    std::mt19937_64 random(5);
    auto const key = key_of(1);
    auto const seen = seen_through(tile_of(42, key), 1.0, 0.25, random);
    EXPECT_GT(score(seen, tile_of(42, key)), 6);
    for (std::uint64_t other = 100; other < 200; ++other) {
        EXPECT_LT(score(seen, tile_of(other, key)), 6);
    }
}

/// How often a decoder's guess is the true copy.
template <class Guesses> int count_right(double noise, double share, int trials, Guesses guesses) {
    std::mt19937_64 random(7);
    auto const key = key_of(1);
    int right = 0;
    for (int i = 0; i < trials; ++i) {
        std::uint64_t const id = random();
        auto const guess = guesses(seen_through(tile_of(id, key), noise, share, random));
        right += guess && guess->id == id ? 1 : 0;
    }
    return right;
}

TEST(Dots, OfASmallPieceAreReadFromTheClearest) {
    Decoder const decoder(key_of(1));
    auto clearest = [&](Softs const& seen) { return decoder.clearest(seen); };
    EXPECT_GE(count_right(0.5, 0.30, 100, clearest), 97);
    EXPECT_GE(count_right(0.6, 0.35, 100, clearest), 97);
}

TEST(Dots, OfTooSmallAPieceLeaveTheIdOpen) {
    std::mt19937_64 random(3);
    auto const key = key_of(1);
    EXPECT_FALSE(Decoder(key).clearest(seen_through(tile_of(5, key), 0.3, 0.08, random)));
}

TEST(Dots, NameAKnownCopyFromLessThanTheCodeNeeds) {
    std::mt19937_64 random(11);
    auto const key = key_of(1);
    std::vector<std::uint64_t> ids(20000);
    std::generate(ids.begin(), ids.end(), [&] { return random(); });
    Known const known(ids, key);
    int right = 0;
    for (std::size_t i = 0; i < 50; ++i) {
        auto const guess = known.best(seen_through(tile_of(ids[i], key), 0.7, 0.20, random));
        right += guess && guess->id == ids[i] ? 1 : 0;
    }
    EXPECT_GE(right, 49);
}

TEST(Dots, OfEveryKnownCopyAreFoundAmongAnyNumber) {
    std::mt19937_64 random(12);
    auto const key = key_of(1);
    for (std::size_t count : {1U, 63U, 10'000U, 10'001U, 32'769U, 70'000U}) {
        std::vector<std::uint64_t> ids(count);
        std::generate(ids.begin(), ids.end(), [&] { return random(); });
        Known const known(ids, key);
        for (std::size_t i : {std::size_t{0}, count / 2, count - 1}) {
            auto const guess = known.best(seen_through(tile_of(ids[i], key), 0.7, 0.25, random));
            ASSERT_TRUE(guess) << count;
            EXPECT_EQ(guess->id, ids[i]) << i << " of " << count;
        }
    }
}

TEST(Dots, OfAKnownCopyAreFoundThoughSomeOfTheClearestSayTheWrongThing) {
    std::mt19937_64 random(15);
    auto const key = key_of(1);
    std::vector<std::uint64_t> ids(20'000);
    std::generate(ids.begin(), ids.end(), [&] { return random(); });
    Known const known(ids, key);
    std::bernoulli_distribution is_wrong(
        0.16); // of the 48 clearest 8 or so, in 1 of 60 more than 13
    std::uniform_real_distribution<float> loud(1, 2);
    int right = 0;
    for (std::size_t i = 0; i < 60; ++i) {
        auto const tile = tile_of(ids[i], key);
        Softs seen{};
        for (std::size_t pair = 0; pair < seen.size(); ++pair) {
            seen[pair] = tile[pair] != is_wrong(random) ? loud(random) : -loud(random);
        }
        auto const guess = known.best(seen);
        right += guess && guess->id == ids[i] ? 1 : 0;
    }
    EXPECT_GE(right, 57);
}

TEST(Dots, FitStrangersAsSeldomAsTheChanceSays) {
    std::mt19937_64 random(13);
    auto const tile = tile_of(1, key_of(1));
    constexpr double most = 0.02;
    constexpr int trials = 4000;
    int fitting = 0;
    for (int i = 0; i < trials; ++i) {
        auto const seen = seen_through(tile_of(random(), key_of(2)), 1, 0.5, random);
        fitting += chance_of(seen, tile, 1) <= most ? 1 : 0;
    }
    EXPECT_LE(fitting, trials * most);
}

TEST(Dots, FitByChanceTheLessTheMoreOfThemAgree) {
    auto const tile = tile_of(1, key_of(1));
    Softs seen{};
    EXPECT_DOUBLE_EQ(chance_of(seen, tile, 1), 1);
    for (std::size_t pair = 0; pair < 130; ++pair) {
        seen[pair] = tile[pair] ? 1 : -1;
    }
    double const all = chance_of(seen, tile, all_ids * placings);
    EXPECT_LT(all, 1e-6) << "130 coins against 77 bits of candidates";
    for (std::size_t pair = 0; pair < 16; ++pair) {
        seen[pair] = -seen[pair];
    }
    EXPECT_GT(chance_of(seen, tile, all_ids * placings), 0.01);
    EXPECT_LT(chance_of(seen, tile, 1e6 * placings), 1e-6) << "but enough among a million";
}

} // namespace
} // namespace imprimatur::dots
