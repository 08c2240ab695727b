#include "marking/worker/deeper.hpp"

#include <algorithm>
#include <iterator>

#include "marking/likeness/likeness.hpp"

namespace imprimatur::worker {

namespace {

constexpr std::size_t full_of_words = 200; // units: a third of a page of large type
constexpr double picture_dpi = 100;
constexpr double reading_dpi = 200;

void add(words::Keys& all, words::Keys more) {
    std::ranges::move(more.kept, std::back_inserter(all.kept));
    std::ranges::move(more.asked, std::back_inserter(all.asked));
}

/// Words and picture share the keys that are kept; both are asked. What is typed comes before what
/// was read: of a photo that may be twigs.
words::Keys keys_of(std::string_view text, std::string_view read, Bitmap const& picture,
                    std::vector<words::PageKey>& asked_words) {
    constexpr std::size_t of_words = keys_a_hard_page / 2;
    words::Keys out;
    add(out, words::keys_of(text, of_words));
    auto more = words::keys_of(read, of_words);
    std::erase_if(more.kept, [&](auto key) { return std::ranges::binary_search(out.kept, key); });
    more.kept.resize(std::min(more.kept.size(), of_words - out.kept.size()));
    add(out, std::move(more));
    asked_words = out.asked;
    auto seen = likeness::picture_keys(picture, picture.dpi, keys_a_hard_page - out.kept.size());
    add(out, {std::move(seen.kept), std::move(seen.asked)});
    std::ranges::sort(out.asked);
    out.asked.erase(std::unique(out.asked.begin(), out.asked.end()), out.asked.end());
    return out;
}

constexpr std::chrono::seconds for_one_page{25};

/// The words on a page's pictures: of all of it where it has no others.
Result<PictureText> read_pictures(Pages const& document, std::uint32_t page, bool is_picture) {
    auto const until = std::chrono::steady_clock::now() + for_one_page;
    if (auto const* pdf = document.pdf()) {
        return is_picture ? read_picture_page(*pdf, page, until)
                          : read_beside_words(*pdf, page, until);
    }
    auto const picture = document.draw(page, reading_dpi);
    return picture ? read_picture(to_grey(*picture), picture->dpi, until)
                   : Result<PictureText>(pass_on(picture));
}

Result<Deeper> look_at(Pages const& document, std::uint32_t page) {
    auto const text = document.text(page);
    auto const picture = document.draw(page, picture_dpi);
    if (!text || !picture) {
        return tl::unexpected<Error>(in_our_words(text ? picture.error() : text.error()));
    }
    // Words that stand on a picture need not be those that the picture shows.
    auto const weight = words::weight_of(*text);
    bool const is_read = weight == 0 || document.pixels(page) >= small_picture;
    auto read =
        is_read ? read_pictures(document, page, weight == 0) : Result<PictureText>(PictureText());
    if (!read) {
        return tl::unexpected<Error>(in_our_words(read.error()));
    }
    bool const is_told = weight >= full_of_words && document.pixels(page) < large_picture;
    Deeper out{page, {}, {}, std::move(read->level), read->is_unread && weight == 0};
    if (is_told) {
        out.keys = words::keys_of(*text, keys_a_page);
        out.asked_words = out.keys.asked;
    } else {
        out.keys = keys_of(*text, read->text.text, to_grey(*picture), out.asked_words);
    }
    return out;
}

} // namespace

bool is_told_by_words(std::size_t weight, std::uint64_t pixels) {
    return pixels < small_picture && weight >= full_of_words;
}

Result<std::string> read_on(Pages const& document, std::uint32_t page) {
    auto read = read_pictures(document, page, true);
    return read ? Result<std::string>(std::move(read->text.text)) : pass_on(read);
}

Result<std::vector<Deeper>> look_deeper(Pages const& document, std::span<std::uint32_t const> pages,
                                        Deadline end) {
    std::vector<Deeper> out;
    for (auto page : pages) {
        if (!out.empty() && std::chrono::steady_clock::now() >= end) {
            break;
        }
        auto looked = look_at(document, page);
        if (!looked) {
            return pass_on(looked);
        }
        out.push_back(std::move(*looked));
    }
    return out;
}

} // namespace imprimatur::worker
