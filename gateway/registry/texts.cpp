#include "gateway/registry/texts.hpp"

#include <nlohmann/json.hpp>

#include "gateway/registry/faults.hpp"

namespace imprimatur::registry {

namespace {

using nlohmann::json;

bool is_continuation(char c) {
    return (static_cast<unsigned char>(c) & 0xc0U) == 0x80U;
}

/// Bytes of the valid character at the start of `text`; 0: there is none (RFC 3629: no overlong
/// forms, no surrogates, nothing above U+10FFFF).
std::size_t character_size(std::string_view text) {
    auto first = static_cast<unsigned char>(text[0]);
    auto second = text.size() > 1 ? static_cast<unsigned char>(text[1]) : 0U;
    if (first < 0x80U) {
        return first == 0 ? 0 : 1;
    }
    std::size_t size = first >= 0xc2U && first <= 0xdfU   ? 2
                       : first >= 0xe0U && first <= 0xefU ? 3
                       : first >= 0xf0U && first <= 0xf4U ? 4
                                                          : 0;
    if (size == 0 || text.size() < size) {
        return 0;
    }
    for (std::size_t i = 1; i < size; ++i) {
        if (!is_continuation(text[i])) {
            return 0;
        }
    }
    bool is_wrong = (first == 0xe0U && second < 0xa0U) || (first == 0xedU && second > 0x9fU) ||
                    (first == 0xf0U && second < 0x90U) || (first == 0xf4U && second > 0x8fU);
    return is_wrong ? 0 : size;
}

template <class List> std::string list_to_json(List const& list) {
    auto out = json::array();
    for (auto const& text : list) {
        out.push_back(clean(text));
    }
    return out.dump();
}

template <class Read> auto from_json(std::string const& text, Read read) {
    try {
        return read(json::parse(text));
    } catch (json::exception const& e) {
        throw Damaged(std::string("a stored list cannot be read: ") + e.what());
    }
}

} // namespace

std::string clean(std::string_view text) {
    std::string out;
    out.reserve(text.size());
    while (!text.empty()) {
        auto size = character_size(text);
        if (size == 0) {
            out += "\xef\xbf\xbd";
            text.remove_prefix(1);
        } else {
            out += text.substr(0, size);
            text.remove_prefix(size);
        }
    }
    return out;
}

std::string to_json(std::vector<std::string> const& list) {
    return list_to_json(list);
}
std::string to_json(std::set<std::string> const& list) {
    return list_to_json(list);
}

std::string to_json(std::map<std::string, std::string> const& map) {
    auto out = json::object();
    for (auto const& [key, value] : map) {
        out[clean(key)] = clean(value);
    }
    return out.dump();
}

std::string to_json(Pairs const& pairs) {
    auto out = json::array();
    for (auto const& [key, value] : pairs) {
        out.push_back(json::array({clean(key), clean(value)}));
    }
    return out.dump();
}

std::vector<std::string> list_from_json(std::string const& text) {
    return from_json(text, [](json const& read) { return read.get<std::vector<std::string>>(); });
}

std::map<std::string, std::string> map_from_json(std::string const& text) {
    return from_json(
        text, [](json const& read) { return read.get<std::map<std::string, std::string>>(); });
}

Pairs pairs_from_json(std::string const& text) {
    return from_json(text, [](json const& read) { return read.get<Pairs>(); });
}

} // namespace imprimatur::registry
