#include <algorithm>
#include <string_view>

#include "gateway/cli/parse.hpp"
#include "marking/mark/mark.hpp"
#include "marking/mark/typed.hpp"

namespace imprimatur::cli {

namespace {

std::string shown_name(Option const& option) {
    return (option.is_argument() ? "" : "--") + std::string(option.name);
}

tl::unexpected<Error> wrong(std::string id, Option const& option, std::string const& value) {
    return fail(Fault::BadInput,
                Sentence{std::move(id), {{"option", shown_name(option)}, {"value", value}}});
}

Result<std::string> number_of(Option const& option, std::string const& value) {
    bool const is_number =
        !value.empty() && value.size() <= 9 && value.front() != '0' &&
        std::all_of(value.begin(), value.end(), [](char c) { return c >= '0' && c <= '9'; });
    if (!is_number) {
        return wrong("cli.usage-number", option, value);
    }
    return value;
}

Result<std::string> choice_of(Option const& option, std::string const& value) {
    std::string_view rest = option.choices;
    while (!rest.empty()) {
        auto const end = std::min(rest.find('|'), rest.size());
        if (rest.substr(0, end) == value) {
            return value;
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return fail(
        Fault::BadInput,
        {"cli.usage-choice",
         {{"option", shown_name(option)}, {"value", value}, {"choices", listed_choices(option)}}});
}

Result<std::string> date_of(Option const& option, std::string const& value) {
    auto date = find_typed_date(value);
    if (!date) {
        return wrong("cli.usage-date", option, value);
    }
    return to_text(*date);
}

Result<std::string> period_of(Option const& option, std::string const& value) {
    auto period = find_period(value);
    if (!period) {
        return wrong("cli.usage-period", option, value);
    }
    return period->identifier();
}

Result<std::string> level_of(Option const& option, std::string const& value) {
    auto level = find_level(value);
    if (!level) {
        return wrong("cli.usage-level", option, value);
    }
    return std::string(identifier(*level));
}

std::string_view trimmed(std::string_view text) {
    auto is_blank = [](char c) { return c == ' ' || c == '\t'; };
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

} // namespace

Result<std::string> normalised(Option const& option, std::string const& value) {
    switch (option.kind) {
    case Kind::Number:
        return number_of(option, value);
    case Kind::Date:
        return date_of(option, value);
    case Kind::Period:
        return period_of(option, value);
    case Kind::Level:
        return level_of(option, value);
    case Kind::Choice:
        return choice_of(option, value);
    case Kind::Serial: {
        auto serial = Serial::read(value);
        return serial ? Result<std::string>(serial->plain()) : pass_on(serial);
    }
    case Kind::Flag:
    case Kind::Text:
    case Kind::List:
    case Kind::Input:
    case Kind::Output:
        break;
    }
    return value;
}

std::vector<std::string> split_list(std::string const& text) {
    std::vector<std::string> words;
    std::string_view rest = text;
    while (!rest.empty()) {
        std::size_t end = rest.size();
        std::size_t length = 0;
        for (std::string_view comma : {",", "，", "、"}) {
            auto place = rest.find(comma);
            if (place < end) {
                end = place;
                length = comma.size();
            }
        }
        auto word = trimmed(rest.substr(0, end));
        if (!word.empty()) {
            words.emplace_back(word);
        }
        rest.remove_prefix(end + length);
    }
    return words;
}

} // namespace imprimatur::cli
