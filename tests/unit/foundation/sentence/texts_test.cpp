/// The code and its texts keep together: what a program can say stands in templates/messages, in
/// both languages, and with the values that the code gives.
#include <algorithm>
#include <fstream>
#include <map>
#include <optional>
#include <regex>
#include <set>
#include <sstream>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <toml++/toml.h>

#include "foundation/sentence/sentence.hpp"

namespace imprimatur {
namespace {

namespace fs = std::filesystem;

fs::path const source = IMPRIMATUR_SOURCE_DIR;

std::string content(fs::path const& file) {
    std::ifstream in(file, std::ios::binary);
    std::stringstream out;
    out << in.rdbuf();
    return out.str();
}

/// Where the string or character literal that begins at `place` ends (one past the quote).
std::size_t end_of_literal(std::string const& code, std::size_t place) {
    char const quote = code[place];
    for (auto i = place + 1; i < code.size(); ++i) {
        if (code[i] == '\\') {
            ++i;
        } else if (code[i] == quote || code[i] == '\n') {
            return i + 1;
        }
    }
    return code.size();
}

bool is_digit_separator(std::string const& code, std::size_t place) {
    return code[place] == '\'' && place > 0 &&
           std::isxdigit(static_cast<unsigned char>(code[place - 1])) != 0;
}

/// The code with every comment turned to blanks; lines stay where they are.
std::string without_comments(std::string code) {
    for (std::size_t i = 0; i + 1 < code.size();) {
        std::size_t end = i;
        if (code.compare(i, 2, "//") == 0) {
            end = std::min(code.find('\n', i), code.size());
        } else if (code.compare(i, 2, "/*") == 0) {
            end = std::min(code.find("*/", i + 2), code.size() - 2) + 2;
        }
        if (end > i) {
            std::replace_if(
                code.begin() + static_cast<long>(i), code.begin() + static_cast<long>(end),
                [](char c) { return c != '\n'; }, ' ');
            i = end;
        } else if (code[i] == '"' || (code[i] == '\'' && !is_digit_separator(code, i))) {
            i = end_of_literal(code, i);
        } else {
            ++i;
        }
    }
    return code;
}

/// One place in the code that says a sentence.
struct Use {
    std::string where; ///< "gateway/print/life.cpp:12"
    std::string id;
    std::optional<std::set<std::string>> values; ///< their names; empty: made elsewhere
};

/// What stands between one pair of braces: literals by depth, as far as they matter.
struct Braces {
    std::vector<std::string> ids; ///< literals directly inside: one, or both arms of a choice
    std::set<std::string> values; ///< first literal of each pair of the map
    bool has_map = false;
    bool has_other = false; ///< the map is a variable, or its keys are
};

bool is_id(std::string const& text) {
    static std::regex const form("[a-z][a-z0-9_-]*\\.[a-z0-9][a-z0-9.-]*");
    return std::regex_match(text, form);
}

/// Reads from the opening brace at `place`.
Braces read_braces(std::string const& code, std::size_t place) {
    Braces found;
    int depth = 0;
    bool first_of_pair = false;
    std::string last_word;
    for (auto i = place; i < code.size();) {
        char c = code[i];
        if (c == '"') {
            auto end = end_of_literal(code, i);
            auto text = code.substr(i + 1, end - i - 2);
            if (depth == 1 && is_id(text)) {
                found.ids.push_back(text);
            } else if (depth == 3 && first_of_pair) {
                found.values.insert(text);
            }
            first_of_pair = false;
            i = end;
            continue;
        }
        if (c == '{') {
            ++depth;
            found.has_map = found.has_map || depth == 2;
            first_of_pair = depth == 3;
        } else if (c == '}') {
            if (--depth == 0) {
                return found;
            }
        } else if (std::isspace(static_cast<unsigned char>(c)) == 0) {
            found.has_other =
                found.has_other || (depth == 3 && first_of_pair) || (depth == 2 && c != ',');
            first_of_pair = false;
        }
        ++i;
    }
    return found;
}

std::size_t line_of(std::string const& code, std::size_t place) {
    return 1 + static_cast<std::size_t>(
                   std::count(code.begin(), code.begin() + static_cast<long>(place), '\n'));
}

std::vector<Use> uses_in(std::string const& name, std::string const& raw) {
    static std::regex const opener("\\bfail\\s*\\([^,(){};]*,\\s*(?:Sentence\\s*)?\\{"
                                   "|\\bSentence\\s*(?:\\w+\\s*)?\\{"
                                   "|\\bError\\s*\\{[^,{};]*,\\s*(?:Sentence\\s*)?\\{"
                                   "|\\{(?=\\s*\"[a-z]+\\.[a-z0-9-]+\"\\s*,\\s*\\{)");
    auto const code = without_comments(raw);
    std::set<std::size_t> seen;
    std::vector<Use> uses;
    for (std::sregex_iterator at(code.begin(), code.end(), opener), end; at != end; ++at) {
        auto place = static_cast<std::size_t>(at->position() + at->length()) - 1;
        if (!seen.insert(place).second) {
            continue;
        }
        auto braces = read_braces(code, place);
        for (auto const& id : braces.ids) {
            auto known = braces.has_map && !braces.has_other;
            uses.push_back({name + ":" + std::to_string(line_of(code, place)), id,
                            known ? std::optional(braces.values) : std::nullopt});
        }
    }
    return uses;
}

std::vector<Use> uses_of_the_house() {
    std::vector<Use> uses;
    for (auto const* house : {"foundation", "marking", "gateway", "cups-backend"}) {
        for (auto const& entry : fs::recursive_directory_iterator(source / house)) {
            auto extension = entry.path().extension();
            if (extension == ".cpp" || extension == ".hpp") {
                auto name = fs::relative(entry.path(), source).string();
                auto found = uses_in(name, content(entry.path()));
                uses.insert(uses.end(), found.begin(), found.end());
            }
        }
    }
    return uses;
}

struct Text {
    std::string where;
    std::string chinese;
    std::string english;
};

std::map<std::string, Text> texts_of_the_house() {
    std::map<std::string, Text> texts;
    for (auto const& entry : fs::directory_iterator(source / "templates/messages")) {
        if (entry.path().extension() != ".toml") {
            continue;
        }
        auto table = toml::parse_file(entry.path().string());
        for (auto const& [id, node] : table) {
            texts[std::string(id.str())] = {
                entry.path().filename().string() + ":" + std::to_string(node.source().begin.line),
                table[id]["zh"].value_or(std::string()), table[id]["en"].value_or(std::string())};
        }
    }
    return texts;
}

std::set<std::string> placeholders(std::string const& text) {
    static std::regex const form("\\{([^{}]*)\\}");
    std::set<std::string> names;
    for (std::sregex_iterator at(text.begin(), text.end(), form), end; at != end; ++at) {
        names.insert((*at)[1]);
    }
    return names;
}

/// A word of the rules has a value for each language: {level_zh} and {level_en} say the same thing.
std::set<std::string> without_language(std::set<std::string> const& names) {
    std::set<std::string> bare;
    for (auto const& name : names) {
        bool const has_language = name.ends_with("_zh") || name.ends_with("_en");
        bare.insert(has_language ? name.substr(0, name.size() - 3) : name);
    }
    return bare;
}

bool contains_all(std::set<std::string> const& whole, std::set<std::string> const& part) {
    return std::includes(whole.begin(), whole.end(), part.begin(), part.end());
}

TEST(Texts, HaveBothLanguages) {
    for (auto const& [id, text] : texts_of_the_house()) {
        EXPECT_FALSE(text.chinese.empty() || text.english.empty()) << text.where << " " << id;
    }
}

TEST(Texts, UseInEnglishEveryPlaceholderOfTheChinese) {
    for (auto const& [id, text] : texts_of_the_house()) {
        EXPECT_TRUE(contains_all(without_language(placeholders(text.english)),
                                 without_language(placeholders(text.chinese))))
            << text.where << " " << id;
    }
}

TEST(Texts, StandForEverySentenceThatTheCodeSays) {
    auto const texts = texts_of_the_house();
    auto const uses = uses_of_the_house();
    EXPECT_GT(uses.size(), 10U) << "the search finds the sentences of foundation at least";
    for (auto const& use : uses) {
        EXPECT_TRUE(texts.contains(use.id))
            << use.where << " says \"" << use.id << "\", which no file of templates/messages has";
    }
}

TEST(Texts, AskForNoValueThatTheCodeDoesNotGive) {
    auto const texts = texts_of_the_house();
    for (auto const& use : uses_of_the_house()) {
        auto text = texts.find(use.id);
        if (text == texts.end() || !use.values) {
            continue;
        }
        EXPECT_TRUE(contains_all(*use.values, placeholders(text->second.chinese)) &&
                    contains_all(*use.values, placeholders(text->second.english)))
            << use.where << " gives \"" << use.id << "\" too few values for " << text->second.where;
    }
}

TEST(TheSearch, FindsSentencesHoweverTheyAreWritten) {
    auto const uses = uses_in("x.cpp", R"(
        // fail(Fault::BadInput, {"no.comment", {}});
        return fail(Fault::BadInput, {"one.plain", {}}, "cause.text");
        return fail(fault, Sentence{"two.named",
                                    {{"file", path}, {"line", std::to_string(line)}}});
        Sentence said{is_full ? "three.full" : "three.empty", {}};
        auto e = Error{Fault::Internal, {"four.error", values}, "x"};
        remarks.push_back({"five.remark", {{"page", "1"}}});
        fail(Fault::Denied, {"six.key", {{key, "x"}}});
        auto big = 1'000; auto s = "// no comment"; fail(Fault::Denied, {"seven.after", {}});
    )");
    std::map<std::string, std::optional<std::set<std::string>>> found;
    for (auto const& use : uses) {
        found[use.id] = use.values;
    }
    EXPECT_EQ(found.size(), 8U);
    EXPECT_EQ(found.at("one.plain"), std::set<std::string>{});
    EXPECT_EQ(found.at("two.named"), (std::set<std::string>{"file", "line"}));
    EXPECT_TRUE(found.contains("three.full") && found.contains("three.empty"));
    EXPECT_EQ(found.at("four.error"), std::nullopt);
    EXPECT_EQ(found.at("five.remark"), std::set<std::string>{"page"});
    EXPECT_EQ(found.at("six.key"), std::nullopt);
    EXPECT_TRUE(found.contains("seven.after"));
    EXPECT_EQ(uses.front().where, "x.cpp:3");
}

} // namespace
} // namespace imprimatur
