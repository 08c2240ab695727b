#include "gateway/cli/parse.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "marking/mark/serial.hpp"

namespace imprimatur::cli {
namespace {

using testing::ElementsAre;

Chosen chosen(std::vector<std::string> const& words) {
    auto parsed = parse(words);
    if (!parsed) {
        ADD_FAILURE() << parsed.error().sentence.id << " " << parsed.error().cause;
        return {};
    }
    if (!std::holds_alternative<Chosen>(*parsed)) {
        ADD_FAILURE() << "no command was chosen";
        return {};
    }
    return std::get<Chosen>(*parsed);
}

Error refused(std::vector<std::string> const& words) {
    auto parsed = parse(words);
    if (parsed) {
        ADD_FAILURE() << "was not refused";
        return {Fault::Internal, {"none", {}}, {}};
    }
    return parsed.error();
}

std::vector<std::string> add(std::vector<std::string> const& more) {
    std::vector<std::string> words{"document", "add",  "f.pdf",   "--number", "12号",
                                   "--title",  "通知", "--level", "机密"};
    words.insert(words.end(), more.begin(), more.end());
    return words;
}

TEST(Parse, BringsEveryValueToOneWriting) {
    auto const run =
        chosen(add({"--period", "10年", "--issued", "2026/11/20", "--scope", "a, b，c、d"}));
    EXPECT_EQ(run.command->path, "document add");
    EXPECT_EQ(run.arguments.text("FILE"), "f.pdf");
    EXPECT_EQ(run.arguments.text("level"), "secret");
    EXPECT_EQ(run.arguments.text("period"), "10y");
    EXPECT_EQ(run.arguments.text("issued"), "2026-11-20");
    EXPECT_THAT(run.arguments.list("scope"), ElementsAre("a", "b", "c", "d"));
    EXPECT_FALSE(run.arguments.has("category"));
}

TEST(Parse, TakesOptionsOfEveryCommandBeforeAndAfterIt) {
    for (auto const& words : {std::vector<std::string>{"--json", "--socket", "/s", "job", "list"},
                              std::vector<std::string>{"job", "list", "--json", "--socket", "/s"},
                              std::vector<std::string>{"job", "--json", "list", "--socket=/s"}}) {
        auto const run = chosen(words);
        EXPECT_EQ(run.command->path, "job list");
        EXPECT_TRUE(run.common.has("json"));
        EXPECT_EQ(run.common.text("socket"), "/s");
    }
}

TEST(Parse, TellsARequestFromTheCommandsBelowGrant) {
    auto const run = chosen({"grant", "7", "--copies", "3", "--recipients", "a,b,c"});
    EXPECT_EQ(run.command->path, "grant");
    EXPECT_EQ(run.arguments.find_number("REQUEST"), 7U);
    EXPECT_EQ(run.arguments.find_number("copies"), 3U);
    EXPECT_EQ(chosen({"grant", "list"}).command->path, "grant list");
    EXPECT_EQ(chosen({"grant", "refuse", "7", "--reason", "用途不明"}).command->path,
              "grant refuse");
}

TEST(Parse, LeavesAnArgumentBehindAnOptionToItself) {
    auto const slip = chosen({"register", "slip", "--pdf", "loan.pdf", "12"});
    EXPECT_EQ(slip.arguments.text("pdf"), "loan.pdf");
    EXPECT_EQ(slip.arguments.text("MATTER"), "12");
    auto const act = chosen({"matter", "act", "--copies", "7K3M9Q2W0HXCV5TN", "12", "back"});
    EXPECT_EQ(act.arguments.text("ACT"), "back");
    EXPECT_TRUE(act.arguments.list("detail").empty());
    auto const sent = chosen(
        {"matter", "act", "12", "send", "--detail", "encrypted=yes", "--detail", "pages=1,2"});
    EXPECT_THAT(sent.arguments.list("detail"), ElementsAre("encrypted=yes", "pages=1,2"));
}

TEST(Parse, KeepsAValueThatLooksLikeACommand) {
    EXPECT_EQ(chosen({"document", "find", "list"}).arguments.text("TEXT"), "list");
    EXPECT_EQ(chosen({"document", "show", "audit"}).arguments.text("NUMBER"), "audit");
}

TEST(Parse, CollectsAListFromOneOptionOrSeveral) {
    EXPECT_THAT(chosen({"person", "add", "wang", "--role", "user", "--role", "operator,auditor"})
                    .arguments.list("role"),
                ElementsAre("user", "operator", "auditor"));
    EXPECT_THAT(chosen({"trace", "a.jpg", "b.png"}).arguments.list("SERIAL-OR-FILE"),
                ElementsAre("a.jpg", "b.png"));
}

TEST(Parse, GivesEachArgumentItsOwnValue) {
    auto const marked = chosen({"mark", "in.pdf", "out.pdf", "--level", "机密"});
    EXPECT_EQ(marked.arguments.text("IN"), "in.pdf");
    EXPECT_EQ(marked.arguments.text("OUT"), "out.pdf");
    EXPECT_EQ(chosen({"queue", "check"}).arguments.text("QUEUE"), "");
    EXPECT_EQ(chosen({"queue", "check", "Q"}).arguments.text("QUEUE"), "Q");
}

TEST(Parse, ReadsASerialHoweverItIsTyped) {
    auto const plain = Serial(0x0123456789abcdef).plain();
    auto typed = Serial(0x0123456789abcdef).text();
    for (auto& c : typed) {
        c = static_cast<char>(std::tolower(c));
    }
    EXPECT_EQ(chosen({"copy", "show", typed}).arguments.text("SERIAL"), plain);
}

TEST(Parse, NamesTheWrongCharacterOfASerial) {
    auto typed = Serial(0x0123456789abcdef).text();
    typed[2] = typed[2] == 'Z' ? 'Y' : 'Z';
    auto const error = refused({"copy", "show", typed});
    EXPECT_EQ(error.sentence.id, "serial.slip");
    EXPECT_EQ(error.sentence.values.at("place"), "3");
    EXPECT_EQ(refused({"copy", "show", "7K3M"}).sentence.id, "serial.wrong-length");
}

TEST(Parse, SaysWhatIsWrongWithTheCommandLine) {
    struct {
        std::vector<std::string> words;
        char const* id;
        char const* option;
    } const cases[] = {
        {{"document", "show"}, "cli.usage-missing", "NUMBER"},
        {{"document", "add", "f", "--number", "1", "--level", "秘密"},
         "cli.usage-missing",
         "--title"},
        {{"grant", "x"}, "cli.usage-number", "REQUEST"},
        {{"grant", "0"}, "cli.usage-number", "REQUEST"},
        {{"grant", "1", "--copies", "-1"}, "cli.usage-number", "--copies"},
        {{"grant", "1", "--copies", "1e3"}, "cli.usage-number", "--copies"},
        {{"grant", "1", "--copies", "9999999999"}, "cli.usage-number", "--copies"},
        {{"grant", "1", "--until", "2026-02-30"}, "cli.usage-date", "--until"},
        {add({"--period", "10"}), "cli.usage-period", "--period"},
        {{"document", "list", "--level", "公开"}, "cli.usage-level", "--level"},
        {{"job", "list", "--state", "lost"}, "cli.usage-choice", "--state"},
        {{"grant", "1", "--until"}, "cli.usage-value", "--until"},
    };
    for (auto const& [words, id, option] : cases) {
        auto const error = refused(words);
        EXPECT_EQ(error.sentence.id, id) << words.back();
        EXPECT_EQ(error.sentence.values.at("option"), option) << words.back();
    }
    EXPECT_EQ(refused({"frob"}).sentence.id, "cli.usage-unknown");
    EXPECT_EQ(refused({"document", "show", "a", "b"}).sentence.values.at("word"), "b");
    EXPECT_EQ(refused({"job", "list", "--frob"}).sentence.values.at("word"), "--frob");
}

TEST(Parse, GivesHelpWhereItIsAskedForOrNeeded) {
    auto help = [](std::vector<std::string> const& words) {
        return std::get<HelpWanted>(*parse(words));
    };
    EXPECT_EQ(help({"--help"}).path, "");
    EXPECT_EQ(help({"document", "add", "--help"}).path, "document add");
    EXPECT_EQ(help({"document", "add", "-h"}).path, "document add");
    EXPECT_EQ(help({"help", "grant", "refuse"}).path, "grant refuse");
    EXPECT_EQ(help({"help"}).path, "");
    EXPECT_TRUE(help({"help"}).was_asked);
    EXPECT_EQ(help({"document"}).path, "document");
    EXPECT_FALSE(help({}).was_asked);
}

TEST(ExitCode, SaysWhichKindOfFailure) {
    EXPECT_EQ(static_cast<int>(exit_of(Fault::Denied)), 1);
    EXPECT_EQ(static_cast<int>(exit_of(Fault::NotFound)), 3);
    EXPECT_EQ(static_cast<int>(exit_of(Fault::Conflict)), 4);
    EXPECT_EQ(static_cast<int>(exit_of(Fault::Exhausted)), 4);
    EXPECT_EQ(static_cast<int>(exit_of(Fault::Unavailable)), 5);
    EXPECT_EQ(static_cast<int>(exit_of(Fault::TimedOut)), 5);
    EXPECT_EQ(static_cast<int>(exit_of(Fault::BadInput)), 6);
    EXPECT_EQ(static_cast<int>(exit_of(Fault::Unsupported)), 6);
    EXPECT_EQ(static_cast<int>(exit_of(Fault::Corrupt)), 70);
    EXPECT_EQ(static_cast<int>(exit_of(Fault::Internal)), 70);
}

} // namespace
} // namespace imprimatur::cli
