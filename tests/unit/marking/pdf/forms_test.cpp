#include "marking/pdf/forms.hpp"

#include <gtest/gtest.h>

#include "tests/unit/marking/pdf/handmade.hpp"

namespace imprimatur::pdf {
namespace {

std::string const chinese = "/V<FEFF5F204E09>"; // 张三
std::string const john = "/V(John)";

/// A form of one page with these fields.
bool hides(std::vector<std::string> const& fields, std::string const& form = "") {
    Handmade pdf;
    pdf.page(words(60, 700, "Name"));
    auto const drawn = std::to_string(pdf.stream("", "/Type/XObject/Subtype/Form/BBox[0 0 9 9]"));
    std::string list;
    for (auto field : fields) {
        for (auto at = field.find("DRAWN"); at != field.npos; at = field.find("DRAWN")) {
            field.replace(at, 5, drawn + " 0 R");
        }
        list += std::to_string(pdf.object("<<" + field + ">>")) + " 0 R ";
    }
    return hides_values(pdf.pdf("/AcroForm<</Fields[" + list + "]" + form + ">>")).value();
}

TEST(AForm, WithAValueThatNothingDrawsHidesIt) {
    EXPECT_TRUE(hides({"/FT/Tx" + chinese}));
    EXPECT_TRUE(hides({"/FT/Tx" + john}));
    EXPECT_TRUE(hides({"/FT/Tx" + john}, "/NeedAppearances false"));
    EXPECT_TRUE(hides({"/FT/Ch/V[(one)(two)]"}));
}

TEST(AForm, WhoseValuesAreDrawnShowsThem) {
    EXPECT_FALSE(hides({"/FT/Tx/AP<</N DRAWN>>" + chinese}));
    EXPECT_FALSE(hides({"/FT/Tx/AP<</N DRAWN>>" + john, "/FT/Ch/AP<</N DRAWN>>/V(one)"}));
}

TEST(AForm, ThatAsksForItsValuesToBeDrawnSpoilsThoseBeyondAscii) {
    EXPECT_TRUE(hides({"/FT/Tx" + chinese}, "/NeedAppearances true"));
    EXPECT_TRUE(hides({"/FT/Tx/AP<</N DRAWN>>" + chinese}, "/NeedAppearances true"))
        << "it is drawn anew";
    EXPECT_TRUE(hides({"/FT/Tx/V(\\376\\377\\137\\040)"}, "/NeedAppearances true"));
    EXPECT_TRUE(hides({"/FT/Tx/V(Andr\xe9)"}, "/NeedAppearances true"));
    EXPECT_FALSE(hides({"/FT/Tx" + john}, "/NeedAppearances true"));
    EXPECT_FALSE(hides({"/FT/Tx/V<FEFF004A006F>"}, "/NeedAppearances true"));
}

TEST(AForm, ThatIsEmptyOrHiddenHidesNothingOfInterest) {
    EXPECT_FALSE(hides({}));
    EXPECT_FALSE(hides({"/FT/Tx", "/FT/Tx/V()", "/FT/Tx/V<FEFF>", "/FT/Tx/V null"}));
    EXPECT_FALSE(hides({"/FT/Btn/V/Yes", "/FT/Sig/V<</Type/Sig>>"}));
    EXPECT_FALSE(hides({"/FT/Tx/F 2" + chinese}));
    Handmade plain;
    plain.page(words(60, 700, "no form"));
    EXPECT_FALSE(hides_values(plain.pdf()).value());
}

TEST(AForm, IsLookedAtThroughItsKids) {
    Handmade pdf;
    pdf.page("");
    auto const kid = std::to_string(pdf.object("<</Subtype/Widget>>"));
    auto const group =
        std::to_string(pdf.object("<</FT/Tx" + chinese + "/Kids[" + kid + " 0 R]>>"));
    auto const top = std::to_string(pdf.object("<</T(all)/Kids[" + group + " 0 R]>>"));
    EXPECT_TRUE(hides_values(pdf.pdf("/AcroForm<</Fields[" + top + " 0 R]>>")).value());
}

TEST(AForm, ThatHoldsItselfIsWalkedOnce) {
    Handmade pdf;
    pdf.page("");
    auto const number = pdf.object("<</FT/Tx/Kids[4 0 R 5 0 R 6 0 R]>>");
    auto const self = std::to_string(number);
    EXPECT_FALSE(
        hides_values(pdf.pdf("/AcroForm<</Fields[" + self + " 0 R " + self + " 0 R]>>")).value());
}

TEST(AForm, OfABrokenFileIsNotKnown) {
    EXPECT_EQ(hides_values("%PDF-1.7 nothing").error().fault, Fault::Unsupported);
}

} // namespace
} // namespace imprimatur::pdf
