#include <filesystem>

#include <gmock/gmock.h>

#include "marking/dots/dots.hpp"
#include "tests/support/paper/paper.hpp"
#include "tests/unit/marking/stamp/stamping.hpp"

namespace imprimatur::stamp {
namespace {

constexpr std::uint32_t pages = 100;
constexpr std::size_t most_for_a_file = 20'000; // bytes
constexpr std::size_t most_for_a_page = 200;

/// As the gateway makes it: a seal with a code of its own for each page, and dots.
Mark full_mark(std::uint32_t page_count) {
    auto mark = secret_mark();
    mark.total = 3;
    mark.document = "鼓委办〔2026〕12号";
    mark.unit = "办公室";
    mark.purpose = "传达学习";
    mark.user = "li";
    std::uint64_t state = 1;
    for (std::uint32_t page = 1; page <= page_count; ++page) {
        std::string code;
        while (code.size() < 16) {
            state = state * 6364136223846793005ULL + 1442695040888963407ULL;
            code += "0123456789ABCDEFGHJKMNPQRSTVWXYZ"[state >> 59U];
        }
        mark.seals.push_back(to_text(Seal{mark.serial, page, code}));
    }
    auto const tile = dots::tile_of(mark.serial.id(), dots::Key{1, 2, 3});
    for (std::size_t pair = 0; pair < tile.size(); ++pair) {
        mark.dots += tile[pair] ? '1' : '0';
    }
    return mark;
}

std::vector<std::string> templates() {
    std::vector<std::string> out;
    auto const folder = std::string(IMPRIMATUR_SOURCE_DIR) + "/templates/marks";
    for (auto const& file : std::filesystem::directory_iterator(folder)) {
        if (file.path().extension() == ".toml") {
            out.push_back(file.path().stem());
        }
    }
    return out;
}

/// Bytes that marks add.
std::size_t growth(std::string const& before, std::string const& name) {
    Options options;
    options.verify_pages = 2;
    auto const outcome = stamped(before, options, {full_mark(pages)}, name);
    EXPECT_EQ(outcome.way, "appended") << outcome.cause;
    return outcome.copies.at(0).size() - before.size();
}

TEST(Growth, StaysBelowTwentyKilobytesAndTwoHundredBytesAPage) {
    auto const before = prose(pages);
    for (auto const& name : templates()) {
        EXPECT_LE(growth(before, name), most_for_a_file + pages * most_for_a_page) << name;
    }
    EXPECT_LE(growth(paper::qpdf(before, "--object-streams=generate"), "gb-9704"),
              most_for_a_file + pages * most_for_a_page);
}

} // namespace
} // namespace imprimatur::stamp
