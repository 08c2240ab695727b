#include "marking/worker/inspect.hpp"

#include <algorithm>
#include <atomic>
#include <cmath>
#include <functional>
#include <iterator>

#include <fmt/format.h>

#include "foundation/lanes/lanes.hpp"
#include "marking/fingerprint/fingerprint.hpp"
#include "marking/image/image.hpp"
#include "marking/pdf/forms.hpp"
#include "marking/pdf/layers.hpp"
#include "marking/pdf/pictures.hpp"
#include "marking/pdf/placeholder.hpp"
#include "marking/words/words.hpp"
#include "marking/worker/deeper.hpp"
#include "marking/worker/dots.hpp"
#include "marking/worker/findings.hpp"
#include "marking/worker/level.hpp"
#include "marking/worker/pages.hpp"

namespace imprimatur::worker {

namespace {

constexpr double small_dpi = 50;
constexpr std::uint32_t few_pages = 30; // scanned: so many may be searched hard
constexpr double dots_dpi = 300;        // a dot is a pixel and a half
constexpr double most_pixels = 20e6;    // at that: an A3 sheet has 17 million

/// What one page adds to the whole.
struct Page {
    fingerprint::Page print;
    words::Keys keys;
    std::vector<pipe::Finding> findings;
    std::optional<level::Written> level;
    bool is_picture = false;
    bool is_unread = false;
    bool is_hard = false; ///< words alone do not tell it
};

bool has_words(std::string_view text) {
    return std::ranges::any_of(text, [](char c) { return static_cast<unsigned char>(c) > 0x20; });
}

bool has_ink(Bitmap const& page) {
    constexpr int paper = 225;
    return std::ranges::any_of(page.pixels, [](std::uint8_t value) { return value < paper; });
}

/// @param pixels of the pictures that it shows
Result<Page> inspect_page(render::Document const& document, std::uint32_t number,
                          std::uint64_t pixels) {
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
    auto level = find_written_level(document, number, *text);
    if (!findings || !level) {
        return tl::unexpected<Error>(in_our_words(findings ? level.error() : findings.error()));
    }
    auto keys = words::is_legible(*text) ? words::keys_of(*text, keys_a_page) : words::Keys();
    bool const is_hard = !is_told_by_words(keys.weight, pixels) && has_ink(*small);
    Page page{fingerprint::of_page(*text, *small, pixels > 0),
              std::move(keys),
              std::move(*findings),
              std::move(*level),
              is_picture,
              false,
              is_hard};
    page.is_unread = is_picture && page.findings.empty();
    return page;
}

/// Takes pages from `next` until none is left; after a failure none are.
void inspect_pages(render::Document const& document, std::vector<std::uint64_t> const& pixels,
                   std::vector<Result<Page>>& pages, std::atomic<std::uint32_t>& next) {
    auto const count = document.page_count();
    for (auto number = ++next; number <= count; number = ++next) {
        try {
            // A structure that cannot be read may hide pictures.
            auto const own = number <= pixels.size() ? pixels[number - 1] : small_picture;
            pages[number - 1] = inspect_page(document, number, own);
        } catch (...) {
            next = count;
            throw;
        }
        if (!pages[number - 1]) {
            next = count;
        }
    }
}

/// Each lane has its own view of the same bytes.
Result<std::vector<Result<Page>>>
inspect_all(std::string_view bytes, std::vector<std::uint64_t> const& pixels, std::uint32_t count) {
    constexpr std::size_t worth_it = 9; // pages; to open the file once more takes as long as some
    std::vector<render::Document> views;
    for (auto lanes = lanes_for(count, worth_it); views.size() < lanes;) {
        auto view = render::Document::open(bytes);
        if (!view) {
            return tl::unexpected<Error>(in_our_words(view.error()));
        }
        views.push_back(std::move(*view));
    }
    std::vector<Result<Page>> pages(count);
    std::atomic<std::uint32_t> next{0};
    in_lanes(views.size(),
             [&](std::size_t lane) { inspect_pages(views[lane], pixels, pages, next); });
    for (auto const& page : pages) {
        if (!page) {
            return pass_on(page);
        }
    }
    return pages;
}

void add(pipe::Inspection& all, Page& page, std::uint32_t number) {
    std::ranges::move(page.findings, std::back_inserter(all.findings));
    if (page.level && (!all.written_level || page.level->level > *all.written_level ||
                       (page.level->level == *all.written_level && page.level->is_certain &&
                        !all.is_level_certain))) {
        all.written_level = page.level->level;
        all.is_level_certain = page.level->is_certain;
        all.written_where = fmt::format("page {}: {}", number, page.level->text);
    }
    if (page.is_unread) {
        all.unread_pages.push_back(number);
    }
    if (page.is_hard) {
        all.hard_pages.push_back(number);
    }
    all.page_keys.push_back(std::move(page.keys.kept));
    all.asked_keys.push_back(std::move(page.keys.asked));
}

std::vector<Serial> serials_on(std::vector<pipe::Finding> const& codes, std::uint32_t page) {
    std::vector<Serial> out;
    for (auto const& code : codes) {
        if (code.page == page && code.seal) {
            out.push_back(code.seal->serial);
        }
    }
    return out;
}

/// Pages that a scanner may have made: one picture, or one behind the words that were read on it.
/// Where the file's structure cannot be read that may be any page.
std::vector<std::uint32_t> scanned_pages(std::vector<std::uint64_t> const& pixels,
                                         std::vector<Result<Page>> const& pages) {
    auto const count = static_cast<std::uint32_t>(pages.size());
    std::vector<std::uint32_t> out;
    for (std::uint32_t i = 0; i < count; ++i) {
        bool const has_pictures = pixels.size() != pages.size() || pixels[i] >= large_picture;
        if (pages[i]->is_picture || has_pictures) {
            out.push_back(i + 1);
        }
    }
    return out;
}

double pixels_of(render::PageSize size, double dpi) {
    return size.width * size.height * dpi * dpi / (25.4 * 25.4);
}

/// At which a page is looked at for dots. A page that is larger than any scanner's sheet is a
/// picture whose resolution nobody knows, put on it as it is: it has no more to show than that.
/// @param pixels of the pictures that it shows
double dpi_of(render::PageSize size, std::uint64_t pixels) {
    constexpr double most_of_a_picture = 50e6;
    constexpr double least_dpi = 20; // with fewer a page is too large, and said to be
    double const worth =
        std::clamp(static_cast<double>(pixels), most_pixels / 2, most_of_a_picture);
    return pixels_of(size, dots_dpi) <= most_pixels
               ? dots_dpi
               : std::clamp(std::sqrt(worth / pixels_of(size, 1)), least_dpi, dots_dpi);
}

/// One page as pixels. @param pixels for each page, those of its pictures; empty: not known
Result<Bitmap> drawn_for_dots(render::Document const& document, std::uint32_t page,
                              std::vector<std::uint64_t> const& pixels) {
    auto const size = document.size(page);
    if (!size) {
        return pass_on(size);
    }
    auto const own = page <= pixels.size() ? pixels[page - 1] : 0;
    return document.draw(page, dpi_of(*size, own), Channels::Rgb);
}

/// Dots on pages that were scanned: on a sample of them, and where it has some, on all.
Result<void> add_dots(render::Document const& document, std::vector<std::uint32_t> const& pages,
                      std::vector<std::uint64_t> const& pixels, std::vector<dots::Key> const& keys,
                      pipe::Inspection& all) {
    auto look = [&](std::uint32_t page) -> Result<void> {
        auto picture = drawn_for_dots(document, page, pixels);
        if (!picture) {
            return tl::unexpected<Error>(in_our_words(picture.error()));
        }
        std::ranges::move(
            look_for_dots(*picture, page, keys, Search::Whole, serials_on(all.findings, page)),
            std::back_inserter(all.dots));
        return {};
    };
    std::size_t const step = std::max<std::size_t>(1, (pages.size() + few_pages - 1) / few_pages);
    for (std::size_t first = 0; first < step; ++first) {
        for (auto i = first; i < pages.size(); i += step) {
            if (auto looked = look(pages[i]); !looked) {
                return looked;
            }
        }
        if (all.dots.empty()) {
            break;
        }
    }
    return {};
}

/// Pages that would not be what the person sees.
Result<void> check_pages(std::string_view bytes, std::uint32_t most_pages) {
    if (pdf::hides_values(bytes).value_or(false)) {
        return fail(Fault::Unsupported, {"pipe.form-hides-values", {}});
    }
    if (pdf::prints_otherwise(bytes).value_or(false)) {
        return fail(Fault::Unsupported, {"pipe.layers-print-otherwise", {}});
    }
    auto const found = pdf::find_placeholder(bytes, most_pages).value_or(pdf::Placeholder::None);
    if (found == pdf::Placeholder::None) {
        return {};
    }
    bool const is_form = found == pdf::Placeholder::Form;
    return fail(Fault::Unsupported, {is_form ? "pipe.form-elsewhere" : "pipe.portfolio", {}});
}

Result<pipe::Inspection> inspect_pdf(Opened const& opened, Bounds const& bounds) {
    if (auto sound = check_pages(opened.bytes(), bounds.most_pages); !sound) {
        return pass_on(sound);
    }
    auto document = open_pdf(opened.bytes(), bounds.most_pages);
    if (!document) {
        return pass_on(document);
    }
    auto const pixels = pdf::picture_pixels(opened.bytes(), document->page_count())
                            .value_or(std::vector<std::uint64_t>());
    auto pages = inspect_all(opened.bytes(), pixels, document->page_count());
    if (!pages) {
        return pass_on(pages);
    }
    pipe::Inspection all{.kind = opened.kind, .pages = document->page_count()};
    std::vector<fingerprint::Page> prints;
    for (std::uint32_t i = 0; i < all.pages; ++i) {
        add(all, **(pages->begin() + i), i + 1);
        prints.push_back(std::move((*pages)[i]->print));
    }
    all.fingerprint.text = fingerprint::join(prints);
    if (!bounds.keys.empty()) {
        auto const scanned = scanned_pages(pixels, *pages);
        if (auto added = add_dots(*document, scanned, pixels, bounds.keys, all); !added) {
            return pass_on(added);
        }
    }
    // A signature names the bytes that it covers, which can only stand in the open
    // (PDF 1.7, 12.8.1).
    all.is_signed = opened.bytes().find("/ByteRange") != std::string_view::npos;
    return all;
}

/// About as large as a page at 50 dpi.
Bitmap shrink(Bitmap const& picture) {
    return shrunk(picture, std::max(1U, std::max(picture.width, picture.height) / 585));
}

using Visit = std::function<Result<void>(std::uint32_t page, Bitmap const& picture)>;

Result<std::uint32_t> count_pictures(Opened const& opened, std::uint32_t most) {
    auto count = image::count(opened.bytes());
    if (!count) {
        return tl::unexpected<Error>(in_our_words(count.error()));
    }
    if (*count > most) {
        return fail(Fault::Exhausted,
                    {"pipe.too-many-pages",
                     {{"pages", std::to_string(*count)}, {"limit", std::to_string(most)}}});
    }
    return *count;
}

/// Every picture of a file, one after another. @return how many
Result<std::uint32_t> visit_pictures(Opened const& opened, std::uint32_t most, Visit const& visit) {
    auto count = count_pictures(opened, most);
    if (!count) {
        return count;
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

Result<pipe::Inspection> inspect_pictures(Opened const& opened, Bounds const& bounds) {
    pipe::Inspection all{.kind = opened.kind};
    std::vector<fingerprint::Page> prints;
    auto count =
        visit_pictures(opened, bounds.most_pages, [&](std::uint32_t number, Bitmap const& picture) {
            auto codes = read::codes(picture, read::Effort::Thorough);
            if (!codes) {
                return Result<void>(pass_on(codes));
            }
            Page page{fingerprint::of_page("", shrink(picture), true),
                      {},
                      to_findings(*codes, number),
                      std::nullopt,
                      true,
                      codes->empty(),
                      true};
            prints.push_back(page.print);
            add(all, page, number);
            if (!bounds.keys.empty()) {
                std::ranges::move(look_for_dots(picture, number, bounds.keys, Search::Whole,
                                                serials_on(all.findings, number)),
                                  std::back_inserter(all.dots));
            }
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

Result<pipe::Inspection> inspect(Opened const& document, Bounds const& bounds) {
    return document.kind == pipe::FileKind::Pdf ? inspect_pdf(document, bounds)
                                                : inspect_pictures(document, bounds);
}

namespace {

bool names_somebody(std::vector<pipe::DotsSeen> const& seen) {
    return std::ranges::any_of(seen, [](auto const& one) { return one.serial.has_value(); });
}

/// The dots of one picture. Of a negative, as its codes show it to be, they are looked for in the
/// positive, and if that names nobody in the picture as it is; of a dark picture without codes the
/// other way round.
std::vector<pipe::DotsSeen> dots_of(Bitmap const& picture, std::uint32_t page,
                                    std::vector<read::Code> const& codes,
                                    std::vector<dots::Key> const& keys,
                                    std::vector<Serial> const& hints) {
    std::vector<pipe::DotsSeen> out;
    if (std::ranges::any_of(codes, &read::Code::is_negative)) {
        out = look_for_dots(read::negative_of(picture), page, keys, Search::Parts, hints);
        if (names_somebody(out)) {
            return out;
        }
    }
    std::ranges::move(look_for_dots(picture, page, keys, Search::Parts, hints),
                      std::back_inserter(out));
    if (codes.empty() && !names_somebody(out) && read::may_be_negative(picture)) {
        std::ranges::move(
            look_for_dots(read::negative_of(picture), page, keys, Search::Whole, hints),
            std::back_inserter(out));
    }
    return out;
}

/// All that one picture shows.
Result<void> read_picture(Bitmap const& picture, std::uint32_t page, Bounds const& bounds,
                          pipe::Reading& all) {
    auto codes = read::codes(picture, read::Effort::Thorough);
    if (!codes) {
        return pass_on(codes);
    }
    double const millimetres = 25.4 / read::resolution_of(picture);
    all.pages.push_back({picture.width * millimetres, picture.height * millimetres});
    std::ranges::move(to_findings(*codes, page), std::back_inserter(all.codes));
    if (!bounds.keys.empty()) {
        std::ranges::move(dots_of(picture, page, *codes, bounds.keys, serials_on(all.codes, page)),
                          std::back_inserter(all.dots));
    }
    return {};
}

Result<Bitmap> picture_of(Opened const& opened, std::uint32_t page, Bounds const& bounds) {
    if (opened.kind != pipe::FileKind::Pdf) {
        return image::decode(opened.bytes(), page - 1);
    }
    auto document = open_pdf(opened.bytes(), bounds.most_pages);
    if (!document) {
        return pass_on(document);
    }
    auto const size = document->size(page);
    bool const is_sheet = size && pixels_of(*size, dots_dpi) <= most_pixels;
    auto const pixels = is_sheet ? Result<std::vector<std::uint64_t>>()
                                 : pdf::picture_pixels(opened.bytes(), document->page_count());
    return drawn_for_dots(*document, page, pixels.value_or(std::vector<std::uint64_t>()));
}

} // namespace

Result<std::uint32_t> count_pages(Opened const& opened, Bounds const& bounds) {
    if (opened.kind != pipe::FileKind::Pdf) {
        return count_pictures(opened, bounds.most_pages);
    }
    auto document = open_pdf(opened.bytes(), bounds.most_pages);
    return document ? Result<std::uint32_t>(document->page_count()) : pass_on(document);
}

Result<pipe::Reading> read_hard(Opened const& opened, std::uint32_t page, Bounds const& bounds) {
    pipe::Reading all;
    auto const picture = picture_of(opened, page, bounds);
    auto const read =
        picture ? read_picture(*picture, page, bounds, all) : Result<void>(pass_on(picture));
    return read ? Result<pipe::Reading>(std::move(all))
                : tl::unexpected<Error>(in_our_words(read.error()));
}

} // namespace imprimatur::worker
