#include "gateway/cli/help.hpp"

#include <fstream>
#include <sstream>

#include <gtest/gtest.h>

#include "gateway/cli/parse.hpp"
#include "gateway/cli/plain.hpp"

namespace imprimatur::cli {
namespace {

std::string content(std::string const& name) {
    std::ifstream in(std::string(IMPRIMATUR_SOURCE_DIR) + "/" + name, std::ios::binary);
    std::stringstream out;
    out << in.rdbuf();
    return out.str();
}

Sentences const& sentences() {
    static Sentences const all(std::string(IMPRIMATUR_SOURCE_DIR) + "/templates/messages");
    return all;
}

std::vector<std::string> words_of(std::string_view path) {
    std::istringstream in{std::string(path)};
    return {std::istream_iterator<std::string>(in), {}};
}

TEST(Commands, StandAfterTheGroupTheyBelongTo) {
    std::vector<std::string_view> seen{""};
    for (auto const& command : commands()) {
        auto const blank = command.path.rfind(' ');
        auto const parent = blank == std::string_view::npos ? "" : command.path.substr(0, blank);
        EXPECT_NE(std::find(seen.begin(), seen.end(), parent), seen.end()) << command.path;
        EXPECT_EQ(std::find(seen.begin(), seen.end(), command.path), seen.end()) << command.path;
        seen.push_back(command.path);
    }
}

TEST(Help, HasWordsForEveryCommandAndOptionInBothLanguages) {
    for (auto language : {Language::Chinese, Language::English}) {
        Texts const texts(sentences(), language);
        EXPECT_EQ(help_text("", texts, {}).find("cli."), std::string::npos)
            << help_text("", texts, {});
        for (auto const& command : commands()) {
            auto const help = help_text(command.path, texts, {});
            EXPECT_EQ(help.find("cli."), std::string::npos) << help;
        }
    }
}

TEST(Help, FitsTheTerminal) {
    for (auto language : {Language::Chinese, Language::English}) {
        Texts const texts(sentences(), language);
        for (auto const& command : commands()) {
            std::istringstream lines(help_text(command.path, texts, {80, false}));
            for (std::string line; std::getline(lines, line);) {
                EXPECT_LE(columns(line), 82U) << line; // a full stop may hang over
            }
        }
    }
}

TEST(Help, IsReachedByEveryPath) {
    for (auto const& command : commands()) {
        auto words = words_of(command.path);
        words.emplace_back("--help");
        auto parsed = parse(words);
        ASSERT_TRUE(parsed) << command.path;
        EXPECT_EQ(std::get<HelpWanted>(*parsed).path, command.path);
    }
}

TEST(ManPage, IsTheOneThatTheTableMakes) {
    Texts const texts(sentences(), Language::English);
    EXPECT_EQ(content("docs/man/imprimatur.1"), man_page(texts, IMPRIMATUR_VERSION))
        << "make it again: imprimatur --man > docs/man/imprimatur.1 (LC_ALL=C)";
}

TEST(ManPage, InChineseIsTheOneThatTheTableMakes) {
    Texts const texts(sentences(), Language::Chinese);
    EXPECT_EQ(content("docs/man/zh_CN/imprimatur.1"), man_page(texts, IMPRIMATUR_VERSION))
        << "make it again: imprimatur --man > docs/man/zh_CN/imprimatur.1 (LC_ALL=zh_CN.UTF-8)";
}

TEST(ManPage, TellsEveryCommandAndExitCode) {
    Texts const texts(sentences(), Language::English);
    auto const page = man_page(texts, "1");
    EXPECT_EQ(page.find("cli."), std::string::npos);
    for (auto const& command : commands()) {
        std::string path(command.path);
        for (auto hyphen = path.find('-'); hyphen != std::string::npos;
             hyphen = path.find('-', hyphen + 2)) {
            path.insert(hyphen, "\\");
        }
        EXPECT_NE(page.find(".SS imprimatur " + path + "\n"), std::string::npos) << path;
    }
    for (auto const* code : {"0", "1", "2", "3", "4", "5", "6", "70"}) {
        EXPECT_NE(page.find(std::string(".TP\n.B ") + code + "\n"), std::string::npos) << code;
    }
}

TEST(Completion, IsTheOneThatTheTableMakes) {
    EXPECT_EQ(content("config/completion/imprimatur.bash"), bash_completion())
        << "make it again: imprimatur --completion > config/completion/imprimatur.bash";
}

TEST(Language, FollowsTheLocaleInTheOrderOfPosix) {
    using Environment = std::map<std::string, std::string>;
    EXPECT_EQ(language_of(Environment{{"LANG", "zh_CN.UTF-8"}}), Language::Chinese);
    EXPECT_EQ(language_of(Environment{{"LANG", "zh_CN.UTF-8"}, {"LC_MESSAGES", "en_GB"}}),
              Language::English);
    EXPECT_EQ(language_of(Environment{{"LC_ALL", "zh_CN"}, {"LC_MESSAGES", "C"}}),
              Language::Chinese);
    EXPECT_EQ(language_of(Environment{{"LC_ALL", ""}, {"LANG", "zh"}}), Language::Chinese);
    EXPECT_EQ(language_of(Environment{}), Language::English);
}

} // namespace
} // namespace imprimatur::cli
