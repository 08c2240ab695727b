#include "foundation/time/time.hpp"

#include <cstdio>
#include <ctime>

namespace imprimatur {

using namespace std::chrono;

namespace {

std::optional<int> find_number(std::string_view text) {
    int value = 0;
    for (char c : text) {
        if (c < '0' || c > '9') {
            return std::nullopt;
        }
        value = value * 10 + (c - '0');
    }
    return text.empty() ? std::nullopt : std::optional(value);
}

std::tm local_fields(Instant instant) {
    auto seconds =
        static_cast<std::time_t>(floor<std::chrono::seconds>(instant).time_since_epoch().count());
    std::tm fields{};
    localtime_r(&seconds, &fields);
    return fields;
}

Date last_valid(year_month_day date) {
    return date.ok() ? date : Date{date.year() / date.month() / last};
}

} // namespace

std::string to_text(Date date) {
    char text[16];
    std::snprintf(text, sizeof text, "%04d-%02u-%02u", static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()), static_cast<unsigned>(date.day()));
    return text;
}

std::string to_text(Instant instant) {
    auto day = floor<days>(instant);
    hh_mm_ss<milliseconds> time{instant - day};
    char text[40];
    std::snprintf(text, sizeof text, "%sT%02d:%02d:%02d.%03dZ", to_text(Date{day}).c_str(),
                  static_cast<int>(time.hours().count()), static_cast<int>(time.minutes().count()),
                  static_cast<int>(time.seconds().count()),
                  static_cast<int>(time.subseconds().count()));
    return text;
}

std::optional<Date> find_date(std::string_view text) {
    std::string digits;
    if (text.size() == 10 && (text[4] == '-' || text[4] == '/') && text[7] == text[4]) {
        digits = std::string(text.substr(0, 4)) + std::string(text.substr(5, 2)) +
                 std::string(text.substr(8, 2));
    } else if (text.size() == 8) {
        digits = text;
    } else {
        return std::nullopt;
    }
    std::string_view view = digits;
    auto y = find_number(view.substr(0, 4));
    auto m = find_number(view.substr(4, 2));
    auto d = find_number(view.substr(6, 2));
    if (!y || !m || !d) {
        return std::nullopt;
    }
    Date date{year{*y}, month{static_cast<unsigned>(*m)}, day{static_cast<unsigned>(*d)}};
    return date.ok() ? std::optional(date) : std::nullopt;
}

std::optional<Instant> find_instant(std::string_view text) {
    if (text.size() != 24 || text[10] != 'T' || text[13] != ':' || text[16] != ':' ||
        text[19] != '.' || text[23] != 'Z') {
        return std::nullopt;
    }
    auto date = find_date(text.substr(0, 10));
    auto h = find_number(text.substr(11, 2));
    auto m = find_number(text.substr(14, 2));
    auto s = find_number(text.substr(17, 2));
    auto ms = find_number(text.substr(20, 3));
    if (!date || !h || !m || !s || !ms || *h > 23 || *m > 59 || *s > 59) {
        return std::nullopt;
    }
    return Instant{sys_days{*date}} + hours{*h} + minutes{*m} + seconds{*s} + milliseconds{*ms};
}

Date local_date(Instant instant) {
    auto fields = local_fields(instant);
    return Date{year{fields.tm_year + 1900}, month{static_cast<unsigned>(fields.tm_mon + 1)},
                day{static_cast<unsigned>(fields.tm_mday)}};
}

std::string local_text(Instant instant) {
    auto fields = local_fields(instant);
    char text[32];
    std::strftime(text, sizeof text, "%Y-%m-%d %H:%M", &fields);
    return text;
}

Instant start_of_day(Date date) {
    constexpr hours farthest_east{15}; // no zone is farther from UTC, to either side
    // A zone changes its clock at a minute; mktime() would choose for us where midnight is skipped.
    Instant instant = sys_days{date} - farthest_east;
    while (local_date(instant) < date) {
        instant += minutes{1};
    }
    return instant;
}

Date add_years(Date date, int count) {
    return last_valid(date + years{count});
}
Date add_months(Date date, int count) {
    return last_valid(date + months{count});
}

Instant SystemClock::now() const {
    return floor<milliseconds>(system_clock::now());
}

} // namespace imprimatur
