#include "marking/fingerprint/fingerprint.hpp"

#include <functional>

#include <gtest/gtest.h>

#include "marking/pdf/pictures.hpp"
#include "marking/render/render.hpp"
#include "tests/support/paper/paper.hpp"

namespace imprimatur::fingerprint {
namespace {

constexpr double same = 0.98;

std::string print_of(std::string const& pdf) {
    auto document = render::Document::open(pdf);
    if (!document) {
        return {};
    }
    auto const pixels = pdf::picture_pixels(pdf, document->page_count());
    std::vector<Page> pages;
    for (std::uint32_t i = 1; i <= document->page_count(); ++i) {
        pages.push_back(of_page(document->text(i).value(), document->draw(i, 50).value(),
                                pixels && pixels->at(i - 1) > 0));
    }
    return join(pages);
}

/// Three pages: words, words with a picture and a frame, a small table on a smaller sheet.
std::string original(std::function<void(paper::Paper&)> const& change = [](auto&) {}) {
    paper::Paper paper;
    paper.text(28, 37, "000001", 16).text(28, 44, "机密★10年", 16).prose(1, 35);
    change(paper);
    paper.next_page().prose(2, 20).picture(paper::cloud(300, 200, 5), 30, 160, 100, 60);
    paper.box(30, 230, 150, 0.2).box(30, 240, 150, 0.2).box(30, 230, 0.2, 10);
    paper.next_page(148, 210).prose(3, 12).text(25, 120, "合计 1,234,567.00", 12);
    return paper.pdf();
}

std::string through(std::string const& command, std::string const& pdf) {
    paper::Folder folder;
    paper::write_file(folder.path("in.pdf"), pdf);
    auto run = command;
    for (auto [name, path] : {std::pair{"IN", "in.pdf"}, std::pair{"OUT", "out.pdf"}}) {
        auto place = run.find(name);
        run.replace(place, std::string(name).size(), folder.path(path));
    }
    paper::run(run + " 2>/dev/null");
    return paper::read_file(folder.path("out.pdf"));
}

TEST(Fingerprint, StaysTheSameForTheSameBytes) {
    EXPECT_EQ(print_of(original()), print_of(original()));
    EXPECT_EQ(likeness(print_of(original()), print_of(original())), 1);
}

TEST(Fingerprint, SurvivesReSavingByOtherPrograms) {
    auto const before = print_of(original());
    for (std::string command : {
             "qpdf --object-streams=generate --recompress-flate IN OUT",
             "qpdf --qdf --object-streams=disable IN OUT",
             "PPD= /usr/lib/cups/filter/pdftopdf 1 user title 1 '' IN > OUT",
             "PPD= /usr/lib/cups/filter/pdftopdf 1 user title 1 'media=A4 print-scaling=none' IN > "
             "OUT",
             "PPD= /usr/lib/cups/filter/pdftopdf 1 user title 1 'media=A4 fit-to-page' IN > OUT",
             "PPD= /usr/lib/cups/filter/pdftopdf 1 user title 1 'media=A3' IN > OUT",
             "gs -q -dNOPAUSE -dBATCH -sDEVICE=pdfwrite -o OUT IN",
         }) {
        auto const after = print_of(through(command, original()));
        EXPECT_GE(likeness(before, after), same) << command;
        EXPECT_EQ(key(before), key(after)) << command;
    }
}

TEST(Fingerprint, ChangesWithEveryChangeOfContent) {
    auto const before = print_of(original());
    struct Case {
        char const* what;
        std::function<void(paper::Paper&)> change;
    };
    for (auto const& [what, change] : {
             Case{"a word", [](auto& paper) { paper.text(25, 230, "not"); }},
             Case{"a small picture",
                  [](auto& paper) { paper.picture(paper::cloud(50, 50, 9), 150, 240, 15, 15); }},
             Case{"a seal across words", [](auto& paper) { paper.box(100, 100, 25, 12, 0.3); }},
             Case{"a page", [](auto& paper) { paper.next_page(); }},
         }) {
        auto const after = print_of(original(change));
        EXPECT_LT(likeness(before, after), same) << what;
        EXPECT_GT(likeness(before, after), 0) << what;
    }
}

TEST(Fingerprint, NoticesOneDigit) {
    auto with = [](std::string const& digits) {
        return print_of(paper::Paper().prose(1).text(25, 275, "合计 " + digits).pdf());
    };
    EXPECT_LT(likeness(with("1,234,567.00"), with("1,234,587.00")), same);
    EXPECT_LT(likeness(with("12"), with("21")), same);
}

TEST(Fingerprint, TellsScannedPagesApart) {
    auto scanned = [](std::uint32_t seed) {
        auto bytes = paper::Paper().prose(seed).pdf();
        auto picture = render::Document::open(bytes)->draw(1, 200).value();
        return paper::Paper().picture(picture, 0, 0, 210, 297).pdf();
    };
    auto const first = print_of(scanned(1));
    EXPECT_LT(likeness(first, print_of(scanned(2))), same);
    EXPECT_GE(
        likeness(first, print_of(through("gs -q -dNOPAUSE -dBATCH -sDEVICE=pdfwrite -o OUT IN",
                                         scanned(1)))),
        same);
}

TEST(Fingerprint, OnePageAmongAThousandMakesAnotherDocument) {
    Bitmap blank{4, 4, Channels::Grey, 50, std::vector<std::uint8_t>(16, 255)};
    std::vector<Page> pages(1000, of_page("the same", blank, false));
    auto const before = join(pages);
    pages[777] = of_page("another", blank, false);
    EXPECT_LT(likeness(before, join(pages)), same);
    EXPECT_NE(key(before), key(join(pages)));
}

TEST(Fingerprint, IgnoresHowWhiteSpaceIsWritten) {
    Bitmap const blank;
    auto words = [&](char const* text) { return of_page(text, blank, false).words; };
    EXPECT_EQ(words("国家 秘密\n载体"), words("国家\xe3\x80\x80秘密载 体\f"));
    EXPECT_EQ(words("a\xc2\xa0"
                    "b"),
              words("ab"));
    EXPECT_NE(words("ab"), words("ba"));
}

TEST(Fingerprint, OfAnotherMakingIsLikeNothing) {
    auto const ours = print_of(original());
    for (std::string other : {"", "F0;1;x;48;-,-", "F1;1", "F1;3;k;48;a;b;c"}) {
        EXPECT_EQ(likeness(ours, other), 0) << other;
    }
    EXPECT_TRUE(key("sha256:00").empty());
}

} // namespace
} // namespace imprimatur::fingerprint
