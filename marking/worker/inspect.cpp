#include "marking/worker/inspect.hpp"

#include <algorithm>
#include <atomic>
#include <functional>
#include <future>
#include <iterator>

#include <fmt/format.h>

#include "marking/fingerprint/fingerprint.hpp"
#include "marking/image/image.hpp"
#include "marking/worker/findings.hpp"
#include "marking/worker/level.hpp"

namespace imprimatur::worker {

namespace {

constexpr double small_dpi = 50;
constexpr std::uint32_t few_pages = 30; // scanned: so many may be searched hard

/// What one page adds to the whole.
struct Page {
    std::string print;
    std::vector<pipe::Finding> findings;
    std::optional<WrittenLevel> level;
    bool is_unread = false;
};

bool has_words(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) > 0x20; });
}

bool has_ink(Bitmap const& page) {
    constexpr int paper = 225;
    return std::ranges::any_of(page.pixels, [](std::uint8_t value) { return value < paper; });
}

Result<Page> inspect_page(render::Document const& document, std::uint32_t number,
                          std::uint32_t cells) {
    auto text = document.text(number);
    auto small = document.draw(number, small_dpi);
    if (!text || !small) {
        return tl::unexpected<Error>(in_our_words(text ? small.error() : text.error()));
    }
    bool const is_picture = !has_words(*text) && has_ink(*small);
    auto const effort =
        document.page_count() <= few_pages ? read::Effort::Thorough : read::Effort::Quick;
    auto findings = is_picture ? look_at_picture_page(document, number, effort)
                               : look_at_drawn_page(document, number, *small);
    if (!findings) {
        return tl::unexpected<Error>(in_our_words(findings.error()));
    }
    Page page{fingerprint::of_page(*text, *small, cells), std::move(*findings),
              find_written_level(document, number, *text), false};
    page.is_unread = is_picture && page.findings.empty();
    return page;
}

/// Takes pages from `next` until none is left or `failed` is set.
void inspect_pages(render::Document const& document, std::vector<Result<Page>>& pages,
                   std::atomic<std::uint32_t>& next, std::atomic<bool>& failed) {
    auto const count = document.page_count();
    for (auto number = ++next; number <= count && !failed; number = ++next) {
        pages[number - 1] = inspect_page(document, number, fingerprint::cells_for(count));
        failed = failed || !pages[number - 1];
    }
}

/// Two threads, each with its own view of the same bytes, where there is enough to do.
Result<std::vector<Result<Page>>> inspect_all(render::Document const& document,
                                              std::string_view bytes) {
    constexpr std::uint32_t few = 8;
    std::vector<Result<Page>> pages(document.page_count());
    std::atomic<std::uint32_t> next{0};
    std::atomic<bool> failed{false};
    std::future<void> helper;
    auto second = document.page_count() > few ? render::Document::open(bytes)
                                              : Result<render::Document>(fail(Fault::NotFound, {}));
    if (second) {
        helper =
            std::async(std::launch::async, [&] { inspect_pages(*second, pages, next, failed); });
    }
    inspect_pages(document, pages, next, failed);
    if (helper.valid()) {
        helper.get();
    }
    for (auto const& page : pages) {
        if (!page) {
            return pass_on(page);
        }
    }
    return pages;
}

void add(pipe::Inspection& all, Page& page, std::uint32_t number) {
    std::ranges::move(page.findings, std::back_inserter(all.findings));
    if (page.level && (!all.written_level || page.level->level > *all.written_level)) {
        all.written_level = page.level->level;
        all.written_where = fmt::format("page {}: {}", number, page.level->text);
    }
    if (page.is_unread) {
        all.unread_pages.push_back(number);
    }
}

Result<pipe::Inspection> inspect_pdf(Opened const& opened, std::uint32_t most_pages) {
    auto document = open_pdf(opened.bytes(), most_pages);
    if (!document) {
        return pass_on(document);
    }
    auto pages = inspect_all(*document, opened.bytes());
    if (!pages) {
        return pass_on(pages);
    }
    pipe::Inspection all{.kind = opened.kind, .pages = document->page_count()};
    std::vector<std::string> prints;
    for (std::uint32_t i = 0; i < all.pages; ++i) {
        add(all, **(pages->begin() + i), i + 1);
        prints.push_back(std::move((*pages)[i]->print));
    }
    all.fingerprint.text = fingerprint::join(prints);
    // A signature names the bytes that it covers, which can only stand in the open
    // (PDF 1.7, 12.8.1).
    all.is_signed = opened.bytes().find("/ByteRange") != std::string_view::npos;
    return all;
}

/// Every n-th block of a picture as one pixel, so that it is about as large as a page at 50 dpi.
Bitmap shrink(Bitmap const& picture) {
    auto const grey = to_grey(picture);
    auto const side = std::max(1U, std::max(grey.width, grey.height) / 585);
    Bitmap out{grey.width / side, grey.height / side, Channels::Grey, 0, {}};
    for (std::uint32_t y = 0; y < out.height; ++y) {
        for (std::uint32_t x = 0; x < out.width; ++x) {
            std::uint32_t sum = 0;
            for (std::uint32_t i = 0; i < side * side; ++i) {
                sum += grey.row(y * side + i / side)[x * side + i % side];
            }
            out.pixels.push_back(static_cast<std::uint8_t>(sum / (side * side)));
        }
    }
    return out;
}

using Visit = std::function<Result<void>(std::uint32_t page, Bitmap const& picture)>;

/// Every picture of a file, one after another. @return how many
Result<std::uint32_t> visit_pictures(Opened const& opened, std::uint32_t most, Visit const& visit) {
    auto count = image::count(opened.bytes());
    if (!count) {
        return tl::unexpected<Error>(in_our_words(count.error()));
    }
    if (*count > most) {
        return fail(Fault::Exhausted,
                    {"pipe.too-many-pages",
                     {{"pages", std::to_string(*count)}, {"limit", std::to_string(most)}}});
    }
    for (std::uint32_t i = 0; i < *count; ++i) {
        auto picture = image::decode(opened.bytes(), i);
        if (!picture) {
            return tl::unexpected<Error>(in_our_words(picture.error()));
        }
        if (auto done = visit(i + 1, *picture); !done) {
            return pass_on(done);
        }
    }
    return *count;
}

Result<pipe::Inspection> inspect_pictures(Opened const& opened, std::uint32_t most_pages) {
    pipe::Inspection all{.kind = opened.kind};
    std::vector<std::string> prints;
    auto const cells = fingerprint::cells_for(image::count(opened.bytes()).value_or(1));
    auto count =
        visit_pictures(opened, most_pages, [&](std::uint32_t number, Bitmap const& picture) {
            auto codes = read::codes(picture, read::Effort::Thorough);
            if (!codes) {
                return Result<void>(pass_on(codes));
            }
            Page page{{}, to_findings(*codes, number), std::nullopt, codes->empty()};
            add(all, page, number);
            prints.push_back(fingerprint::of_page("", shrink(picture), cells));
            return Result<void>();
        });
    if (!count) {
        return pass_on(count);
    }
    all.pages = *count;
    all.fingerprint.text = fingerprint::join(prints);
    return all;
}

} // namespace

Result<pipe::Inspection> inspect(Opened const& document, std::uint32_t most_pages) {
    return document.kind == pipe::FileKind::Pdf ? inspect_pdf(document, most_pages)
                                                : inspect_pictures(document, most_pages);
}

Result<std::vector<pipe::Finding>> read_hard(Opened const& opened, std::uint32_t most_pages) {
    std::vector<pipe::Finding> all;
    auto add_all = [&](std::vector<pipe::Finding> more) {
        std::ranges::move(more, std::back_inserter(all));
    };
    if (opened.kind != pipe::FileKind::Pdf) {
        auto visited = visit_pictures(opened, most_pages, [&](auto number, Bitmap const& picture) {
            auto codes = read::codes(picture, read::Effort::Thorough);
            if (codes) {
                add_all(to_findings(*codes, number));
            }
            return codes ? Result<void>() : Result<void>(pass_on(codes));
        });
        return visited ? Result<std::vector<pipe::Finding>>(std::move(all)) : pass_on(visited);
    }
    auto document = open_pdf(opened.bytes(), most_pages);
    if (!document) {
        return pass_on(document);
    }
    for (std::uint32_t page = 1; page <= document->page_count(); ++page) {
        auto found = look_at_picture_page(*document, page, read::Effort::Thorough);
        if (!found) {
            return tl::unexpected<Error>(in_our_words(found.error()));
        }
        add_all(std::move(*found));
    }
    return all;
}

} // namespace imprimatur::worker
