#include "marking/mark/typed.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <iterator>
#include <utility>

#include "marking/mark/typing.hpp"

namespace imprimatur {

namespace {

constexpr int most_count = 9999;

bool is_digit(char c) {
    return c >= '0' && c <= '9';
}

/// Beyond those that half_width() makes U+0020 of.
/// @source Unicode 15, White_Space, and the zero-width characters that copying brings along
constexpr std::string_view blanks[] = {
    "\u1680", "\u2000", "\u2001", "\u2002", "\u2003", "\u2004", "\u2005", "\u2006", "\u2007",
    "\u2008", "\u2009", "\u200a", "\u200b", "\u200c", "\u200d", "\u2028", "\u2029", "\u202f",
    "\u205f", "\u2060", "\ufeff", " ",      "\t",     "\n",     "\r",     "\v",     "\f"};

constexpr std::pair<std::string_view, int> numerals[] = {
    {"〇", 0}, {"零", 0}, {"○", 0},  {"一", 1}, {"二", 2}, {"两", 2}, {"三", 3},
    {"四", 4}, {"五", 5}, {"六", 6}, {"七", 7}, {"八", 8}, {"九", 9}};
constexpr std::pair<std::string_view, int> places[] = {{"十", 10}, {"百", 100}, {"千", 1000}};

template <std::size_t Count>
std::optional<int> take(std::pair<std::string_view, int> const (&table)[Count],
                        std::string_view& text) {
    for (auto const& [word, value] : table) {
        if (text.starts_with(word)) {
            text.remove_prefix(word.size());
            return value;
        }
    }
    return std::nullopt;
}

/// "三", "十二", "二十五", "一百零五".
std::optional<int> find_numeral(std::string_view text) {
    int sum = 0;
    int last_place = most_count + 1;
    while (!text.empty()) {
        auto digit = take(numerals, text);
        auto const place = take(places, text);
        bool const may_lack_digit = place == 10 && sum == 0; // 十二
        if ((!digit && !may_lack_digit) || (digit == 0 && place) ||
            place.value_or(1) >= last_place) {
            return std::nullopt;
        }
        sum += digit.value_or(1) * place.value_or(1);
        last_place = digit == 0 ? last_place : place.value_or(1);
    }
    return sum > 0 ? std::optional(sum) : std::nullopt;
}

/// "二〇二六": digit by digit.
std::optional<int> find_spelled_year(std::string_view text) {
    int year = 0;
    int count = 0;
    for (; !text.empty(); ++count) {
        auto const digit = take(numerals, text);
        if (!digit || count == 4) {
            return std::nullopt;
        }
        year = year * 10 + *digit;
    }
    return count == 4 ? std::optional(year) : std::nullopt;
}

std::optional<int> find_year(std::string_view text) {
    bool const is_plain = text.size() == 4 && std::all_of(text.begin(), text.end(), is_digit);
    return is_plain ? find_typed_count(text, most_count) : find_spelled_year(text);
}

std::optional<Date> date_of(std::optional<int> year, std::optional<int> month,
                            std::optional<int> day) {
    if (!year || !month || !day) {
        return std::nullopt;
    }
    Date const date{std::chrono::year{*year}, std::chrono::month{static_cast<unsigned>(*month)},
                    std::chrono::day{static_cast<unsigned>(*day)}};
    return date.ok() ? std::optional(date) : std::nullopt;
}

/// Three parts with something between them.
std::optional<Date> find_parted(std::string_view text, std::string_view first,
                                std::string_view second, std::string_view end) {
    auto const one = text.find(first);
    auto const two = one == text.npos ? one : text.find(second, one + first.size());
    if (two == text.npos || !text.ends_with(end)) {
        return std::nullopt;
    }
    auto const month = text.substr(one + first.size(), two - one - first.size());
    auto day = text.substr(two + second.size());
    day.remove_suffix(std::min(end.size(), day.size()));
    return date_of(find_year(text.substr(0, one)), find_typed_count(month, 12),
                   find_typed_count(day, 31));
}

/// "0:00:00", "00:00", "08:30:00.000": what spreadsheets append to a day.
bool is_time(std::string_view text) {
    auto const is_of_time = [](char c) { return is_digit(c) || c == ':' || c == '.'; };
    return text.size() >= 4 && is_digit(text.front()) && is_digit(text.back()) &&
           text.find(':') <= 2 && std::all_of(text.begin(), text.end(), is_of_time);
}

/// Without the time of day.
std::string day_of(std::string const& text) {
    auto const begin = text.find_first_not_of(' ');
    auto const gap = text.find_first_of(" T", begin == text.npos ? 0 : begin);
    if (gap == text.npos) {
        return text;
    }
    return is_time(without_blanks(text.substr(gap + 1))) ? text.substr(0, gap) : text;
}

} // namespace

std::string without_blanks(std::string_view text) {
    auto const narrow = half_width(text);
    std::string_view rest = narrow;
    std::string out;
    while (!rest.empty()) {
        auto const* blank = std::find_if(std::begin(blanks), std::end(blanks),
                                         [&](auto one) { return rest.starts_with(one); });
        if (blank == std::end(blanks)) {
            out += rest.front();
        }
        rest.remove_prefix(blank == std::end(blanks) ? 1 : blank->size());
    }
    return out;
}

std::optional<int> find_typed_count(std::string_view text, int most) {
    auto const plain = without_blanks(text);
    int value = 0;
    auto const* end = plain.data() + plain.size();
    auto const read = std::from_chars(plain.data(), end, value);
    if (read.ec != std::errc{} || read.ptr != end) {
        value = find_numeral(plain).value_or(0);
    }
    return value >= 1 && value <= most ? std::optional(value) : std::nullopt;
}

std::optional<Date> find_typed_date(std::string_view text) {
    auto const plain = without_blanks(day_of(half_width(text)));
    if (auto strict = find_date(plain)) {
        return strict;
    }
    for (std::string_view between : {"-", "/", "."}) {
        if (auto date = find_parted(plain, between, between, "")) {
            return date;
        }
    }
    for (std::string_view end : {"日", "号"}) {
        if (auto date = find_parted(plain, "年", "月", end)) {
            return date;
        }
    }
    return std::nullopt;
}

} // namespace imprimatur
