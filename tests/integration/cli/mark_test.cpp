/// `imprimatur mark` with the real worker: what comes out is read by Poppler's own programs.
#include <filesystem>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/integration/cli/shell.hpp"
#include "tests/support/paper/paper.hpp"

namespace imprimatur::cli {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string three_pages() {
    paper::Paper paper;
    paper.prose(1).next_page().prose(2).next_page().prose(3);
    return paper.pdf();
}

/// `imprimatur mark IN OUT …` in a folder with in.pdf.
Shell mark(paper::Folder const& folder, std::string const& options) {
    return shell("cd " + folder.path("") + " && LC_ALL=C.UTF-8 imprimatur mark in.pdf out.pdf " +
                 options);
}

TEST(Mark, PutsLevelPeriodAndNumberOnEveryPage) { // GB/T 9704-2012, 7.2.1, 7.2.2
    paper::Folder folder;
    paper::write_file(folder.path("in.pdf"), three_pages());
    auto const ran = mark(folder, "--template gb-9704 --level 机密 --period 10y --number 123");
    ASSERT_EQ(ran.exit, 0) << ran.out;
    EXPECT_THAT(ran.out, HasSubstr("pages: 3"));
    for (auto const* page : {"1", "2", "3"}) {
        auto const text = paper::run("pdftotext -f " + std::string(page) + " -l " + page + " " +
                                     folder.path("out.pdf") + " -");
        EXPECT_THAT(text, HasSubstr("机密★10年")) << "page " << page;
        EXPECT_THAT(text, HasSubstr("000123")) << "page " << page;
    }
    EXPECT_EQ(std::filesystem::status(folder.path("out.pdf")).permissions(),
              std::filesystem::perms(0600));
}

TEST(Mark, DoesNotBeginWhereTextWouldBeDrawnBlank) {
    paper::Folder folder;
    paper::write_file(folder.path("in.pdf"), three_pages());
    auto without = [&](std::string const& tables) {
        return shell("cd " + folder.path("") + " && unshare -rm sh -c 'mount -t tmpfs none " +
                     tables + " && exec imprimatur mark in.pdf out.pdf --level 机密'");
    };
    auto const ran = without("/usr/share/poppler");
    EXPECT_EQ(ran.exit, 5) << ran.out;
    EXPECT_THAT(ran.out, HasSubstr("poppler-data"));
    EXPECT_THAT(without("/usr/share/tesseract-ocr").out, HasSubstr("tesseract-ocr-chi-sim"));
    EXPECT_FALSE(std::filesystem::exists(folder.path("out.pdf")));
}

TEST(Mark, SaysTheSerialThatIsOnThePages) {
    paper::Folder folder;
    paper::write_file(folder.path("in.pdf"), three_pages());
    auto const ran = mark(folder, "--level secret --recipient 王华");
    ASSERT_EQ(ran.exit, 0) << ran.out;
    auto const place = ran.out.find("serial ");
    ASSERT_NE(place, std::string::npos) << ran.out;
    auto const serial = ran.out.substr(place + 7, 19);
    EXPECT_THAT(paper::run("pdftotext " + folder.path("out.pdf") + " -"), HasSubstr(serial));
}

TEST(Mark, ShowsATemplateAsAPicture) {
    paper::Folder folder;
    auto preview = [&](std::string const& options) {
        return shell("cd " + folder.path("") + " && LC_ALL=C.UTF-8 imprimatur mark " + options);
    };
    auto const ran = preview("--preview a.png --template corporate --level 机密");
    ASSERT_EQ(ran.exit, 0) << ran.out;
    EXPECT_THAT(ran.out, HasSubstr("corporate"));
    EXPECT_THAT(paper::read_file(folder.path("a.png")), testing::StartsWith("\x89PNG"));
    paper::write_file(folder.path("in.pdf"), three_pages());
    EXPECT_EQ(preview("--preview b.png in.pdf").exit, 0);
    EXPECT_NE(paper::read_file(folder.path("b.png")), paper::read_file(folder.path("a.png")));
    EXPECT_EQ(preview("--preview c.png --template nowhere").exit, 3);
    EXPECT_FALSE(std::filesystem::exists(folder.path("c.png")));
}

TEST(Mark, LeavesNothingBehindWhenItCannot) {
    paper::Folder folder;
    paper::write_file(folder.path("in.pdf"), "%PDF-1.4\nliar");
    EXPECT_EQ(mark(folder, "--level 机密").exit, 6);
    EXPECT_FALSE(std::filesystem::exists(folder.path("out.pdf")));
    paper::write_file(folder.path("in.pdf"), three_pages());
    EXPECT_EQ(mark(folder, "--level 机密 --number 1000000").exit, 6);
    EXPECT_EQ(mark(folder, "--level 机密 --template nowhere").exit, 3);
    EXPECT_EQ(mark(folder, "--level 公开").exit, 2);
    EXPECT_EQ(mark(folder, "").exit, 2);
    EXPECT_FALSE(std::filesystem::exists(folder.path("out.pdf")));
}

TEST(Check, FindsTheInstallationGoodButForTheServiceThatIsAway) {
    auto const ran = shell("LC_ALL=C.UTF-8 imprimatur check --socket /nowhere");
    EXPECT_EQ(ran.exit, 1);
    EXPECT_THAT(ran.out, HasSubstr("ok     mark template gb-9704"));
    EXPECT_THAT(ran.out, HasSubstr("ok     profile P7"));
    EXPECT_THAT(ran.out, HasSubstr("wrong  service at /nowhere"));
}

} // namespace
} // namespace imprimatur::cli
