#include <algorithm>
#include <thread>

#include <gtest/gtest.h>

#include "marking/image/image.hpp"
#include "marking/render/render.hpp"
#include "tests/integration/worker/office.hpp"
#include "tests/support/paper/paper.hpp"

namespace imprimatur::worker {
namespace {

std::string page_with_code() {
    return paper::Paper().prose(1).qr(170, 12, 0.45, code_of(1)).pdf();
}

Bitmap drawn(std::string const& pdf, double dpi) {
    return render::Document::open(pdf).value().draw(1, dpi).value();
}

TEST(Reading, FindsTheCodeInAPictureAndInADocument) {
    auto pdf = page_with_code();
    for (auto const& bytes : {pdf, image::encode_png(drawn(pdf, 150)).value(),
                              image::encode_jpeg(drawn(pdf, 200), 70).value()}) {
        auto found = workers().read(as_file(bytes));
        ASSERT_TRUE(found);
        ASSERT_EQ(found->codes.size(), 1U);
        ASSERT_TRUE(found->codes.front().seal);
        EXPECT_EQ(to_text(*found->codes.front().seal), code_of(1));
        EXPECT_NEAR(found->codes.front().corners[0].x, 170, 1);
        ASSERT_EQ(found->pages.size(), 1U);
        EXPECT_NEAR(found->pages.front().height, 297, 1);
    }
}

TEST(Reading, GivesWhatItHasWhenTheTimeForAFileIsOver) {
    auto hurried = settings();
    hurried.limits.reading = std::chrono::seconds(0);
    auto pool = pipe::Workers::start(hurried).value();
    auto const pdf = paper::Paper()
                         .qr(170, 12, 0.45, code_of(1))
                         .next_page()
                         .prose(1)
                         .next_page()
                         .prose(1)
                         .pdf();
    auto const found = pool.read(as_file(pdf));
    ASSERT_TRUE(found) << found.error().sentence.id;
    EXPECT_EQ(found->codes.size(), 1U);
    EXPECT_EQ(found->pages.size(), 3U);
    EXPECT_EQ(found->unread, (std::vector<std::uint32_t>{2, 3}));
    EXPECT_TRUE(workers().read(as_file(pdf))->unread.empty());
}

TEST(Reading, OfAPageWithoutCodesIsNoError) {
    auto found = workers().read(as_file(paper::Paper().prose(3).pdf()));
    ASSERT_TRUE(found);
    EXPECT_TRUE(found->codes.empty() && found->dots.empty());
}

TEST(Rendering, GivesOnePageAsPng) {
    auto pdf = paper::Paper().prose(1).next_page(100, 100).box(0, 0, 100, 50).pdf();
    auto file = workers().render(as_file(pdf), 2, 72);
    ASSERT_TRUE(file);
    auto picture = image::decode(read_whole(*file).value());
    ASSERT_TRUE(picture);
    EXPECT_NEAR(picture->width, 283, 2);
    auto grey = to_grey(*picture);
    EXPECT_EQ(grey.row(10)[100], 0);
    EXPECT_EQ(grey.row(200)[100], 255);
}

TEST(Rendering, SaysWhatItCannotDraw) {
    auto pdf = as_file(paper::Paper().pdf());
    EXPECT_EQ(workers().render(pdf, 2, 72).error().fault, Fault::NotFound);
    EXPECT_EQ(workers().render(pdf, 0, 72).error().fault, Fault::NotFound);
    EXPECT_EQ(workers().render(as_file("no"), 1, 72).error().sentence.id, "pipe.not-a-document");
}

TEST(Workers, ServeManyThreadsAtOnce) {
    auto wide = settings();
    wide.processes = 2;
    auto pool = pipe::Workers::start(wide);
    ASSERT_TRUE(pool);
    auto file = as_file(page_with_code());
    std::vector<std::thread> threads;
    std::vector<int> good(6);
    for (std::size_t i = 0; i < good.size(); ++i) {
        threads.emplace_back([&, i] {
            for (int k = 0; k < 3; ++k) {
                auto seen = pool->inspect(file);
                good[i] += seen && seen->findings.size() == 1U ? 1 : 0;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    EXPECT_EQ(std::ranges::count(good, 3), 6);
}

TEST(Workers, CanServeOneDocumentALife) {
    auto careful = settings();
    careful.one_document_per_life = true;
    auto pool = pipe::Workers::start(careful);
    ASSERT_TRUE(pool);
    auto file = as_file(page_with_code());
    for (int i = 0; i < 4; ++i) {
        EXPECT_TRUE(pool->inspect(file));
    }
}

TEST(Workers, GiveADocumentAWorkerToItselfWhenAsked) { // from 机密 up
    auto mixed = settings("tests/imprimatur-worker-mischief");
    mixed.processes = 2;
    mixed.fresh = 1;
    auto pool = pipe::Workers::start(mixed).value();
    auto const served = [&](pipe::Sharing sharing) {
        auto marked = pool.mark(as_file(page_with_code() + "\n%mischief:count"), "gb-9704",
                                {Mark{}}, {.sharing = sharing});
        return marked ? marked->way : marked.error().cause;
    };
    EXPECT_EQ(served(pipe::Sharing::Any), "served 1");
    EXPECT_EQ(served(pipe::Sharing::Any), "served 2");
    for (int i = 0; i < 3; ++i) {
        EXPECT_EQ(served(pipe::Sharing::Alone), "served 1");
    }
    EXPECT_EQ(served(pipe::Sharing::Any), "served 3"); // and those that share do so still
}

TEST(Workers, SayWhenTheProgramIsNotThere) {
    auto wrong = settings("bin/no-such-program");
    EXPECT_EQ(pipe::Workers::start(wrong).error().sentence.id, "pipe.cannot-start");
    wrong.program = "/bin/true";
    EXPECT_EQ(pipe::Workers::start(wrong).error().sentence.id, "pipe.cannot-start");
}

} // namespace
} // namespace imprimatur::worker
