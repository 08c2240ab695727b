#include "foundation/sentence/sentence.hpp"

#include <fstream>
#include <stdexcept>
#include <stdlib.h>

#include <gtest/gtest.h>

namespace imprimatur {
namespace {

namespace fs = std::filesystem;

/// A folder with one table of texts, removed at the end.
class Table {
  public:
    explicit Table(std::string const& text) {
        std::string name = (fs::temp_directory_path() / "sentence_test.XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        put("one.toml", text);
    }
    Table(Table const&) = delete;
    Table& operator=(Table const&) = delete;
    ~Table() { fs::remove_all(folder_); }
    void put(std::string const& file, std::string const& text) const {
        std::ofstream(folder_ / file) << text;
    }
    fs::path const& folder() const { return folder_; }

  private:
    fs::path folder_;
};

constexpr auto grant_text = R"(
["test.grant"]
zh = "只剩 {left} 份,申请了 {asked} 份。"
en = "{left} of {asked} are left."
)";

std::string refusal(Table const& table) {
    try {
        Sentences sentences(table.folder());
    } catch (std::runtime_error const& e) {
        return e.what();
    }
    return "";
}

TEST(Sentence, IsSaidInEitherLanguage) {
    Table table(grant_text);
    Sentences sentences(table.folder());
    Sentence sentence{"test.grant", {{"left", "1"}, {"asked", "3"}}};
    EXPECT_EQ(sentences.say(sentence, Language::Chinese), "只剩 1 份,申请了 3 份。");
    EXPECT_EQ(sentences.say(sentence, Language::English), "1 of 3 are left.");
    EXPECT_TRUE(sentences.knows("test.grant"));
    EXPECT_FALSE(sentences.knows("test.other"));
}

TEST(Sentence, EndsWithoutABlankWhereItsLastValueIsEmpty) {
    Table table("[\"test.moved\"]\nzh = \"移交。{note}\"\nen = \"Moved. {note}\"\n"
                "[\"test.or\"]\nzh = \"或\"\nen = \" or \"\n");
    Sentences sentences(table.folder());
    EXPECT_EQ(sentences.say({"test.moved", {{"note", ""}}}, Language::English), "Moved.");
    EXPECT_EQ(sentences.say({"test.moved", {{"note", "N"}}}, Language::English), "Moved. N");
    EXPECT_EQ(sentences.say({"test.or", {}}, Language::English), " or ");
}

TEST(Sentence, TakesHostileValuesAsTheyAreAndNeverAsAPattern) {
    Table table(grant_text);
    Sentences sentences(table.folder());
    for (std::string value :
         {"{asked}", "{", "}", "{{left}}", "%s%n", "$(reboot)", "\\u001b", "'\"<b>"}) {
        auto said =
            sentences.say({"test.grant", {{"left", value}, {"asked", "3"}}}, Language::English);
        EXPECT_EQ(said, value + " of 3 are left.");
    }
}

TEST(Sentence, LetsNoControlCharacterThrough) {
    Table table(grant_text);
    Sentences sentences(table.folder());
    auto said = sentences.say(
        {"test.grant", {{"left", "\x1b[2J\r\nERROR: \x7f"}, {"asked", std::string("\0", 1)}}},
        Language::English);
    for (char c : said) {
        EXPECT_FALSE(static_cast<unsigned char>(c) < 0x20 || c == 0x7f);
    }
    EXPECT_NE(said.find("[2J"), std::string::npos);
}

TEST(Sentence, LongValuesAreKeptWhole) {
    Table table(grant_text);
    Sentences sentences(table.folder());
    std::string title(65536, 'x');
    auto said = sentences.say({"test.grant", {{"left", title}, {"asked", "3"}}}, Language::English);
    EXPECT_EQ(said.size(), title.size() + std::string(" of 3 are left.").size());
}

TEST(Sentence, ThatIsUnknownStillSaysItsNameAndValues) {
    Table table(grant_text);
    Sentences sentences(table.folder());
    EXPECT_EQ(sentences.say({"test.other", {{"a", "1"}, {"b", "\n"}}}, Language::Chinese),
              "test.other a=1 b=\xEF\xBF\xBD");
}

TEST(Sentence, WithoutAValueShowsThePlaceholder) {
    Table table(grant_text);
    Sentences sentences(table.folder());
    EXPECT_EQ(sentences.say({"test.grant", {{"left", "1"}}}, Language::English),
              "1 of {asked} are left.");
}

TEST(Sentences, RefuseATableWithAMistakeNamingFileAndLine) {
    EXPECT_NE(refusal(Table("\n[\"test.half\"]\nzh = \"半句。\"\n")).find("one.toml:2"),
              std::string::npos);
    EXPECT_NE(refusal(Table("\n[\"test.half\"]\nen = \"Half.\"\n")).find("test.half"),
              std::string::npos);
    EXPECT_NE(refusal(Table("\n\n[\"broken\n")).find("one.toml:3"), std::string::npos);
    EXPECT_NE(refusal(Table("loose = 1\n")).find("loose"), std::string::npos);
    EXPECT_EQ(refusal(Table("")), "");
}

TEST(Sentences, RefuseOneIdInTwoFiles) {
    Table table(grant_text);
    table.put("two.toml", grant_text);
    EXPECT_NE(refusal(table).find("two files"), std::string::npos);
}

TEST(Language, IsChineseOnlyForChineseLocales) {
    for (auto locale : {"zh_CN.UTF-8", "zh", "zh-CN", "zh_TW", "zh-Hans;q=0.9"}) {
        EXPECT_EQ(language_of(locale), Language::Chinese) << locale;
    }
    for (auto locale : {"", "C", "POSIX", "C.UTF-8", "en_GB.UTF-8", "de-DE", "*"}) {
        EXPECT_EQ(language_of(locale), Language::English) << locale;
    }
}

TEST(DataFolder, IsBesideTheProgramInABuildTree) {
    EXPECT_EQ(data_folder(), fs::canonical(fs::path(IMPRIMATUR_BINARY_DIR) / "share/imprimatur"));
    EXPECT_TRUE(fs::is_directory(data_folder() / "templates" / "messages"));
}

} // namespace
} // namespace imprimatur
