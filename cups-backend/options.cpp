#include "cups-backend/options.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include "cups-backend/text.hpp"

namespace imprimatur::backend {

namespace {

constexpr std::size_t longest_text = std::size_t{1} << 20;
constexpr std::size_t longest_value = 4096;

constexpr std::array<std::string_view, 10> known{"imprimatur-document",
                                                 "imprimatur-purpose",
                                                 "imprimatur-recipients",
                                                 "imprimatur-level",
                                                 "imprimatur-period",
                                                 "job-uuid",
                                                 "media",
                                                 "PageSize",
                                                 "sides",
                                                 "print-color-mode"};

bool is_space(char c) {
    return c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f' || c == '\v';
}

/// Takes tokens off the string: backslashes quote one character, quotes quote up to the next one,
/// and braces (collections) are passed over as a whole.
class Scanner {
  public:
    explicit Scanner(std::string_view text) : text_(text) {}

    /// How much is still to come.
    std::size_t left() const { return text_.size(); }

    bool is_at_end() {
        while (!text_.empty() && is_space(text_.front())) {
            text_.remove_prefix(1);
        }
        return text_.empty();
    }

    std::string_view name() {
        auto end = std::ranges::find_if(text_, [](char c) { return is_space(c) || c == '='; });
        auto length = static_cast<std::size_t>(end - text_.begin());
        auto name = text_.substr(0, length);
        text_.remove_prefix(length);
        return name;
    }

    bool takes_value() {
        if (text_.empty() || text_.front() != '=') {
            return false;
        }
        text_.remove_prefix(1);
        return true;
    }

    std::string value() {
        std::string out;
        char quote = 0;
        std::size_t depth = 0;
        while (!text_.empty() && (quote != 0 || depth > 0 || !is_space(text_.front()))) {
            char c = text_.front();
            text_.remove_prefix(1);
            if (c == '\\' && !text_.empty()) {
                out += text_.front();
                text_.remove_prefix(1);
            } else if (quote != 0 ? c == quote : c == '"' || c == '\'') {
                quote = quote != 0 ? '\0' : c;
            } else {
                depth += quote == 0 && c == '{' ? 1 : 0;
                depth -= quote == 0 && c == '}' && depth > 0 ? 1 : 0;
                out += c;
            }
        }
        return out;
    }

  private:
    std::string_view text_;
};

} // namespace

std::vector<GivenOption> read_every_option(std::string_view text) {
    std::vector<GivenOption> options;
    Scanner scanner(text.substr(0, longest_text));
    while (!scanner.is_at_end()) {
        GivenOption option{tamed(scanner.name(), longest_value), {}, scanner.takes_value()};
        option.value = option.has_value ? tamed(scanner.value(), longest_value) : std::string();
        options.push_back(std::move(option));
    }
    return options;
}

std::string without_option(std::string_view text, std::string_view name) {
    auto const same = [](unsigned char a, unsigned char b) {
        return std::tolower(a) == std::tolower(b);
    };
    std::string out;
    Scanner scanner(text);
    while (!scanner.is_at_end()) {
        auto const from = scanner.left();
        auto const found = scanner.name();
        if (scanner.takes_value()) {
            scanner.value();
        }
        if (!std::ranges::equal(found, name, same)) {
            out += text.substr(text.size() - from, from - scanner.left());
            out += ' ';
        }
    }
    return out + std::string(name) + "=''";
}

std::map<std::string, std::string> read_options(std::string_view text) {
    std::map<std::string, std::string> options;
    for (auto& [name, value, has_value] : read_every_option(text)) {
        if (std::ranges::find(known, name) != known.end()) {
            options.insert_or_assign(name, std::move(value));
        }
    }
    return options;
}

} // namespace imprimatur::backend
