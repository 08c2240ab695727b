#include "marking/render/render.hpp"

#include <fmt/format.h>

namespace imprimatur::render {

namespace {

/// A page in fonts that no document needs to embed, Latin and Chinese, so that drawing it makes
/// Poppler read its tables, the list of fonts, and the fonts that stand in for missing ones.
std::string page_without_fonts() {
    std::vector<std::string> const objects{
        "<</Type/Catalog/Pages 2 0 R>>",
        "<</Type/Pages/Count 1/Kids[3 0 R]>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R"
        "/Resources<</Font<</L 5 0 R/S 6 0 R/C 7 0 R>>>>>>",
        "<</Length 75>>stream\n"
        "BT /L 9 Tf 9 9 Td (L) Tj /S 9 Tf 9 9 Td (S) Tj /C 9 Tf 9 9 Td <B7DD> Tj ET  \nendstream",
        "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman>>",
        "<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/GBK-EUC-H"
        "/DescendantFonts[8 0 R]>>",
        "<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light"
        "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>/FontDescriptor 9 0 R>>",
        "<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[0 0 999 999]/ItalicAngle 0"
        "/Ascent 880/Descent -120/CapHeight 880/StemV 90>>"};
    std::string out = "%PDF-1.4\n";
    std::string places;
    for (std::size_t i = 0; i < objects.size(); ++i) {
        places += fmt::format("{:010} 00000 n \n", out.size());
        out += fmt::format("{} 0 obj{}endobj\n", i + 1, objects[i]);
    }
    auto const start = out.size();
    return out +
           fmt::format("xref\n0 {0}\n0000000000 65535 f \n{1}trailer<</Size {0}/Root 1 0 R>>\n"
                       "startxref\n{2}\n%%EOF\n",
                       objects.size() + 1, places, start);
}

} // namespace

bool warm_up() {
    // Kept for ever: Poppler drops its tables when the last document closes.
    static auto const& bytes = *new std::string(page_without_fonts());
    static auto const& document = *new Result<Document>(Document::open(bytes));
    if (!document) {
        return false;
    }
    auto const drawn = document->draw(1, 72);
    auto const text = document->text(1);
    return drawn && text && text->find("份") != text->npos;
}

} // namespace imprimatur::render
