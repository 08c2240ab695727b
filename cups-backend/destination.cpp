#include "cups-backend/destination.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>

#include "cups-backend/text.hpp"
#include "gateway/http/http.hpp"

namespace imprimatur::backend {

namespace {

constexpr std::string_view our_scheme = "imprimatur";
constexpr std::size_t longest_name = 127; // of a queue, as CUPS has it
constexpr int longest_wait = 600;
constexpr int longest_patience = 7 * 24 * 3600;

bool is_scheme(std::string_view text) {
    return !text.empty() && std::ranges::all_of(text, [](unsigned char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-';
    });
}

/// Any printable character but space, '/', '#' and quotes: the rule of CUPS.
bool is_queue_name(std::string_view text) {
    return !text.empty() && text.size() <= longest_name && is_tame(text, longest_name) &&
           text.find_first_of(" /#?'\"\\") == text.npos;
}

tl::unexpected<Error> wrong(std::string_view uri, std::string cause) {
    return fail(Fault::BadInput, {"backend.bad-uri", {{"uri", tamed(uri, 200)}}}, std::move(cause));
}

/// @return whether the setting was ours and sound; an unsound one makes `is_sound` false.
bool take_setting(Destination& out, std::string_view prefix, std::string const& name,
                  std::string const& value, bool& is_sound) {
    if (name == std::string(prefix) + "socket") {
        is_sound = is_sound && value.starts_with('/') && value.size() < 108;
        out.socket = value;
        return true;
    }
    if (name == "imprimatur-proofs" && !prefix.empty()) {
        is_sound = is_sound && value.starts_with('/');
        out.proofs = value;
        return true;
    }
    if (name == std::string(prefix) + "wait") {
        int seconds = -1;
        std::from_chars(value.data(), value.data() + value.size(), seconds);
        is_sound = is_sound && seconds >= 0 && seconds <= longest_wait;
        out.wait = std::chrono::seconds(seconds);
        return true;
    }
    if (name == std::string(prefix) + "patience") {
        int seconds = 0;
        std::from_chars(value.data(), value.data() + value.size(), seconds);
        is_sound = is_sound && seconds >= 1 && seconds <= longest_patience;
        out.patience = std::chrono::seconds(seconds);
        return true;
    }
    return false;
}

/// The query without the settings that are ours.
Result<std::string> take_settings(Destination& out, std::string_view prefix, std::string_view query,
                                  std::string_view uri) {
    auto pairs = http::parse_form(query);
    if (!pairs) {
        return wrong(uri, "query");
    }
    std::string rest;
    bool is_sound = true;
    for (std::size_t begin = 0; begin < query.size();) {
        auto end = std::min(query.find('&', begin), query.size());
        auto piece = query.substr(begin, end - begin);
        auto pair = http::parse_form(piece);
        if (pair && !pair->empty() &&
            !take_setting(out, prefix, pair->front().first, pair->front().second, is_sound)) {
            rest += (rest.empty() ? "?" : "&") + std::string(piece);
        }
        begin = end + 1;
    }
    return is_sound ? Result<std::string>(rest) : wrong(uri, "setting");
}

} // namespace

Result<Destination> read_destination(std::string_view uri) {
    if (cups::without_secret(std::string(uri)) != uri) {
        // Neither the sentence nor the log may show it.
        return fail(Fault::BadInput, {"backend.secret-in-address", {{"file", cups::proofs_file}}},
                    "address");
    }
    auto rest = uri;
    if (!rest.starts_with(our_scheme) || !rest.substr(our_scheme.size()).starts_with(":/")) {
        return wrong(uri, "scheme");
    }
    rest.remove_prefix(our_scheme.size() + 2);
    Destination out;
    auto mark = rest.find('?');
    auto place = rest.substr(0, mark);
    auto query = mark == rest.npos ? std::string_view() : rest.substr(mark + 1);
    auto colon = place.find(":/");
    bool is_device = colon != place.npos && is_scheme(place.substr(0, colon));
    auto left = take_settings(out, is_device ? "imprimatur-" : "", query, uri);
    if (!left) {
        return pass_on(left);
    }
    if (is_device) {
        out.scheme = place.substr(0, colon);
        out.device = std::string(place) + *left;
        bool is_sound = out.scheme != our_scheme && is_tame(out.device, 1024);
        return is_sound ? Result<Destination>(out) : wrong(uri, "device");
    }
    if (!is_queue_name(place) || !left->empty()) {
        return wrong(uri, "queue");
    }
    out.queue = place;
    return out;
}

} // namespace imprimatur::backend
