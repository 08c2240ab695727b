#include "marking/fingerprint/fingerprint.hpp"

#include <algorithm>
#include <charconv>
#include <cstdlib>
#include <optional>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "marking/fingerprint/ink.hpp"

namespace imprimatur::fingerprint {

namespace {

constexpr std::string_view version = "F2";
constexpr std::string_view version_before = "F1";
constexpr std::uint32_t cells = 10;    // of a page without words, a side
constexpr std::size_t short_hash = 16; // hex digits: 64 bits tell pages of one document apart
constexpr std::string_view no_words = "-";

/// The first 128 bits of SHA-256, hex: long enough that nobody finds a second text for it.
std::string hash(std::string_view bytes) {
    unsigned char digest[EVP_MAX_MD_SIZE];
    unsigned length = 0;
    EVP_Digest(bytes.data(), bytes.size(), digest, &length, EVP_sha256(), nullptr);
    std::string out;
    for (int i = 0; i < 16; ++i) {
        out += fmt::format("{:02x}", digest[i]);
    }
    return out;
}

/// Without white space, which every program sets differently: ASCII's, U+00A0, U+2000 to U+200F,
/// U+3000, and soft hyphens.
std::string squeeze(std::string_view words) {
    std::string out;
    for (std::size_t i = 0; i < words.size(); ++i) {
        auto const rest = words.substr(i);
        if (static_cast<unsigned char>(rest[0]) <= 0x20 || rest[0] == 0x7f) {
            continue;
        }
        if (rest.starts_with("\xc2\xa0") || rest.starts_with("\xc2\xad")) {
            i += 1;
        } else if (rest.starts_with("\xe3\x80\x80") ||
                   (rest.starts_with("\xe2\x80") && rest.size() > 2 &&
                    static_cast<unsigned char>(rest[2]) <= 0x8f)) {
            i += 2;
        } else {
            out += rest[0];
        }
    }
    return out;
}

struct Parsed {
    bool is_of_before;
    std::string_view key;
    std::vector<std::string_view> pages;
};

std::vector<std::string_view> split(std::string_view text, char mark) {
    std::vector<std::string_view> out;
    for (std::size_t from = 0;;) {
        auto const end = text.find(mark, from);
        out.push_back(text.substr(from, end - from));
        if (end == text.npos) {
            return out;
        }
        from = end + 1;
    }
}

std::optional<Parsed> find_parts(std::string_view text) {
    auto const fields = split(text, ';');
    bool const is_of_before = fields[0] == version_before;
    std::size_t const first_page = is_of_before ? 4 : 3; // it had the fineness of its pictures too
    if ((!is_of_before && fields[0] != version) || fields.size() <= first_page) {
        return std::nullopt;
    }
    return Parsed{is_of_before, fields[2], {fields.begin() + first_page, fields.end()}};
}

/// What a page of today's format says.
struct Look {
    std::string_view words;
    int ink = 0;
    std::string_view pixels; ///< hash; empty: words tell all
    std::string_view grid;
};

std::optional<Look> find_look(std::string_view page) {
    auto const fields = split(page, ',');
    if (fields.size() < 2 || fields.size() > 4) {
        return std::nullopt;
    }
    Look look{fields[0], 0, {}, {}};
    auto const read =
        std::from_chars(fields[1].data(), fields[1].data() + fields[1].size(), look.ink, 16);
    if (read.ec != std::errc()) {
        return std::nullopt;
    }
    look.pixels = fields.size() > 2 ? fields[2] : std::string_view();
    look.grid = fields.size() > 3 ? fields[3] : std::string_view();
    return look;
}

/// Other programs draw hairlines and edges a little darker or lighter.
bool is_as_much_ink(int a, int b) {
    constexpr double tolerance = 0.03;
    return std::abs(a - b) <= 1 + tolerance * std::max(a, b);
}

double page_likeness(std::string_view a, std::string_view b) {
    constexpr double most_with_other_words = 0.9;
    constexpr double drawn_otherwise = 0.985;
    if (a == b) {
        return 1;
    }
    auto const first = find_look(a);
    auto const second = find_look(b);
    if (!first || !second) {
        return 0;
    }
    if (first->words != second->words || first->pixels.empty() != second->pixels.empty()) {
        return most_with_other_words;
    }
    if (first->words == no_words) {
        return first->pixels == second->pixels ? 1 : ink_likeness(first->grid, second->grid);
    }
    return is_as_much_ink(first->ink, second->ink) ? drawn_otherwise : most_with_other_words;
}

/// Of before only the words are compared: pages without words cannot be.
double likeness_to_before(Parsed const& a, Parsed const& b) {
    constexpr double known_by_words = 0.98;
    auto const has_words = [](std::string_view page) { return !page.starts_with(no_words); };
    bool const is_same = a.key == b.key && std::ranges::all_of(a.pages, has_words) &&
                         std::ranges::all_of(b.pages, has_words);
    return is_same ? known_by_words : 0;
}

} // namespace

Page of_page(std::string_view words, Bitmap const& picture, bool shows_pictures) {
    auto const bare = squeeze(words);
    auto const grey = to_grey(picture);
    Page page{bare.empty() ? std::string(no_words) : hash(bare),
              fmt::format("{:x}", ink_amount(grey))};
    if (bare.empty() || shows_pictures) {
        page.look += "," + hash(ink_pixels(grey)).substr(0, short_hash);
    }
    if (bare.empty()) {
        page.look += "," + ink_grid(grey, cells);
    }
    return page;
}

std::string join(std::vector<Page> const& pages) {
    std::string words;
    std::string parts;
    for (auto const& page : pages) {
        words += page.words + ",";
        parts += ";" + page.words.substr(0, short_hash) + "," + page.look;
    }
    return fmt::format("{};{};{}-{}{}", version, pages.size(), pages.size(), hash(words), parts);
}

double likeness(std::string_view a, std::string_view b) {
    constexpr double most_when_different = 0.97;
    constexpr double same = 0.98;
    auto const first = find_parts(a);
    auto const second = find_parts(b);
    if (!first || !second) {
        return 0;
    }
    if (a == b) {
        return 1;
    }
    if (first->is_of_before || second->is_of_before) {
        return likeness_to_before(*first, *second);
    }
    auto const common = std::min(first->pages.size(), second->pages.size());
    auto const all = std::max(first->pages.size(), second->pages.size());
    double worst = common == all ? 1 : 0;
    double sum = 0;
    for (std::size_t i = 0; i < common; ++i) {
        auto const page = page_likeness(first->pages[i], second->pages[i]);
        worst = std::min(worst, page);
        sum += page;
    }
    if (worst >= same) {
        return worst;
    }
    // One page that differs makes another document, however many are the same.
    return std::min(most_when_different, sum / static_cast<double>(all));
}

bool is_same_file(std::string_view a, std::string_view b) {
    auto const first = find_parts(a);
    auto const second = find_parts(b);
    if (!first || !second || first->key != second->key ||
        first->pages.size() != second->pages.size()) {
        return false;
    }
    if (first->is_of_before || second->is_of_before) {
        return likeness_to_before(*first, *second) > 0 || a == b;
    }
    for (std::size_t i = 0; i < first->pages.size(); ++i) {
        auto const one = find_look(first->pages[i]);
        auto const other = find_look(second->pages[i]);
        if (!one || !other || one->pixels != other->pixels) {
            return false;
        }
    }
    return true;
}

std::string_view key(std::string_view fingerprint) {
    auto const parts = find_parts(fingerprint);
    return parts ? parts->key : std::string_view();
}

} // namespace imprimatur::fingerprint
