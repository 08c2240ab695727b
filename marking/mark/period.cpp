#include "marking/mark/mark.hpp"

#include <algorithm>

#include "marking/mark/typed.hpp"

namespace imprimatur {

namespace {

constexpr int longest_years = 100;

std::optional<int> find_count_before(std::string_view text, std::string_view unit, int most) {
    if (!text.ends_with(unit)) {
        return std::nullopt;
    }
    return find_typed_count(text.substr(0, text.size() - unit.size()), most);
}

/// "event:公布后", "解密条件：公布后": the words behind it, as they are written.
std::optional<std::string> find_event(std::string_view text) {
    for (std::string_view colon : {":", "："}) {
        auto const place = text.find(colon);
        if (place == text.npos) {
            continue;
        }
        auto const kind = without_blanks(text.substr(0, place));
        auto words = text.substr(place + colon.size());
        words.remove_prefix(std::min(words.find_first_not_of(' '), words.size()));
        bool const is_event = kind == "event" || kind == "事件" || kind == "解密条件";
        if (is_event && !words.empty()) {
            return std::string(words);
        }
    }
    return std::nullopt;
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
    auto const plain = without_blanks(text);
    if (plain == "半年") {
        return Period{.kind = Period::Kind::Months, .count = 6};
    }
    for (std::string_view unit : {"年", "y"}) {
        if (auto count = find_count_before(plain, unit, longest_years)) {
            return Period{.kind = Period::Kind::Years, .count = *count};
        }
    }
    for (std::string_view unit : {"个月", "m"}) {
        if (auto count = find_count_before(plain, unit, longest_years * 12)) {
            return Period{.kind = Period::Kind::Months, .count = *count};
        }
    }
    if (auto date = find_typed_date(text)) {
        return Period{.kind = Period::Kind::Until, .until = *date};
    }
    if (auto event = find_event(text)) {
        return Period{.kind = Period::Kind::Event, .event = *event};
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
