#include "gateway/print/ranges.hpp"

#include <charconv>
#include <sstream>

namespace imprimatur::print {

namespace {

constexpr std::uint64_t no_end = UINT64_MAX;

std::optional<std::uint64_t> number_in(std::string const& text, std::uint64_t otherwise) {
    if (text.empty()) {
        return otherwise;
    }
    std::uint64_t out = 0;
    auto const* end = text.data() + text.size();
    auto const read = std::from_chars(text.data(), end, out);
    return read.ptr == end && read.ec == std::errc() ? std::optional(out) : std::nullopt;
}

/// "3", "5-9", "5-", "-9". What is no range asks for all: the filters take it so.
bool has_page_of(std::string const& range, std::uint32_t pages) {
    auto const dash = range.find('-');
    auto const first = number_in(range.substr(0, dash), 1);
    auto const last = dash == range.npos ? first : number_in(range.substr(dash + 1), no_end);
    return !first || !last || (*first <= pages && *last >= 1 && *first <= *last);
}

} // namespace

std::optional<Sentence> find_range_trouble(std::string const& arrangement, std::uint32_t pages) {
    constexpr std::string_view key = "page-ranges=";
    std::istringstream words(arrangement);
    for (std::string word; words >> word;) {
        if (!word.starts_with(key)) {
            continue;
        }
        auto const asked = word.substr(key.size());
        std::istringstream ranges(asked);
        for (std::string range; std::getline(ranges, range, ',');) {
            if (has_page_of(range, pages)) {
                return std::nullopt;
            }
        }
        return Sentence{"print.pages-beyond-end",
                        {{"asked", asked}, {"pages", std::to_string(pages)}}};
    }
    return std::nullopt;
}

} // namespace imprimatur::print
