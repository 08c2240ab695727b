#include "marking/worker/compare.hpp"

#include <algorithm>
#include <optional>
#include <tuple>

#include "marking/likeness/likeness.hpp"
#include "marking/words/words.hpp"
#include "marking/worker/deeper.hpp"
#include "marking/worker/outline.hpp"

namespace imprimatur::worker {

namespace {

pipe::Likeness likeness_of(words::Verdict verdict) {
    switch (verdict) {
    case words::Verdict::Same:
        return pipe::Likeness::Same;
    case words::Verdict::Doubtful:
        return pipe::Likeness::Doubtful;
    case words::Verdict::Different:
        break;
    }
    return pipe::Likeness::Different;
}

pipe::Likeness likeness_of(likeness::Alike alike) {
    switch (alike) {
    case likeness::Alike::Same:
        return pipe::Likeness::Same;
    case likeness::Alike::Doubtful:
        return pipe::Likeness::Doubtful;
    case likeness::Alike::Different:
        break;
    }
    return pipe::Likeness::Different;
}

bool has_pages(Pages const& document, Pages const& registered, pipe::PagePair pair) {
    return pair.page >= 1 && pair.page <= document.count() && pair.registered >= 1 &&
           pair.registered <= registered.count();
}

/// The words of a page as one text, and where each stands on it.
struct Placed {
    std::string text;
    std::vector<render::Word> words;
    std::vector<std::size_t> ends; ///< of each word in the text
};

Result<Placed> placed(Pages const& pages, std::uint32_t page) {
    auto words = pages.words(page);
    if (!words) {
        return pass_on(words);
    }
    Placed out;
    for (auto const& word : *words) {
        out.text += word.text;
        out.ends.push_back(out.text.size());
    }
    out.words = std::move(*words);
    return out;
}

pipe::Workers::Outline outline_of(render::Word const& word) {
    double const right = word.x + word.width;
    double const bottom = word.y + word.height;
    return {
        1, {{word.x, word.y}, {right, word.y}, {right, bottom}, {word.x, bottom}}, "#d00000", 0};
}

void outline_words(Bitmap& picture, Placed const& page, std::vector<words::Stretch> const& own) {
    std::size_t from = 0;
    for (std::size_t i = 0; i < page.words.size(); ++i) {
        auto const to = page.ends[i];
        if (std::ranges::any_of(own, [&](auto const& s) { return s.from < to && s.to > from; })) {
            draw_outline(picture, outline_of(page.words[i]));
        }
        from = to;
    }
}

void paste(Bitmap& sheet, Bitmap const& picture, std::uint32_t left) {
    for (std::uint32_t y = 0; y < picture.height; ++y) {
        auto const* row = picture.row(y);
        std::copy(row, row + picture.row_bytes(),
                  sheet.pixels.begin() + static_cast<std::ptrdiff_t>(y * sheet.row_bytes()) +
                      left * 3);
    }
}

/// On grey, so that the edges of the sheets are seen.
Bitmap beside(Bitmap const& left, Bitmap const& right) {
    constexpr std::uint32_t gap = 12; // pixels
    Bitmap out{left.width + gap + right.width,
               std::max(left.height, right.height),
               Channels::Rgb,
               left.dpi,
               {}};
    out.pixels.assign(out.row_bytes() * out.height, 128);
    paste(out, left, 0);
    paste(out, right, left.width + gap);
    return out;
}

} // namespace

namespace {

constexpr double picture_dpi = 100;
constexpr std::size_t few_words = 60; // units: no more than a heading

/// A page with next to nothing on it is told by what else would be there: a copy bears marks.
std::optional<pipe::PageMatch> by_being_bare(pipe::PagePair pair, std::string_view mine,
                                             Bitmap const& my_picture, std::string_view theirs,
                                             Bitmap const& their_picture) {
    constexpr std::size_t of_marks = 200; // units that the marks of a copy have
    constexpr std::uint8_t paper = 225;
    auto inked = [](Bitmap const& picture) {
        auto const dark = std::ranges::count_if(picture.pixels, [](auto v) { return v < paper; });
        return static_cast<double>(dark) / static_cast<double>(picture.pixels.size());
    };
    constexpr double next_to_nothing = 0.0005;
    constexpr double marks_at_most = 0.06;
    if (words::weight_of(theirs) > few_words / 3 || inked(their_picture) > next_to_nothing) {
        return std::nullopt;
    }
    bool const is_bare = words::weight_of(mine) <= of_marks && inked(my_picture) <= marks_at_most;
    return pipe::PageMatch{pair, is_bare ? pipe::Likeness::Same : pipe::Likeness::Different,
                           is_bare ? 1.0 : 0.0, 1};
}

pipe::PageMatch likelier(pipe::PageMatch const& a, pipe::PageMatch const& b) {
    return std::tuple(a.likeness, a.of_page) < std::tuple(b.likeness, b.of_page) ? b : a;
}

/// One of the two is a picture, or has few words.
Result<pipe::PageMatch> by_picture(Side& document, Side& registered, pipe::PagePair pair,
                                   std::string mine, std::string theirs) {
    auto const my_picture = document.pages.draw(pair.page, picture_dpi);
    auto const their_picture = registered.pages.draw(pair.registered, picture_dpi);
    if (!my_picture || !their_picture) {
        return tl::unexpected<Error>(
            in_our_words(my_picture ? their_picture.error() : my_picture.error()));
    }
    auto const left = to_grey(*my_picture);
    auto const right = to_grey(*their_picture);
    if (auto const bare = by_being_bare(pair, mine, left, theirs, right)) {
        return *bare;
    }
    auto const seen = likeness::compare_pictures(left, left.dpi, right, right.dpi);
    pipe::PageMatch const looks{pair, likeness_of(seen.alike), seen.of_first, seen.of_second};
    if (looks.likeness == pipe::Likeness::Same || !pair.is_likely) {
        return looks;
    }
    auto const read_mine = words::weight_of(mine) < few_words
                               ? document.readings.of(document.pages, pair.page)
                               : Result<std::string>(mine);
    auto const read_theirs = words::weight_of(theirs) < few_words
                                 ? registered.readings.of(registered.pages, pair.registered)
                                 : Result<std::string>(theirs);
    if (!read_mine || !read_theirs) {
        return tl::unexpected<Error>(
            in_our_words(read_mine ? read_theirs.error() : read_mine.error()));
    }
    auto const read = words::compare(*read_mine, *read_theirs, words::Source::Recognised);
    return likelier(looks, {pair, likeness_of(read.verdict), read.of_first, read.of_second});
}

} // namespace

Result<std::string> Readings::of(Pages const& document, std::uint32_t page) {
    if (auto const found = known_.find(page); found != known_.end()) {
        return found->second;
    }
    auto read = read_on(document, page);
    if (read) {
        known_.emplace(page, *read);
    }
    return read;
}

Result<pipe::PageMatch> compare(Side& document, Side& registered, pipe::PagePair pair) {
    if (!has_pages(document.pages, registered.pages, pair)) {
        return pipe::PageMatch{pair, pipe::Likeness::Different, 0, 0};
    }
    auto mine = document.pages.text(pair.page);
    auto theirs = registered.pages.text(pair.registered);
    if (!mine || !theirs) {
        return tl::unexpected<Error>(in_our_words(mine ? theirs.error() : mine.error()));
    }
    auto const seen = words::compare(*mine, *theirs, words::Source::Text);
    pipe::PageMatch const reads{pair, likeness_of(seen.verdict), seen.of_first, seen.of_second};
    bool const is_told = words::weight_of(*mine) >= few_words &&
                         words::weight_of(*theirs) >= few_words &&
                         !document.pages.shows_pictures(pair.page) &&
                         !registered.pages.shows_pictures(pair.registered);
    if (is_told || reads.likeness == pipe::Likeness::Same) {
        return reads;
    }
    auto looks = by_picture(document, registered, pair, std::move(*mine), std::move(*theirs));
    return looks ? Result<pipe::PageMatch>(likelier(reads, *looks)) : pass_on(looks);
}

Result<Bitmap> side_by_side(Pages const& document, Pages const& registered, pipe::PagePair pair,
                            double dpi) {
    if (!has_pages(document, registered, pair)) {
        return fail(Fault::NotFound, {"render.no-page",
                                      {{"page", std::to_string(pair.page)},
                                       {"pages", std::to_string(document.count())}}});
    }
    auto left = document.draw(pair.page, dpi, Channels::Rgb);
    auto right = registered.draw(pair.registered, dpi, Channels::Rgb);
    auto const mine = placed(document, pair.page);
    auto const theirs = placed(registered, pair.registered);
    if (!left || !right) {
        return tl::unexpected<Error>(in_our_words(left ? right.error() : left.error()));
    }
    if (!mine || !theirs) {
        return tl::unexpected<Error>(in_our_words(mine ? theirs.error() : mine.error()));
    }
    auto first = to_rgb(std::move(*left));
    auto second = to_rgb(std::move(*right));
    auto const seen = words::compare(mine->text, theirs->text, words::Source::Text);
    outline_words(first, *mine, seen.only_first);
    outline_words(second, *theirs, seen.only_second);
    return beside(first, second);
}

} // namespace imprimatur::worker
