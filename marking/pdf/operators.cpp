#include "marking/pdf/operators.hpp"

#include <algorithm>
#include <charconv>

#include "marking/pdf/content.hpp"
#include "marking/pdf/letters.hpp"

namespace imprimatur::pdf {

namespace {

double number_of(std::string_view word) {
    while (word.starts_with('+')) {
        word.remove_prefix(1);
    }
    double out = 0;
    std::from_chars(word.data(), word.data() + word.size(), out);
    return out;
}

int digit_of(char letter) {
    char const low = static_cast<char>(letter | 0x20);
    return letter >= '0' && letter <= '9' ? letter - '0'
           : low >= 'a' && low <= 'f'     ? low - 'a' + 10
                                          : -1;
}

void append_digits(std::string& out, std::string_view digits) {
    int kept = -1;
    for (char letter : digits) {
        int const digit = digit_of(letter);
        if (digit >= 0) {
            if (kept >= 0) {
                out += static_cast<char>(kept * 16 + digit);
            }
            kept = kept >= 0 ? -1 : digit;
        }
    }
    if (kept >= 0) {
        out += static_cast<char>(kept * 16);
    }
}

/// What stands behind a backslash; moves on.
void append_escaped(std::string& out, std::string_view text, std::size_t& at) {
    constexpr std::string_view letters = "nrtbf";
    constexpr std::string_view meanings = "\n\r\t\b\f";
    char const letter = text[at];
    if (auto const known = letters.find(letter); known != std::string_view::npos) {
        out += meanings[known];
    } else if (letter >= '0' && letter <= '7') {
        int value = 0;
        std::size_t digits = 0;
        for (; digits < 3 && at + digits < text.size(); ++digits) {
            char const digit = text[at + digits];
            if (digit < '0' || digit > '7') {
                break;
            }
            value = value * 8 + (digit - '0');
        }
        at += digits - 1;
        out += static_cast<char>(value);
    } else if (letter == '\r') {
        at += at + 1 < text.size() && text[at + 1] == '\n' ? 1 : 0;
    } else if (letter != '\n') {
        out += letter;
    }
}

} // namespace

bool Operators::next() {
    operands_.clear();
    while (at_ < content_.size()) {
        auto const kind = class_of(content_[at_]);
        if (kind == Class::White) {
            ++at_;
        } else if (kind == Class::Delimiter) {
            delimiter();
        } else if (take_word()) {
            return true;
        }
    }
    return false;
}

double Operators::number(std::size_t from_last) const {
    return from_last < operands_.size() ? operands_[operands_.size() - 1 - from_last].number : 0;
}

void Operators::add(Operand::Kind kind, std::size_t start) {
    if (dictionaries_ == 0) {
        operands_.push_back({kind, 0, content_.substr(start, at_ - start)});
    }
}

void Operators::delimiter() {
    char const letter = content_[at_];
    bool const is_double = at_ + 1 < content_.size() && content_[at_ + 1] == letter;
    if (letter == '/') {
        take_name();
    } else if (letter == '(') {
        take_string();
    } else if (letter == '<' && !is_double) {
        take_hexadecimal();
    } else if (letter == '%') {
        at_ = std::min(content_.find_first_of("\r\n", at_), content_.size());
    } else if ((letter == '<' || letter == '>') && is_double) {
        dictionaries_ += letter == '<' ? 1 : 0;
        dictionaries_ -= letter == '>' && dictionaries_ > 0 ? 1 : 0;
        at_ += 2;
    } else {
        ++at_;
    }
}

void Operators::take_name() {
    auto const start = at_++;
    regulars();
    add(Operand::Kind::Name, start);
}

void Operators::take_string() {
    auto const start = at_++;
    std::size_t depth = 1;
    while (at_ < content_.size() && depth > 0) {
        char const letter = content_[at_++];
        at_ += letter == '\\' && at_ < content_.size() ? 1 : 0;
        depth += letter == '(' ? 1 : 0;
        depth -= letter == ')' ? 1 : 0;
    }
    add(Operand::Kind::String, start);
}

void Operators::take_hexadecimal() {
    auto const start = at_;
    auto const end = content_.find('>', at_);
    at_ = end == std::string_view::npos ? content_.size() : end + 1;
    add(Operand::Kind::String, start);
}

std::string_view Operators::regulars() {
    auto const start = at_;
    while (at_ < content_.size() && class_of(content_[at_]) == Class::Regular) {
        ++at_;
    }
    return content_.substr(start, at_ - start);
}

/// True when it is an operator.
bool Operators::take_word() {
    auto const start = at_;
    auto const word = regulars();
    bool const is_number = word.front() < 'A' && word.front() != '\'' && word.front() != '"';
    if (is_number) {
        add(Operand::Kind::Number, start);
        if (dictionaries_ == 0) {
            operands_.back().number = number_of(word);
        }
        return false;
    }
    if (dictionaries_ > 0 || word == "true" || word == "false" || word == "null") {
        return false;
    }
    if (word == "ID") {
        at_ = std::min(end_of_picture(content_, at_), content_.size());
    }
    name_ = word;
    return true;
}

void append_bytes_of(std::string& out, std::string_view written) {
    if (written.starts_with('<')) {
        append_digits(out, written);
        return;
    }
    auto const inner = written.size() >= 2 ? written.substr(1, written.size() - 2) : "";
    for (std::size_t at = 0; at < inner.size(); ++at) {
        if (inner[at] == '\\' && at + 1 < inner.size()) {
            append_escaped(out, inner, ++at);
        } else {
            out += inner[at];
        }
    }
}

} // namespace imprimatur::pdf
