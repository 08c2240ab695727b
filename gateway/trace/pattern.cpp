#include "gateway/trace/pattern.hpp"

#include <algorithm>

namespace imprimatur::trace {

namespace {

constexpr std::string_view alphabet = "0123456789ABCDEFGHJKMNPQRSTVWXYZ";
constexpr std::string_view wide_question_mark = "？";
constexpr std::size_t serial_length = 16;
constexpr std::ptrdiff_t most_unknown = 10;

char as_printed(char c) {
    if (c >= 'a' && c <= 'z') {
        c = static_cast<char>(c - 'a' + 'A');
    }
    return c == 'O' ? '0' : c == 'I' || c == 'L' ? '1' : c;
}

} // namespace

Result<Pattern> Pattern::read(std::string_view text) {
    std::string out;
    while (!text.empty()) {
        if (text.starts_with(wide_question_mark)) {
            out += '?';
            text.remove_prefix(wide_question_mark.size());
            continue;
        }
        char c = as_printed(text.front());
        text.remove_prefix(1);
        if (c == '-' || c == ' ') {
            continue;
        }
        if (c != '?' && alphabet.find(c) == alphabet.npos) {
            return fail(Fault::BadInput,
                        {"serial.foreign-character", {{"character", std::string(1, c)}}});
        }
        out += c;
    }
    if (out.size() != serial_length) {
        return fail(Fault::BadInput,
                    {"serial.wrong-length", {{"count", std::to_string(out.size())}}});
    }
    if (std::count(out.begin(), out.end(), '?') > most_unknown) {
        return fail(Fault::BadInput, {"trace.too-little", {}});
    }
    return Pattern(out);
}

bool Pattern::fits(Serial serial) const {
    auto plain = serial.plain();
    return std::equal(text_.begin(), text_.end(), plain.begin(), plain.end(),
                      [](char wanted, char is) { return wanted == '?' || wanted == is; });
}

} // namespace imprimatur::trace
