#include "marking/mark/mark.hpp"

#include <charconv>

namespace imprimatur {

namespace {

constexpr int longest_years = 100;

std::optional<int> find_count(std::string_view text, int most) {
    int value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < 1 || value > most) {
        return std::nullopt;
    }
    return value;
}

std::optional<int> find_count_before(std::string_view text, std::string_view unit, int most) {
    if (!text.ends_with(unit)) {
        return std::nullopt;
    }
    return find_count(text.substr(0, text.size() - unit.size()), most);
}

/// "2030年1月1日"
std::optional<Date> find_chinese_date(std::string_view text) {
    auto year = text.find("年");
    auto month = text.find("月");
    if (year == text.npos || month == text.npos || month < year || !text.ends_with("日")) {
        return std::nullopt;
    }
    constexpr std::size_t width = std::string_view("年").size();
    auto y = find_count(text.substr(0, year), 9999);
    auto m = find_count(text.substr(year + width, month - year - width), 12);
    auto d = find_count(text.substr(month + width, text.size() - month - 2 * width), 31);
    if (!y || !m || !d) {
        return std::nullopt;
    }
    Date date{std::chrono::year{*y}, std::chrono::month{static_cast<unsigned>(*m)},
              std::chrono::day{static_cast<unsigned>(*d)}};
    return date.ok() ? std::optional(date) : std::nullopt;
}

} // namespace

std::string Period::text() const {
    switch (kind) {
    case Kind::Years:
        return std::to_string(count) + "年";
    case Kind::Months:
        return std::to_string(count) + "个月";
    case Kind::Until:
        return std::to_string(static_cast<int>(until.year())) + "年" +
               std::to_string(static_cast<unsigned>(until.month())) + "月" +
               std::to_string(static_cast<unsigned>(until.day())) + "日";
    case Kind::Event:
        return event;
    }
    return {};
}

std::string Period::english() const {
    auto counted = [&](std::string const& unit) {
        return std::to_string(count) + " " + unit + (count == 1 ? "" : "s");
    };
    switch (kind) {
    case Kind::Years:
        return counted("year");
    case Kind::Months:
        return counted("month");
    case Kind::Until:
        return "until " + to_text(until);
    case Kind::Event:
        return "until " + event;
    }
    return {};
}

std::string Period::identifier() const {
    switch (kind) {
    case Kind::Years:
        return std::to_string(count) + "y";
    case Kind::Months:
        return std::to_string(count) + "m";
    case Kind::Until:
        return to_text(until);
    case Kind::Event:
        return "event:" + event;
    }
    return {};
}

std::optional<Period> find_period(std::string_view text) {
    for (std::string_view unit : {"年", "y"}) {
        if (auto count = find_count_before(text, unit, longest_years)) {
            return Period{.kind = Period::Kind::Years, .count = *count};
        }
    }
    for (std::string_view unit : {"个月", "m"}) {
        if (auto count = find_count_before(text, unit, longest_years * 12)) {
            return Period{.kind = Period::Kind::Months, .count = *count};
        }
    }
    if (auto date = find_date(text)) {
        return Period{.kind = Period::Kind::Until, .until = *date};
    }
    if (auto date = find_chinese_date(text)) {
        return Period{.kind = Period::Kind::Until, .until = *date};
    }
    constexpr std::string_view event = "event:";
    if (text.starts_with(event) && text.size() > event.size()) {
        return Period{.kind = Period::Kind::Event, .event = std::string(text.substr(event.size()))};
    }
    return std::nullopt;
}

std::optional<Date> declassification_date(Period const& period, Date issued) {
    switch (period.kind) {
    case Period::Kind::Years:
        return add_years(issued, period.count);
    case Period::Kind::Months:
        return add_months(issued, period.count);
    case Period::Kind::Until:
        return period.until;
    case Period::Kind::Event:
        return std::nullopt;
    }
    return std::nullopt;
}

std::string level_mark(Level level, std::optional<Period> const& period) {
    std::string out(chinese_name(level));
    if (period) {
        out += "★" + period->text();
    }
    return out;
}

std::string english_mark(Level level, std::optional<Period> const& period) {
    std::string out(english_name(level));
    return period ? out + " (" + period->english() + ")" : out;
}

std::string CopyNumber::text() const {
    auto digits = std::to_string(value);
    return digits.size() < 6 ? std::string(6 - digits.size(), '0') + digits : digits;
}

} // namespace imprimatur
