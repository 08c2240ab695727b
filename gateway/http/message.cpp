#include "gateway/http/http.hpp"

#include <algorithm>
#include <array>
#include <cctype>

#include <nlohmann/json.hpp>

namespace imprimatur::http {

namespace {

bool same_name(std::string_view a, std::string_view b) {
    return std::ranges::equal(
        a, b, [](unsigned char x, unsigned char y) { return std::tolower(x) == std::tolower(y); });
}

/// A value with a line break in it would begin another field, or the body.
std::string on_one_line(std::string_view value) {
    std::string out(value);
    std::ranges::replace_if(
        out, [](char c) { return c == '\r' || c == '\n' || c == '\0'; }, ' ');
    return out;
}

int hex_digit(char c) {
    if (c >= '0' && c <= '9') {
        return c - '0';
    }
    auto lower = static_cast<char>(c | 0x20);
    return lower >= 'a' && lower <= 'f' ? lower - 'a' + 10 : -1;
}

std::optional<std::string> unescape(std::string_view text, bool plus_is_space) {
    std::string out;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text[i] == '%') {
            int high = i + 2 < text.size() ? hex_digit(text[i + 1]) : -1;
            int low = i + 2 < text.size() ? hex_digit(text[i + 2]) : -1;
            if (high < 0 || low < 0) {
                return std::nullopt;
            }
            out += static_cast<char>(high * 16 + low);
            i += 2;
        } else {
            out += plus_is_space && text[i] == '+' ? ' ' : text[i];
        }
    }
    return out;
}

/// Length of the character that starts here, 0 where it is not UTF-8 (RFC 3629).
std::size_t character_length(std::string_view text) {
    auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[i]); };
    unsigned first = byte(0);
    std::size_t length = first < 0x80   ? 1
                         : first < 0xC2 ? 0
                         : first < 0xE0 ? 2
                         : first < 0xF0 ? 3
                                        : 4;
    if (length == 0 || first > 0xF4 || text.size() < length) {
        return 0;
    }
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0) != 0x80) {
            return 0;
        }
    }
    bool wrong =
        length > 1 && ((first == 0xE0 && byte(1) < 0xA0) || (first == 0xED && byte(1) > 0x9F) ||
                       (first == 0xF0 && byte(1) < 0x90) || (first == 0xF4 && byte(1) > 0x8F));
    return wrong ? 0 : length;
}

bool is_utf8(std::string_view text) {
    while (!text.empty()) {
        auto length = character_length(text);
        if (length == 0) {
            return false;
        }
        text.remove_prefix(length);
    }
    return true;
}

bool has_control(std::string_view text) {
    return std::ranges::any_of(text, [](unsigned char c) { return c < 0x20 || c == 0x7f; });
}

tl::unexpected<Error> malformed(std::string cause) {
    return fail(Fault::BadInput, {"http.malformed", {}}, std::move(cause));
}

struct FaultRow {
    Fault fault;
    unsigned status;
    std::string_view name;
};

constexpr std::array faults{
    FaultRow{Fault::BadInput, 400, "BadInput"},
    FaultRow{Fault::Denied, 403, "Denied"},
    FaultRow{Fault::NotFound, 404, "NotFound"},
    FaultRow{Fault::Conflict, 409, "Conflict"},
    FaultRow{Fault::Unsupported, 422, "Unsupported"},
    FaultRow{Fault::Internal, 500, "Internal"},
    FaultRow{Fault::Corrupt, 500, "Corrupt"},
    FaultRow{Fault::Unavailable, 503, "Unavailable"},
    FaultRow{Fault::TimedOut, 504, "TimedOut"},
    FaultRow{Fault::Exhausted, 507, "Exhausted"},
};

FaultRow const& row_of(Fault fault) {
    return *std::ranges::find(faults, fault, &FaultRow::fault);
}

} // namespace

std::string_view name_of(Method method) {
    constexpr std::array names{"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE"};
    return names[static_cast<std::size_t>(method)];
}

unsigned status_of(Fault fault) {
    return row_of(fault).status;
}

std::string_view name_of(Fault fault) {
    return row_of(fault).name;
}

Fault fault_of(unsigned status) {
    auto const* row = std::ranges::find(faults, status, &FaultRow::status);
    if (row != faults.end()) {
        return row->fault;
    }
    return status >= 400 && status < 500 ? Fault::BadInput : Fault::Internal;
}

std::optional<std::string> Headers::find(std::string_view name) const {
    auto found =
        std::ranges::find_if(fields_, [&](Field const& f) { return same_name(f.first, name); });
    return found == fields_.end() ? std::nullopt : std::optional(found->second);
}

void Headers::set(std::string_view name, std::string_view value) {
    std::erase_if(fields_, [&](Field const& f) { return same_name(f.first, name); });
    add(name, value);
}

void Headers::add(std::string_view name, std::string_view value) {
    fields_.emplace_back(on_one_line(name), on_one_line(value));
}

std::optional<std::string> Target::find_query(std::string_view name) const {
    auto found = std::ranges::find_if(query, [&](auto const& pair) { return pair.first == name; });
    return found == query.end() ? std::nullopt : std::optional(found->second);
}

Result<Target> parse_target(std::string_view text) {
    if (!text.starts_with('/') || text.find('#') != text.npos) {
        return malformed("target is not a path");
    }
    Target target{std::string(text), {}, {}};
    auto mark = text.find('?');
    auto path = text.substr(1, mark == text.npos ? mark : mark - 1);
    while (!path.empty()) {
        auto slash = path.find('/');
        auto segment = unescape(path.substr(0, slash), false);
        if (!segment || has_control(*segment) || !is_utf8(*segment) || *segment == "." ||
            *segment == "..") {
            return malformed("path segment");
        }
        target.path.push_back(std::move(*segment));
        path = slash == path.npos ? "" : path.substr(slash + 1);
    }
    if (mark != text.npos) {
        auto query = parse_form(text.substr(mark + 1));
        if (!query) {
            return pass_on(query);
        }
        target.query = std::move(*query);
    }
    return target;
}

Result<std::vector<std::pair<std::string, std::string>>> parse_form(std::string_view text) {
    std::vector<std::pair<std::string, std::string>> out;
    while (!text.empty()) {
        auto end = text.find('&');
        auto pair = text.substr(0, end);
        auto equals = pair.find('=');
        auto name = unescape(pair.substr(0, equals), true);
        auto value = unescape(equals == pair.npos ? "" : pair.substr(equals + 1), true);
        if (!name || !value || !is_utf8(*name) || !is_utf8(*value)) {
            return malformed("form value");
        }
        if (!pair.empty()) {
            out.emplace_back(std::move(*name), std::move(*value));
        }
        text = end == text.npos ? "" : text.substr(end + 1);
    }
    return out;
}

std::string escape(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string out;
    for (char c : text) {
        auto byte = static_cast<unsigned char>(c);
        if ((byte < 0x80 && std::isalnum(byte) != 0) ||
            std::string_view("-._~").find(c) != std::string_view::npos) {
            out += c;
        } else {
            out += {'%', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return out;
}

Result<std::string> Body::read_text(std::uint64_t limit) {
    std::string out;
    std::array<std::byte, 16384> room{};
    for (;;) {
        auto count = read(room);
        if (!count) {
            return pass_on(count);
        }
        if (*count == 0) {
            return out;
        }
        if (out.size() + *count > limit) {
            return fail(Fault::BadInput,
                        {"http.body-too-large", {{"limit", std::to_string(limit)}}},
                        "body longer than the handler takes");
        }
        out.append(reinterpret_cast<char const*>(room.data()), *count);
    }
}

Result<std::uint64_t> Body::read_into(Descriptor const& file, std::uint64_t limit) {
    std::vector<std::byte> room(std::size_t{256} * 1024);
    std::uint64_t total = 0;
    for (;;) {
        auto count = read(room);
        if (!count) {
            return pass_on(count);
        }
        if (*count == 0) {
            return total;
        }
        total += *count;
        if (total > limit) {
            return fail(Fault::BadInput,
                        {"http.body-too-large", {{"limit", std::to_string(limit)}}},
                        "body longer than the handler takes");
        }
        auto written = write_all(file, std::span<std::byte const>(room.data(), *count));
        if (!written) {
            return pass_on(written);
        }
    }
}

Response text_response(unsigned status, std::string type, std::string text) {
    Response response;
    response.status = status;
    response.headers.set("Content-Type", type);
    response.body = std::move(text);
    return response;
}

} // namespace imprimatur::http
