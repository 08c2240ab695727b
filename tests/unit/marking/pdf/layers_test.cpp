#include "marking/pdf/layers.hpp"

#include <gtest/gtest.h>

#include "tests/unit/marking/pdf/handmade.hpp"

namespace imprimatur::pdf {
namespace {

/// A document with one layer. @param configuration of the default states, LAYER stands for it
bool otherwise(std::string const& usage, std::string configuration = "") {
    Handmade pdf;
    pdf.page(words(60, 700, "text"));
    auto const layer =
        std::to_string(pdf.object("<</Type/OCG/Name(a)/Usage<<" + usage + ">>>>")) + " 0 R";
    for (auto at = configuration.find("LAYER"); at != configuration.npos;
         at = configuration.find("LAYER")) {
        configuration.replace(at, 5, layer);
    }
    return prints_otherwise(
               pdf.pdf("/OCProperties<</OCGs[" + layer + "]/D<<" + configuration + ">>>>"))
        .value();
}

TEST(ALayer, ThatIsShownAndNotPrintedPrintsOtherwise) {
    EXPECT_TRUE(otherwise("/Print<</PrintState/OFF>>"));
    EXPECT_TRUE(otherwise("/Print<</PrintState/OFF>>", "/AS[<</Event/Print/OCGs[LAYER]>>]"));
    EXPECT_TRUE(otherwise("/Print<</PrintState/OFF>>", "/BaseState/OFF/ON[LAYER]"));
}

TEST(ALayer, ThatIsPrintedAndNotShownPrintsOtherwise) {
    EXPECT_TRUE(otherwise("/Print<</PrintState/ON>>", "/OFF[LAYER]"));
    EXPECT_TRUE(otherwise("/Print<</PrintState/ON>>", "/BaseState/OFF"));
}

TEST(ALayer, ThatIsPrintedAsItIsShownDoesNot) {
    EXPECT_FALSE(otherwise(""));
    EXPECT_FALSE(otherwise("", "/OFF[LAYER]"));
    EXPECT_FALSE(otherwise("/Print<</PrintState/ON>>"));
    EXPECT_FALSE(otherwise("/Print<</PrintState/OFF>>", "/OFF[LAYER]"));
}

TEST(ALayer, IsNotInEveryDocument) {
    Handmade pdf;
    pdf.page(words(60, 700, "text"));
    EXPECT_FALSE(prints_otherwise(pdf.pdf("")).value());
    EXPECT_FALSE(prints_otherwise("no PDF"));
}

} // namespace
} // namespace imprimatur::pdf
