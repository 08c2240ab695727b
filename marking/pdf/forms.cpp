#include "marking/pdf/forms.hpp"

#include <algorithm>
#include <set>

#include "marking/pdf/asking.hpp"

namespace imprimatur::pdf {

namespace {

constexpr int deepest = 50;
constexpr std::size_t most_fields = 200'000;
constexpr long flag_hidden = 1L << 1U; // ISO 32000-1, 12.5.3

enum class Letters { None, Ascii, More };

int hex_digit(char c) {
    return c >= '0' && c <= '9'   ? c - '0'
           : c >= 'a' && c <= 'f' ? c - 'a' + 10
           : c >= 'A' && c <= 'F' ? c - 'A' + 10
                                  : -1;
}

/// The bytes of a string written as hexadecimal digits.
std::string from_digits(std::string_view text) {
    std::string digits;
    std::ranges::copy_if(text, std::back_inserter(digits),
                         [](char c) { return hex_digit(c) >= 0; });
    digits += digits.size() % 2 == 1 ? "0" : "";
    std::string out;
    for (std::size_t i = 0; i < digits.size(); i += 2) {
        out += static_cast<char>(hex_digit(digits[i]) * 16 + hex_digit(digits[i + 1]));
    }
    return out;
}

/// The bytes of a string written in parentheses.
std::string from_characters(std::string_view text) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] != '\\' || i + 1 == text.size()) {
            out += text[i];
            continue;
        }
        int value = 0;
        std::size_t digits = 0;
        while (digits < 3 && i + 1 < text.size() && text[i + 1] >= '0' && text[i + 1] <= '7') {
            value = value * 8 + (text[++i] - '0');
            ++digits;
        }
        out += digits > 0 ? static_cast<char>(value) : text[++i]; // which other one does not matter
    }
    return out;
}

Letters letters_in(std::string_view bytes) {
    bool const is_wide = bytes.starts_with("\xFE\xFF");
    bytes.remove_prefix(is_wide ? 2 : 0);
    if (bytes.empty()) {
        return Letters::None;
    }
    for (std::size_t i = 0; i < bytes.size(); ++i) {
        auto const byte = static_cast<unsigned char>(bytes[i]);
        bool const is_high_half = is_wide && i % 2 == 0;
        if (is_high_half ? byte != 0 : byte > 0x7E) {
            return Letters::More;
        }
    }
    return Letters::Ascii;
}

class Form {
  public:
    Form(Source const& source, Value const& form)
        : source_(source), makes_appearances_(source.find(form, "NeedAppearances").is_true()) {}

    bool hides_values(Value const& fields, Letters inherited, bool is_text, int depth) {
        auto cursor = Cursor::inside(source_.resolve(fields));
        for (auto field = cursor.next(); !field.is_end(); field = cursor.next()) {
            auto const reference = field.reference();
            bool const is_new = !reference || seen_.insert(*reference).second;
            if (!is_new || depth > deepest || seen_.size() > most_fields) {
                continue;
            }
            if (hides(source_.resolve(field), inherited, is_text, depth)) {
                return true;
            }
        }
        return false;
    }

  private:
    bool hides(Value const& field, Letters inherited, bool is_text, int depth) {
        if (auto const type = source_.find(field, "FT"); type.exists()) {
            is_text = type.is_name("Tx") || type.is_name("Ch");
        }
        auto const value = source_.entry(field, "V");
        auto const letters = value.exists() ? letters_of(value) : inherited;
        if (auto const kids = source_.find(field, "Kids"); kids.is_array()) {
            return hides_values(kids, letters, is_text, depth + 1);
        }
        if (!is_text || letters == Letters::None || is_hidden(field)) {
            return false;
        }
        return makes_appearances_ ? letters == Letters::More : !has_appearance(field);
    }

    /// Of a string, of the strings in an array, or of a stream.
    Letters letters_of(Value const& given) const {
        auto const value = source_.resolve(given);
        auto const text = value.text();
        if (value.is_array()) {
            auto most = Letters::None;
            auto cursor = Cursor::inside(value);
            for (auto item = cursor.next(); !item.is_end(); item = cursor.next()) {
                most = std::max(most, letters_of(item));
            }
            return most;
        }
        if (value.is_dictionary()) {
            return Letters::More; // a long text in a stream: nobody writes ASCII there
        }
        if (text.starts_with('<')) {
            return letters_in(from_digits(text));
        }
        return text.starts_with('(') && text.size() >= 2
                   ? letters_in(from_characters(text.substr(1, text.size() - 2)))
                   : Letters::None;
    }

    bool is_hidden(Value const& widget) const {
        auto const flags = source_.whole(widget.entry("F"), 0, INT32_MAX).value_or(0);
        return (flags & flag_hidden) != 0;
    }

    bool has_appearance(Value const& widget) const {
        return source_.stream(source_.find(widget, "AP").entry("N")).has_value();
    }

    Source const& source_;
    bool makes_appearances_;
    std::set<Reference> seen_;
};

} // namespace

Result<bool> hides_values(std::string_view bytes) {
    return ask(bytes, 0, [](Source const& source) {
        auto const form = source.find(source.catalog(), "AcroForm");
        return form.is_dictionary() &&
               Form(source, form).hides_values(form.entry("Fields"), Letters::None, false, 0);
    });
}

} // namespace imprimatur::pdf
