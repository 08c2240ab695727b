#include "cups-backend/arrangement.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdlib>
#include <fstream>
#include <map>

#include "cups-backend/options.hpp"

namespace imprimatur::backend {

namespace {

constexpr std::size_t longest_value = 100;

struct PageOption {
    std::string_view name;  ///< in small letters: pdftopdf does not tell them apart
    std::string_view said;  ///< as we call it
    std::string_view plain; ///< values, each between commas, that change nothing
    bool is_shaping = false;
    bool is_switch = false; ///< on or off
};

constexpr std::string_view off = ",false,no,off,";

constexpr std::array page_options{
    PageOption{"number-up", "number-up", ",1,", true},
    PageOption{"number-up-layout", "number-up-layout", ",lrtb,", true},
    PageOption{"page-ranges", "page-ranges", ",,1-2147483647,", true},
    PageOption{"page-set", "page-set", ",all,", true},
    PageOption{"outputorder", "outputorder", ",normal,", true},
    PageOption{"output-order", "outputorder", ",normal,", true},
    PageOption{"page-delivery", "outputorder",
               ",same-order-face-down,same-order-face-up,system-specified,", true},
    PageOption{"landscape", "landscape", off, true, true},
    PageOption{"orientation-requested", "orientation", ",3,7,0,", true},
    PageOption{"mirror", "mirror", off, true, true},
    PageOption{"booklet", "booklet", off, true, true},
    PageOption{"booklet-signature", "booklet-signature", ",-1,0,", true},
    PageOption{"page-border", "page-border", ",none,", true},
    PageOption{"fit-to-page", "fit-to-page", off, false, true},
    PageOption{"fitplot", "fit-to-page", off, false, true},
    PageOption{"fill", "fill", off, false, true},
    PageOption{"crop-to-fit", "crop-to-fit", off, false, true},
    PageOption{"ipp-attribute-fidelity", "fit-to-page", off, false, true},
    PageOption{"print-scaling", "print-scaling", ",auto,"},
    PageOption{"scaling", "scaling", ",100,"},
    PageOption{"natural-scaling", "natural-scaling", ",100,"},
    PageOption{"position", "position", ",center,"},
    PageOption{"page-top", "page-top", ","},
    PageOption{"page-left", "page-left", ","},
    PageOption{"page-right", "page-right", ","},
    PageOption{"page-bottom", "page-bottom", ","},
    PageOption{"media-top-margin", "media-top-margin", ","},
    PageOption{"media-left-margin", "media-left-margin", ","},
    PageOption{"media-right-margin", "media-right-margin", ","},
    PageOption{"media-bottom-margin", "media-bottom-margin", ","},
    PageOption{"media", "media", ","},
    PageOption{"pagesize", "media", ","},
    PageOption{"media-size", "media", ","},
    PageOption{"mediasize", "media", ","},
    PageOption{"page-size", "media", ","},
    PageOption{"sides", "sides", ",one-sided,"},
    PageOption{"duplex", "sides", off},
};

std::string lower(std::string_view text) {
    std::string out;
    std::ranges::transform(text, std::back_inserter(out),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

/// As it stands in the text: no blanks, nothing that begins another option.
std::string value_in(std::string const& value) {
    auto out = value.substr(0, longest_value);
    std::ranges::replace_if(
        out, [](unsigned char c) { return c <= ' ' || c == '='; }, '_');
    return out;
}

bool is_plain(PageOption const& option, std::string const& value, std::string const& usual_paper) {
    if (option.said == "media") {
        return lower(value) == usual_paper || value.empty();
    }
    if (option.name == "duplex" && lower(value) == "none") {
        return true;
    }
    return option.plain.find("," + lower(value) + ",") != option.plain.npos;
}

/// The numbers that IPP has for the ways a page may be turned (RFC 8011, 5.2.10).
std::string orientation_of(std::string const& value) {
    return value == "4"   ? "landscape"
           : value == "5" ? "reverse-landscape"
           : value == "6" ? "reverse-portrait"
                          : "orientation-requested=" + value_in(value);
}

std::string words_of(PageOption const& option, std::string const& value) {
    if (option.said == "orientation") {
        return orientation_of(value);
    }
    auto const word = lower(value);
    if (option.is_switch && (word.empty() || word == "true" || word == "yes" || word == "on")) {
        return std::string(option.said);
    }
    return std::string(option.said) + "=" + value_in(value);
}

/// A later one of the same name counts; a name alone means yes, with "no" before it, no.
std::map<std::string, std::string> by_name(std::string_view options) {
    std::map<std::string, std::string> out;
    for (auto const& option : read_every_option(options)) {
        auto name = lower(option.name);
        bool is_denied = !option.has_value && name.starts_with("no");
        out.insert_or_assign(is_denied ? name.substr(2) : name, option.has_value ? option.value
                                                                : is_denied      ? "false"
                                                                                 : "true");
    }
    return out;
}

} // namespace

Arrangement read_arrangement(std::string_view options, std::string_view usual_paper) {
    auto const given = by_name(options);
    auto const usual = lower(usual_paper);
    auto value_of = [&](std::string_view name) {
        auto found = given.find(std::string(name));
        return found == given.end() ? std::string() : found->second;
    };
    bool const is_alone = value_of("number-up").empty() || value_of("number-up") == "1";
    Arrangement out;
    for (auto const& option : page_options) {
        auto found = given.find(std::string(option.name));
        bool is_idle = option.name == "number-up-layout" && is_alone;
        if (found == given.end() || is_idle || is_plain(option, found->second, usual)) {
            continue;
        }
        auto words = words_of(option, found->second);
        if ((" " + out.text + " ").find(" " + words + " ") == std::string::npos) {
            out.text += (out.text.empty() ? "" : " ") + words;
        }
        out.is_shaping = out.is_shaping || option.is_shaping;
    }
    return out;
}

std::string paper_of_ppd() {
    char const* path = std::getenv("PPD");
    std::ifstream file(path == nullptr ? "" : path);
    constexpr std::string_view key = "*DefaultPageSize:";
    for (std::string line; std::getline(file, line);) {
        if (line.starts_with(key)) {
            auto first = line.find_first_not_of(' ', key.size());
            auto last = line.find_last_not_of(" \r");
            auto name = first == line.npos ? "" : line.substr(first, last - first + 1);
            bool is_sound =
                name.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
                                       "0123456789.") == name.npos;
            return is_sound ? name : "";
        }
    }
    return "";
}

} // namespace imprimatur::backend
