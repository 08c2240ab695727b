#include "marking/fingerprint/fingerprint.hpp"

#include <algorithm>
#include <optional>

#include <fmt/format.h>
#include <openssl/evp.h>

#include "marking/fingerprint/ink.hpp"

namespace imprimatur::fingerprint {

namespace {

constexpr std::string_view version = "F1";
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
    std::string_view pages;
    std::string_view key;
    std::vector<std::string_view> parts;
};

std::optional<Parsed> find_parts(std::string_view text) {
    std::vector<std::string_view> fields;
    while (true) {
        auto end = text.find(';');
        fields.push_back(text.substr(0, end));
        if (end == text.npos) {
            break;
        }
        text.remove_prefix(end + 1);
    }
    if (fields.size() < 5 || fields[0] != version) {
        return std::nullopt;
    }
    return Parsed{fields[1], fields[2], {fields.begin() + 4, fields.end()}};
}

double page_likeness(std::string_view a, std::string_view b) {
    constexpr double most_with_other_words = 0.9;
    auto const comma_a = a.find(',');
    auto const comma_b = b.find(',');
    if (comma_a == a.npos || comma_b == b.npos) {
        return 0;
    }
    auto const ink = ink_likeness(a.substr(comma_a + 1), b.substr(comma_b + 1));
    bool const same_words = a.substr(0, comma_a) == b.substr(0, comma_b);
    return same_words ? ink : std::min(ink, most_with_other_words);
}

} // namespace

std::uint32_t cells_for(std::uint32_t pages) {
    if (pages <= 50) {
        return 48;
    }
    return pages <= 400 ? 32 : 20;
}

std::string of_page(std::string_view words, Bitmap const& picture, std::uint32_t cells) {
    auto const bare = squeeze(words);
    return (bare.empty() ? std::string(no_words) : hash(bare)) + "," + ink_of(picture, cells);
}

std::string join(std::vector<std::string> const& pages) {
    std::string words;
    std::string parts;
    for (auto const& page : pages) {
        words += page.substr(0, page.find(',') + 1);
        parts += ";" + page;
    }
    auto const count = static_cast<std::uint32_t>(pages.size());
    return fmt::format("{};{};{}-{};{}{}", version, count, count, hash(words), cells_for(count),
                       parts);
}

double likeness(std::string_view a, std::string_view b) {
    constexpr double most_when_different = 0.97;
    constexpr double same = 0.98;
    auto const first = find_parts(a);
    auto const second = find_parts(b);
    if (!first || !second) {
        return 0;
    }
    auto const common = std::min(first->parts.size(), second->parts.size());
    auto const all = std::max(first->parts.size(), second->parts.size());
    double worst = common == all ? 1 : 0;
    double sum = 0;
    for (std::size_t i = 0; i < common; ++i) {
        auto const page = page_likeness(first->parts[i], second->parts[i]);
        worst = std::min(worst, page);
        sum += page;
    }
    if (worst >= same) {
        return worst;
    }
    // One page that differs makes another document, however many are the same.
    return std::min(most_when_different, sum / static_cast<double>(all));
}

std::string_view key(std::string_view fingerprint) {
    auto const parts = find_parts(fingerprint);
    return parts ? parts->key : std::string_view();
}

} // namespace imprimatur::fingerprint
