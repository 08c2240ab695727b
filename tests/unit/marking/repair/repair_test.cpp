#include "marking/repair/repair.hpp"

#include <gmock/gmock.h>

#include "tests/support/paper/paper.hpp"

namespace imprimatur::repair {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string rewritten(std::string const& bytes) {
    auto file = memory_file("test");
    EXPECT_TRUE(file && write_all(*file, bytes));
    auto const out = rewrite(*file);
    return out ? *read_whole(out->file) : out.error().sentence.id;
}

bool was_damaged(std::string const& bytes) {
    auto file = memory_file("test");
    EXPECT_TRUE(file && write_all(*file, bytes));
    return rewrite(*file).value().was_damaged;
}

std::string qpdf(std::string const& pdf, std::string const& options) {
    paper::Folder folder;
    paper::write_file(folder.path("in.pdf"), pdf);
    paper::run("qpdf " + options + " " + folder.path("in.pdf") + " " + folder.path("out.pdf"));
    return paper::read_file(folder.path("out.pdf"));
}

std::string check(std::string const& pdf) {
    paper::Folder folder;
    paper::write_file(folder.path("in.pdf"), pdf);
    return paper::run("qpdf --check " + folder.path("in.pdf"));
}

TEST(Repair, MakesASoundFileOfADamagedOne) {
    auto pdf = paper::Paper().prose(1).next_page().prose(2).pdf();
    pdf = "lost mail header\r\n" + pdf.replace(pdf.rfind("startxref"), 9, "startxyyy");
    EXPECT_THAT(check(rewritten(pdf)), HasSubstr("No syntax or stream encoding errors"));
}

TEST(Repair, TakesEncryptionOffOnlyWherePrintingIsAllowed) {
    auto const pdf = paper::Paper().prose(1).pdf();
    EXPECT_THAT(rewritten(qpdf(pdf, "--encrypt '' owner 256 --modify=none --")),
                Not(HasSubstr("/Encrypt")));
    EXPECT_EQ(rewritten(qpdf(pdf, "--encrypt '' owner 256 --print=none --")),
              "repair.printing-forbidden");
    EXPECT_EQ(rewritten(qpdf(pdf, "--encrypt user owner 256 --")), "repair.locked");
}

TEST(Repair, KnowsDamageFromEncryption) {
    auto const pdf = paper::Paper().prose(1).pdf();
    EXPECT_FALSE(was_damaged(pdf));
    for (std::string const how :
         {"--allow-weak-crypto --encrypt '' owner 40 --modify=n --",
          "--allow-weak-crypto --encrypt '' owner 128 --modify=none --use-aes=n --",
          "--allow-weak-crypto --encrypt '' owner 128 --modify=none --use-aes=y --",
          "--encrypt '' owner 256 --modify=none --"}) {
        EXPECT_FALSE(was_damaged(qpdf(pdf, how))) << how;
    }
    auto cut = pdf;
    EXPECT_TRUE(was_damaged(cut.replace(cut.rfind("startxref"), 9, "startxyyy")));
}

TEST(Repair, LeavesNoEarlierRevisionInside) {
    auto const pdf = paper::Paper().prose(1).pdf();
    auto const place = pdf.rfind("startxref\n") + 10;
    auto const old = pdf.substr(place, pdf.find('\n', place) - place);
    auto const start = pdf.size();
    auto const size =
        pdf.substr(pdf.rfind("/Size ") + 6,
                   pdf.find_first_of("\n ", pdf.rfind("/Size ") + 6) - pdf.rfind("/Size ") - 6);
    auto const root = pdf.substr(pdf.rfind("/Root "),
                                 pdf.find(" R", pdf.rfind("/Root ")) + 2 - pdf.rfind("/Root "));
    auto const update = "xref\n0 1\n0000000000 65535 f \ntrailer\n<<" + root + "/Size " + size +
                        "/Prev " + old + ">>\nstartxref\n" + std::to_string(start) + "\n%%EOF\n";
    auto const out = rewritten(pdf + update);
    EXPECT_EQ(out.find("%%EOF"), out.rfind("%%EOF"));
    EXPECT_THAT(out, Not(HasSubstr("/Prev")));
}

TEST(Repair, SaysWhatCannotBeSaved) {
    EXPECT_EQ(rewritten("nothing of a PDF"), "repair.broken");
    EXPECT_EQ(rewritten("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                        "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
                        "trailer<</Root 1 0 R/Size 3>>\nstartxref\n0\n%%EOF\n"),
              "repair.no-pages");
}

} // namespace
} // namespace imprimatur::repair
