#include "gateway/trace/pattern.hpp"

#include <algorithm>

#include "marking/mark/typing.hpp"

namespace imprimatur::trace {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view rest_marks = ".*";
constexpr std::size_t serial_length = 16;

char as_printed(char c) {
    if (c >= 'a' && c <= 'z') {
        c = static_cast<char>(c - 'a' + 'A');
    }
    return c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
}

/// As typed, without hyphens and blanks; one '*' for each mark of a rest.
Result<std::string> spelled(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        char const c = as_printed(text[i]);
        if (c == '-' || c == ' ') {
            continue;
        }
        bool const is_rest = c == '*' || text.substr(i).starts_with("..");
        if (!is_rest && c != '?' && alphabet.find(c) == alphabet.npos) {
            auto const whole = first_character_of(text.substr(i));
            return fail(Fault::BadInput, {"serial.foreign-character", {{"character", whole}}});
        }
        if (!is_rest) {
            out += c;
            continue;
        }
        i = std::min(text.find_first_not_of(rest_marks, i), text.size()) - 1;
        if (!out.ends_with('*')) {
            out += '*';
        }
    }
    return out;
}

} // namespace

Result<Pattern> Pattern::read(std::string_view text) {
    auto out = spelled(half_width(text));
    if (!out) {
        return pass_on(out);
    }
    auto const rests = std::count(out->begin(), out->end(), '*');
    if (rests > 1) {
        return fail(Fault::BadInput, {"trace.two-rests", {}});
    }
    auto const count = out->size() - static_cast<std::size_t>(rests);
    if (count > serial_length || (rests == 0 && count < serial_length)) {
        return fail(Fault::BadInput,
                    {count > serial_length ? "serial.wrong-length" : "trace.too-short",
                     {{"count", std::to_string(count)}}});
    }
    if (rests == 1) {
        out->replace(out->find('*'), 1, serial_length - count, '?');
    }
    if (out->find_first_not_of('?') == out->npos) {
        return fail(Fault::BadInput, {"trace.too-little", {}});
    }
    return Pattern(std::move(*out));
}

bool Pattern::fits(Serial serial) const {
    auto plain = serial.plain();
    return std::equal(text_.begin(), text_.end(), plain.begin(), plain.end(),
                      [](char wanted, char is) { return wanted == '?' || wanted == is; });
}

} // namespace imprimatur::trace
