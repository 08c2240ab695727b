#include "marking/pdf/value.hpp"

#include <charconv>
#include <cmath>

#include "marking/pdf/letters.hpp"

namespace imprimatur::pdf {

namespace {

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

int hex_value(char letter) {
    if (is_digit(letter)) {
        return letter - '0';
    }
    char const low = static_cast<char>(letter | 0x20);
    return low >= 'a' && low <= 'f' ? low - 'a' + 10 : -1;
}

std::string unescaped(std::string_view written) {
    std::string out;
    for (std::size_t i = 0; i < written.size(); ++i) {
        bool const is_escape = written[i] == '#' && i + 2 < written.size() &&
                               hex_value(written[i + 1]) >= 0 && hex_value(written[i + 2]) >= 0;
        if (is_escape) {
            out += static_cast<char>(hex_value(written[i + 1]) * 16 + hex_value(written[i + 2]));
            i += 2;
        } else {
            out += written[i];
        }
    }
    return out;
}

} // namespace

bool is_key(std::string_view written, std::string_view name) {
    return written == name ||
           (written.find('#') != std::string_view::npos && unescaped(written) == name);
}

bool Value::is_name(std::string_view name) const {
    return text_.starts_with('/') && is_key(text_.substr(1), name);
}

std::optional<std::string> Value::name() const {
    return text_.starts_with('/') ? std::optional(unescaped(text_.substr(1))) : std::nullopt;
}

std::optional<double> Value::number() const {
    auto digits = text_;
    if (digits.starts_with('+')) {
        digits.remove_prefix(1);
    }
    double out = 0;
    auto const [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), out,
                                              std::chars_format::fixed);
    bool const is_whole = error == std::errc() && end == digits.data() + digits.size();
    return is_whole && std::isfinite(out) ? std::optional(out) : std::nullopt;
}

std::optional<Reference> Value::reference() const {
    if (text_.size() < 5 || text_.back() != 'R' || !is_digit(text_.front())) {
        return std::nullopt;
    }
    Reference out;
    auto const* end = text_.data() + text_.size();
    auto const first = std::from_chars(text_.data(), end, out.number);
    auto const* second = first.ptr;
    while (second != end && class_of(*second) == Class::White) {
        ++second;
    }
    auto const last = std::from_chars(second, end, out.generation);
    bool const is_sound = first.ec == std::errc() && last.ec == std::errc();
    return is_sound ? std::optional(out) : std::nullopt;
}

Value Value::entry(std::string_view key) const {
    Value out;
    for_each_entry(*this, [&](std::string_view written, Value const& value) {
        if (is_key(written, key)) {
            out = value;
        }
    });
    return out;
}

Cursor Cursor::inside(Value const& array) {
    return Cursor(array.is_array() ? array.text().substr(1) : std::string_view());
}

std::size_t Cursor::place() {
    skip_space();
    return at_;
}

Value Cursor::next() {
    skip_space();
    if (at_ >= text_.size()) {
        return {};
    }
    auto const start = at_;
    char const letter = text_[at_];
    switch (letter) {
    case '(':
        skip_string();
        break;
    case '[':
        skip_nested();
        break;
    case '<':
        if (at_ + 1 < text_.size() && text_[at_ + 1] == '<') {
            skip_nested();
        } else {
            at_ = std::min(text_.find('>', at_), text_.size() - 1) + 1;
        }
        break;
    case '/':
        ++at_;
        skip_regular();
        break;
    case ')':
    case '>':
    case ']':
    case '{':
    case '}':
        return {};
    default:
        skip_regular();
        if (is_digit(letter)) {
            take_reference();
        }
        break;
    }
    return Value(text_.substr(start, at_ - start));
}

void Cursor::skip_space() {
    while (at_ < text_.size()) {
        if (text_[at_] == '%') {
            while (at_ < text_.size() && text_[at_] != '\n' && text_[at_] != '\r') {
                ++at_;
            }
        } else if (class_of(text_[at_]) == Class::White) {
            ++at_;
        } else {
            return;
        }
    }
}

void Cursor::skip_string() {
    std::size_t depth = 0;
    while (at_ < text_.size()) {
        char const letter = text_[at_++];
        if (letter == '\\') {
            at_ += at_ < text_.size() ? 1 : 0;
        } else if (letter == '(') {
            ++depth;
        } else if (letter == ')' && --depth == 0) {
            return;
        }
    }
}

/// A dictionary or an array with all that is in it.
void Cursor::skip_nested() {
    std::size_t depth = 0;
    while (at_ < text_.size()) {
        char const letter = text_[at_];
        bool const is_double = at_ + 1 < text_.size() && text_[at_ + 1] == letter;
        if (letter == '(') {
            skip_string();
            continue;
        }
        if (letter == '%') {
            skip_space();
            continue;
        }
        if (letter == '<' && !is_double) {
            at_ = std::min(text_.find('>', at_), text_.size() - 1) + 1;
            continue;
        }
        at_ += (letter == '<' || letter == '>') && is_double ? 2 : 1;
        if (letter == '<' || letter == '[') {
            ++depth;
        } else if (((letter == '>' && is_double) || letter == ']') && --depth == 0) {
            return;
        }
    }
}

void Cursor::skip_regular() {
    while (at_ < text_.size() && class_of(text_[at_]) == Class::Regular) {
        ++at_;
    }
}

std::size_t Cursor::digits_at(std::size_t at) const {
    while (at < text_.size() && is_digit(text_[at])) {
        ++at;
    }
    return at;
}

/// "12 0 R" is one value.
void Cursor::take_reference() {
    auto at = at_;
    auto skip_white = [&] {
        auto const start = at;
        while (at < text_.size() && class_of(text_[at]) == Class::White) {
            ++at;
        }
        return at > start;
    };
    if (!skip_white()) {
        return;
    }
    auto const second = at;
    at = digits_at(at);
    if (at == second || !skip_white() || at >= text_.size() || text_[at] != 'R') {
        return;
    }
    if (at + 1 == text_.size() || class_of(text_[at + 1]) != Class::Regular) {
        at_ = at + 1;
    }
}

} // namespace imprimatur::pdf
