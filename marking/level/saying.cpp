#include "marking/level/saying.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <cstdint>
#include <vector>

#include "marking/mark/typing.hpp"

namespace imprimatur::level {

namespace {

using Pair = std::pair<std::string_view, std::string_view>;

constexpr std::array<Pair, 15> simplified{{{"絕", "绝"},
                                           {"機", "机"},
                                           {"祕", "秘"},
                                           {"級", "级"},
                                           {"對", "对"},
                                           {"極", "极"},
                                           {"業", "业"},
                                           {"內", "内"},
                                           {"審", "审"},
                                           {"長", "长"},
                                           {"個", "个"},
                                           {"際", "际"},
                                           {"國", "国"},
                                           {"類", "类"},
                                           {"後", "后"}}};

/// What people frame a mark with.
constexpr std::array<std::string_view, 32> frames{
    "【", "】", "[",  "]", "(", ")", "〔", "〕", "《", "》", "〈", "〉", "「", "」", "『", "』",
    "“",  "”",  "\"", "'", "-", "*", "·",  "•",  "■",  "●",  "|",  "/",  "_",  "!",  ".",  "="};

struct Core {
    std::string_view words;
    Level level;
    bool is_certain;
};

/// Longer ones before those that they begin with. Company scales (核心商密 above 普通商密: SASAC,
/// 中央企业商业秘密保护暂行规定, art. 11) and those of Taiwan are not ours: the nearest, not
/// certain. 内部 and INTERNAL are no marks: what is not classified prints as 内部 anyhow.
constexpr std::array<Core, 26> cores{{{"绝对机密", Level::TopSecret, false},
                                      {"极机密", Level::TopSecret, false},
                                      {"绝密", Level::TopSecret, true},
                                      {"机密", Level::Secret, true},
                                      {"秘密", Level::Confidential, true},
                                      {"核心商密", Level::Secret, false},
                                      {"普通商密", Level::Confidential, false},
                                      {"核心商业秘密", Level::Secret, false},
                                      {"普通商业秘密", Level::Confidential, false},
                                      {"商业绝密", Level::TopSecret, false},
                                      {"商业机密", Level::Secret, false},
                                      {"商业秘密", Level::Confidential, false},
                                      {"商密", Level::Confidential, false},
                                      {"公司绝密", Level::TopSecret, false},
                                      {"公司机密", Level::Secret, false},
                                      {"公司秘密", Level::Confidential, false},
                                      {"企业绝密", Level::TopSecret, false},
                                      {"企业机密", Level::Secret, false},
                                      {"企业秘密", Level::Confidential, false},
                                      {"内部绝密", Level::TopSecret, false},
                                      {"内部机密", Level::Secret, false},
                                      {"内部秘密", Level::Confidential, false},
                                      {"严格保密", Level::Confidential, false},
                                      {"注意保密", Level::Confidential, false},
                                      {"保密", Level::Confidential, false},
                                      {"密件", Level::Confidential, false}}};

constexpr std::array<std::string_view, 10> labels{
    "文件密级",       "密级",          "秘密等级", "保密等级",
    "涉密等级",       "保密级别",      "定密",     "SECURITY CLASSIFICATION",
    "CLASSIFICATION", "SECURITY LEVEL"};

/// Latin words that may stand beside a level in a mark.
constexpr std::array<std::string_view, 44> company{
    "TOP",        "STRICTLY", "HIGHLY",       "COMPANY",      "CORPORATE",  "PRIVATE",
    "AND",        "&",        "PROPRIETARY",  "BUSINESS",     "COMMERCIAL", "IN",
    "INTERNAL",   "USE",      "ONLY",         "FOR",          "DO",         "NOT",
    "DISTRIBUTE", "COPY",     "DRAFT",        "INFORMATION",  "DOCUMENT",   "MATERIAL",
    "RESTRICTED", "NATO",     "COSMIC",       "US",           "UK",         "EYES",
    "NOFORN",     "TRADE",    "STATE",        "CLASSIFIED",   "LEVEL",      "PROPERTY",
    "OF",         "THE",      "DISTRIBUTION", "REPRODUCTION", "OR",         "DISCLOSE",
    "INC",        "LTD"};

template <class List> std::string_view found_at_start(std::string_view text, List const& list) {
    for (auto const& item : list) {
        if (text.starts_with(item)) {
            return item;
        }
    }
    return {};
}

std::string_view unframed(std::string_view text) {
    for (bool changed = true; changed && !text.empty();) {
        changed = false;
        for (auto frame : frames) {
            if (text.starts_with(frame)) {
                text.remove_prefix(frame.size());
                changed = true;
            }
            if (text.ends_with(frame)) {
                text.remove_suffix(frame.size());
                changed = true;
            }
        }
        while (!text.empty() && (text.front() == ' ' || text.back() == ' ')) {
            text.front() == ' ' ? text.remove_prefix(1) : text.remove_suffix(1);
            changed = true;
        }
    }
    return text;
}

std::size_t length_of_first(std::string_view text) {
    return first_character_of(text).size();
}

/// "10年", "6个月", "长期", "2030年1月1日", "公布前".
bool is_period(std::string_view text) {
    auto const digits = std::min(text.find_first_not_of("0123456789"), text.size());
    auto const rest = text.substr(digits);
    if (digits > 0) {
        return rest == "年" || rest == "个月" || rest == "月" || rest == "y" || rest == "Y" ||
               rest == "YEARS" || rest == "年内" ||
               (rest.starts_with("年") && rest.ends_with("日"));
    }
    return rest == "长期" || rest == "永久" || rest == "公布前" || rest == "公布后" ||
           rest == "解密前" || rest == "启用前" || rest == "启封前";
}

/// What stands behind the level: nothing, or a star, or a sign, and a period.
bool is_dated(std::string_view rest, bool is_read) {
    constexpr std::size_t longest = 60; // bytes: twenty characters
    constexpr std::array<std::string_view, 3> stars{"★", "☆", "✩"};
    constexpr std::array<std::string_view, 15> signs{
        "·", "•", "・", "*", "-", ":", ",", "，", ".", "/", "|", "(", "保密期限", "期限", " "};
    if (auto const star = found_at_start(rest, stars); !star.empty()) {
        return rest.size() - star.size() <= longest;
    }
    for (int i = 0; i < 4; ++i) {
        if (is_period(unframed(rest))) {
            return true;
        }
        auto const sign = found_at_start(rest, signs);
        bool const is_guess = is_read && i == 0 && sign.empty();
        if (rest.empty() || (sign.empty() && !is_guess)) {
            return false;
        }
        rest.remove_prefix(is_guess ? length_of_first(rest) : sign.size());
    }
    return false;
}

std::optional<Saying> find_chinese(std::string_view line, bool is_read) {
    constexpr std::array<std::string_view, 1> grades{"级"};
    constexpr std::array<std::string_view, 4> things{"文件", "资料", "材料", "件"};
    auto const* core =
        std::ranges::find_if(cores, [&](Core const& one) { return line.starts_with(one.words); });
    if (core == cores.end()) {
        return std::nullopt;
    }
    auto rest = line.substr(core->words.size());
    rest.remove_prefix(found_at_start(rest, grades).size());
    auto const thing = found_at_start(rest, things);
    rest.remove_prefix(thing.size());
    if (rest.empty()) {
        bool const is_plain = core->is_certain && thing.empty();
        return Saying{core->level, is_plain ? Form::Bare : Form::Loose, is_plain};
    }
    // 保密期限：10年 is a line of a form.
    bool const may_be_dated = core->words != "保密" || rest.starts_with("★");
    return may_be_dated && is_dated(rest, is_read)
               ? std::optional(Saying{core->level, Form::Dated, core->is_certain})
               : std::nullopt;
}

std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> out(1);
    for (char c : line) {
        bool const is_part = std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '&' ||
                             (static_cast<unsigned char>(c) & 0x80U) != 0;
        if (is_part) {
            out.back() += c;
        } else if (!out.back().empty()) {
            out.emplace_back();
        }
    }
    if (out.back().empty()) {
        out.pop_back();
    }
    return out;
}

bool is_number(std::string const& word) {
    return word == "PAGE" || word == "Page" ||
           std::ranges::all_of(word, [](char c) { return c >= '0' && c <= '9'; });
}

std::string upper(std::string text) {
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
    });
    return text;
}

/// TOP SECRET, SECRET, CONFIDENTIAL, with words that go with them; CONFIDENTIAL with two or three
/// names as well ("Northgate Holdings Confidential"). Small letters: only as a phrase of its own.
std::optional<Saying> find_english(std::string_view line) {
    constexpr std::size_t most_words = 12;
    constexpr std::size_t most_names = 3;
    auto const words = words_of(line);
    if (words.empty() || words.size() > most_words) {
        return std::nullopt;
    }
    bool secret = false;
    bool confidential = false;
    bool top = false;
    std::size_t names = 0;
    std::size_t others = 0;
    for (auto const& word : words) {
        auto const big = upper(word);
        if (big == "SECRET" && (word == big || top)) {
            secret = true;
        } else if (big == "CONFIDENTIAL" && word.front() == 'C') {
            confidential = true;
        } else if (big == "CONFIDENCE" && word == big) {
            confidential = true;
        } else if (std::ranges::find(company, big) == company.end() && !is_number(word)) {
            bool const is_name = word.front() >= 'A' && word.front() <= 'Z';
            ++(is_name ? names : others);
        } else {
            top = top || (big == "TOP" && word.front() == 'T');
        }
    }
    bool const is_trade = std::ranges::find(words, "TRADE") != words.end() ||
                          std::ranges::find(words, "COMPANY") != words.end();
    if (others > 0 || (secret && names > 0) || names > most_names || !(secret || confidential)) {
        return std::nullopt;
    }
    if (!secret) {
        return Saying{Level::Confidential, Form::Loose, false};
    }
    if (is_trade) {
        return Saying{Level::Confidential, Form::Loose, false};
    }
    return Saying{top ? Level::TopSecret : Level::Secret, Form::Loose, true};
}

} // namespace

std::string plain(std::string_view text) {
    auto const narrow = half_width(text);
    std::string out;
    for (std::string_view rest = narrow; !rest.empty();) {
        auto const length = length_of_first(rest);
        auto const one = rest.substr(0, length);
        auto const* kin = std::ranges::find(simplified, one, &Pair::first);
        bool const is_space = length == 1 && static_cast<unsigned char>(one.front()) <= 0x20;
        bool const before = !out.empty() && static_cast<unsigned char>(out.back()) < 0x80;
        bool const after = length < rest.size() && static_cast<unsigned char>(rest[length]) < 0x80;
        if (kin != simplified.end()) {
            out += kin->second;
        } else if (!is_space) {
            out += one;
        } else if (before && after && out.back() != ' ') {
            out += ' ';
        }
        rest.remove_prefix(length);
    }
    return out;
}

std::optional<Saying> find_saying(std::string_view line, bool is_read) {
    auto text = unframed(line);
    bool is_labelled = false;
    if (auto const label = found_at_start(text, labels); !label.empty()) {
        auto const rest = text.substr(label.size());
        if (rest.starts_with(":") || rest.starts_with("：")) {
            text = unframed(rest.substr(rest.starts_with(":") ? 1 : 3));
            is_labelled = true;
        }
    }
    auto saying = find_chinese(text, is_read);
    if (!saying) {
        saying = find_english(text);
    }
    if (saying && is_labelled && saying->form != Form::Dated) {
        saying->form = Form::Labelled;
    }
    return saying;
}

bool names_a_level(std::string_view text) {
    constexpr std::array<std::string_view, 3> english{"SECRET", "CONFIDEN", "CLASSIFIED"};
    auto has = [&](std::string_view what) { return text.find(what) != text.npos; };
    auto const big = upper(std::string(text));
    return has("绝密") || has("机密") || has("秘密") || has("商密") || has("保密") || has("密件") ||
           std::ranges::any_of(english, [&](auto what) { return big.find(what) != big.npos; });
}

} // namespace imprimatur::level
