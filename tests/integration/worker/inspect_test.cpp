#include <chrono>
#include <cmath>
#include <cstdio>
#include <sys/resource.h>

#include <gmock/gmock.h>

#include "foundation/sentence/sentence.hpp"
#include "marking/image/image.hpp"
#include "marking/render/render.hpp"
#include "marking/words/words.hpp"
#include "tests/integration/worker/office.hpp"
#include "tests/support/paper/paper.hpp"

namespace imprimatur::worker {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

std::string qpdf(std::string const& pdf, std::string const& options) {
    paper::Folder folder;
    paper::write_file(folder.path("in.pdf"), pdf);
    paper::run("qpdf " + folder.path("in.pdf") + " " + options + " " + folder.path("out.pdf"));
    return paper::read_file(folder.path("out.pdf"));
}

/// The page as a scanner would give it back: one grey picture.
std::string scanned(std::string const& pdf, double dpi) {
    auto document = render::Document::open(pdf).value();
    paper::Paper out;
    for (std::uint32_t page = 1; page <= document.page_count(); ++page) {
        if (page > 1) {
            out.next_page();
        }
        out.picture(document.draw(page, dpi).value(), 0, 0, 210, 297);
    }
    return out.pdf();
}

TEST(Inspect, RefusesWhatIsNoDocumentEachWithItsOwnSentence) {
    EXPECT_EQ(refusal(""), "pipe.empty");
    EXPECT_EQ(refusal("Dear Sir, this is no PDF."), "pipe.not-a-document");
    EXPECT_EQ(refusal("%PDF-1.7\nand nothing else"), "pipe.broken");
    EXPECT_EQ(refusal("1 0 obj\n<<>>"), "pipe.broken");
    EXPECT_EQ(refusal("\xff\xd8\xff\xe0 cut off"), "pipe.broken-picture");
    EXPECT_EQ(refusal("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
                      "2 0 obj<</Type/Pages/Kids[]/Count 0>>endobj\n"
                      "trailer<</Root 1 0 R/Size 3>>\n%%EOF\n"),
              "pipe.no-pages");
    auto pdf = paper::Paper().text(20, 20, "secret").pdf();
    EXPECT_EQ(refusal(qpdf(pdf, "--encrypt open owner 256 --")), "pipe.encrypted");
    EXPECT_EQ(refusal(qpdf(pdf, "--encrypt '' owner 256 --")), "accepted");
}

/// A form of one page with one text field.
std::string form_with(std::string const& field, std::string const& form) {
    std::vector<std::string> const objects{
        "<</Type/Catalog/Pages 2 0 R/AcroForm<</Fields[4 0 R]" + form + ">>>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Annots[4 0 R]>>",
        "<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/F 4/Rect[90 600 400 630]/P 3 0 R"
        "/DA(/Helv 18 Tf 0 g)" +
            field + ">>"};
    std::string out = "%PDF-1.7\n";
    std::string table = "xref\n0 5\n0000000000 65535 f \n";
    for (std::size_t i = 0; i < objects.size(); ++i) {
        auto const place = std::to_string(out.size());
        table += std::string(10 - place.size(), '0') + place + " 00000 n \n";
        out += std::to_string(i + 1) + " 0 obj " + objects[i] + " endobj\n";
    }
    return out + table + "trailer <</Size 5/Root 1 0 R>>\nstartxref\n" +
           std::to_string(out.size()) + "\n%%EOF\n";
}

TEST(Inspect, RefusesAFormThatWouldNotShowWhatWasFilledIn) {
    std::string const chinese = "/V<FEFF5F204E094FDD5BC6>";
    EXPECT_EQ(refusal(form_with(chinese, "")), "pipe.form-hides-values");
    EXPECT_EQ(refusal(form_with(chinese, "/NeedAppearances false")), "pipe.form-hides-values");
    EXPECT_EQ(refusal(form_with(chinese, "/NeedAppearances true")), "pipe.form-hides-values");
    EXPECT_EQ(refusal(form_with("/V(John)", "/NeedAppearances true")), "accepted");
    EXPECT_EQ(refusal(form_with("", "")), "accepted") << "an empty form is a document";
}

TEST(Inspect, RefusesAPageThatOnlySaysToOpenItElsewhere) {
    EXPECT_EQ(refusal(form_with("", "/XFA(<xdp/>)>>/NeedsRendering true/Dummy<<")),
              "pipe.form-elsewhere");
    EXPECT_EQ(refusal(form_with("", "/XFA(<xdp/>)")), "accepted") << "its field is on the page";
    EXPECT_EQ(refusal(form_with("", ">>/Collection<<>>/Names<</EmbeddedFiles<</Names[]>>")),
              "pipe.portfolio");
}

TEST(Inspect, IsNotStoppedByAnOwnersPassword) {
    auto const pdf = paper::Paper().text(20, 20, "secret").pdf();
    for (std::string const how :
         {"--allow-weak-crypto --encrypt '' owner 40 --modify=n --",
          "--allow-weak-crypto --encrypt '' owner 128 --modify=none --use-aes=n --",
          "--allow-weak-crypto --encrypt '' owner 128 --modify=none --use-aes=y --",
          "--encrypt '' owner 256 --modify=none --"}) {
        EXPECT_EQ(refusal(qpdf(pdf, how)), "accepted") << how;
    }
}

TEST(Inspect, NamesAPictureOfAKindThatIsNotRead) {
    // A TIFF of one pixel, compressed by a way (JPEG 2000) that libtiff does not know.
    auto const number = [](unsigned value, int width) {
        std::string out;
        for (int i = 0; i < width; ++i) {
            out += static_cast<char>(value >> static_cast<unsigned>(8 * i));
        }
        return out;
    };
    std::string tiff = std::string("II*\0", 4) + number(12, 4) + number(7, 4) + number(8, 2);
    for (auto const& [tag, value] : {std::pair{256U, 1U},
                                     {257U, 1U},
                                     {258U, 8U},
                                     {259U, 34712U},
                                     {262U, 1U},
                                     {273U, 8U},
                                     {278U, 1U},
                                     {279U, 1U}}) {
        tiff += number(tag, 2) + number(4, 2) + number(1, 4) + number(value, 4);
    }
    EXPECT_EQ(refusal(tiff + number(0, 4)), "image.unknown-kind");
}

TEST(Inspect, HasWordsForEveryRefusal) {
    Sentences const sentences(std::string(IMPRIMATUR_SOURCE_DIR) + "/templates/messages");
    for (auto id :
         {"empty",       "not-a-document", "broken",      "broken-picture",    "no-pages",
          "encrypted",   "too-many-pages", "too-large",   "too-much-memory",   "timed-out",
          "worker-died", "worker-gone",    "failed",      "nonsense",          "cannot-start",
          "unprotected", "cannot-lock-in", "bad-request", "form-hides-values", "form-elsewhere",
          "portfolio"}) {
        EXPECT_TRUE(sentences.knows(std::string("pipe.") + id)) << id;
    }
}

TEST(Inspect, RefusesMorePagesThanTheLimit) {
    paper::Paper paper;
    for (int i = 1; i < 5001; ++i) {
        paper.box(10, 10, 1, 1).next_page();
    }
    auto narrow = settings();
    narrow.limits.pages = 5000;
    auto pool = pipe::Workers::start(narrow);
    ASSERT_TRUE(pool);
    auto seen = pool->inspect(as_file(paper.box(10, 10, 1, 1).pdf()));
    ASSERT_FALSE(seen);
    EXPECT_EQ(seen.error().fault, Fault::Exhausted);
    EXPECT_EQ(seen.error().sentence.id, "pipe.too-many-pages");
    EXPECT_EQ(seen.error().sentence.values.at("pages"), "5001");
    EXPECT_EQ(seen.error().sentence.values.at("limit"), "5000");
}

TEST(Inspect, KnowsAFileByItsBytes) {
    auto picture = paper::cloud(300, 400, 2);
    auto kind = [](std::string const& bytes) { return inspect(bytes).value().kind; };
    EXPECT_EQ(kind(paper::Paper().pdf()), pipe::FileKind::Pdf);
    EXPECT_EQ(kind(image::encode_png(picture).value()), pipe::FileKind::Png);
    EXPECT_EQ(kind(image::encode_jpeg(picture, 80).value()), pipe::FileKind::Jpeg);
}

TEST(Inspect, FindsTheCopyCodesOfDrawnPages) {
    paper::Paper paper;
    for (std::uint32_t page = 1; page <= 20; ++page) {
        paper.prose(page).qr(170, 12, 0.45, code_of(page)).next_page();
    }
    auto seen = inspect(paper.prose(21).qr(20, 270, 0.4, "https://example.test").pdf());
    ASSERT_TRUE(seen);
    ASSERT_EQ(seen->findings.size(), 21U);
    for (std::uint32_t i = 0; i < 20; ++i) {
        auto const& finding = seen->findings[i];
        EXPECT_EQ(finding.page, i + 1);
        ASSERT_TRUE(finding.seal);
        EXPECT_EQ(finding.seal->page, i + 1);
        EXPECT_EQ(finding.seal->serial.id(), 0x0123456789abcdefU);
        EXPECT_NEAR(finding.corners[0].x, 170, 0.5);
        EXPECT_NEAR(finding.corners[2].y, 12 + 29 * 0.45, 0.5);
    }
    EXPECT_FALSE(seen->findings[20].seal);
    EXPECT_EQ(seen->findings[20].text, "https://example.test");
    EXPECT_THAT(seen->unread_pages, IsEmpty());
}

TEST(Inspect, FindsTheCopyCodesOfScansAndNamesPagesItCannotRead) {
    paper::Paper paper;
    paper.prose(1).qr(170, 12, 0.45, code_of(1)).next_page().prose(2).next_page();
    paper.prose(3).qr(170, 12, 0.45, code_of(3));
    auto seen = inspect(scanned(paper.pdf(), 200));
    ASSERT_TRUE(seen);
    ASSERT_EQ(seen->findings.size(), 2U);
    EXPECT_EQ(seen->findings[1].seal->page, 3U);
    EXPECT_THAT(seen->unread_pages, ElementsAre(2));
}

TEST(Inspect, TellsWhetherADocumentIsSigned) {
    auto pdf = paper::Paper().text(20, 20, "x").pdf();
    EXPECT_FALSE(inspect(pdf)->is_signed);
    EXPECT_TRUE(inspect(pdf + "\n99 0 obj<</Type/Sig/ByteRange[0 1 2 3]/Contents<00>>>endobj\n")
                    ->is_signed);
}

TEST(Inspect, KnowsADocumentAgainAfterTheQueueHadIt) {
    paper::Folder folder;
    auto original = paper::Paper().prose(1).next_page().prose(2).pdf();
    paper::write_file(folder.path("in.pdf"), original);
    auto queued = paper::run("PPD= /usr/lib/cups/filter/pdftopdf 1 u t 1 'media=A4' " +
                             folder.path("in.pdf") + " 2>/dev/null");
    auto before = inspect(original)->fingerprint;
    EXPECT_GE(pipe::Workers::likeness(before, inspect(queued)->fingerprint), pipe::Workers::same);
    EXPECT_EQ(pipe::Workers::key(before), pipe::Workers::key(inspect(queued)->fingerprint));
    auto other = inspect(paper::Paper().prose(1).next_page().prose(3).pdf())->fingerprint;
    EXPECT_LT(pipe::Workers::likeness(before, other), pipe::Workers::same);
}

TEST(Inspect, WhatIsTypedIsKeptBeforeWhatIsReadOnAPicture) {
    std::string const typed = "附件三：各单位须在月底前报送名册";
    paper::Paper card(150, 60);
    for (int line = 0; line < 4; ++line) {
        card.text(8, 6 + 12.0 * line, "题导向突出重点强化措施狠抓落实第" + std::to_string(line),
                  18);
    }
    auto const bytes = card.pdf();
    auto const picture = render::Document::open(bytes).value().draw(1, 200).value();
    auto const seen =
        inspect(paper::Paper().text(30, 30, typed, 14).picture(picture, 30, 60, 150, 60).pdf());
    ASSERT_TRUE(seen);
    ASSERT_THAT(seen->hard_pages, ElementsAre(1U));
    auto const own = words::keys_of(typed, 24).kept;
    ASSERT_GE(own.size(), 8U);
    EXPECT_THAT(seen->page_keys.front(), testing::IsSupersetOf(own));
    EXPECT_THAT(seen->page_keys.front(), testing::SizeIs(testing::Le(44U)));
}

TEST(Inspect, TakesAThousandPagesInSeconds) {
    paper::Paper paper;
    for (std::uint32_t page = 1; page < 1000; ++page) {
        paper.prose(page).next_page();
    }
    auto file = as_file(paper.prose(1000).qr(170, 12, 0.45, code_of(1000)).pdf());
    auto const start = std::chrono::steady_clock::now();
    auto const seen =
        pipe::Workers::start(settings())->inspect(file); // then left, so it is counted
    std::chrono::duration<double> const spent = std::chrono::steady_clock::now() - start;
    rusage children{};
    ::getrusage(RUSAGE_CHILDREN, &children);
    ASSERT_TRUE(seen);
    EXPECT_EQ(seen->pages, 1000U);
    ASSERT_EQ(seen->findings.size(), 1U);
    EXPECT_EQ(seen->findings[0].page, 1000U);
    std::printf("1,000 pages of text: %.2f s, at most %ld.%02ld s of computing, fingerprint of %zu "
                "bytes\n",
                spent.count(), children.ru_utime.tv_sec, children.ru_utime.tv_usec / 10000,
                seen->fingerprint.text.size());
    EXPECT_LT(children.ru_utime.tv_sec, 30); // 5 s where optimised; wall time is others' to spoil
}

} // namespace
} // namespace imprimatur::worker
