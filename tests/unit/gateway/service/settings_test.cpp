#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <regex>

#include "gateway/service/settings.hpp"

namespace imprimatur::service {
namespace {

class SettingsFile : public testing::Test {
  protected:
    SettingsFile() {
        char name[] = "/tmp/settings-XXXXXX";
        folder_ = mkdtemp(name);
    }
    ~SettingsFile() override { std::filesystem::remove_all(folder_); }

    Result<Settings> read(std::string const& text) {
        std::ofstream(folder_ / "imprimatur.toml") << text;
        return read_settings(folder_ / "imprimatur.toml");
    }

    std::filesystem::path folder_;
};

TEST_F(SettingsFile, EmptyGivesTheDefaults) {
    auto settings = read("");
    ASSERT_TRUE(settings);
    EXPECT_EQ(settings->socket, "/run/imprimatur/socket");
    EXPECT_EQ(settings->trusted_backends, (std::vector<std::string>{"root", "lp"}));
    EXPECT_FALSE(settings->tls);
}

TEST_F(SettingsFile, TheShippedFileIsRightAndSoIsEveryDefaultItShows) {
    std::ifstream file(IMPRIMATUR_SOURCE_DIR "/config/imprimatur.toml");
    std::string text((std::istreambuf_iterator<char>(file)), {});
    ASSERT_TRUE(read(text));
    // "#name = value" is a setting at its default; prose has a space after '#'.
    auto shown = std::regex_replace(text, std::regex("(^|\n)#(?=[a-z\\[])"), "$1");
    auto settings = read(shown);
    ASSERT_TRUE(settings) << settings.error().sentence.values.at("key");
    Settings const plain;
    EXPECT_EQ(settings->database, plain.database);
    EXPECT_EQ(settings->store, plain.store);
    EXPECT_EQ(settings->socket_mode, plain.socket_mode);
    EXPECT_EQ(settings->worker_memory, plain.worker_memory);
    EXPECT_EQ(settings->verified_pages, plain.verified_pages);
    EXPECT_EQ(settings->largest_job, plain.largest_job);
    EXPECT_EQ(settings->grant_days, plain.grant_days);
    EXPECT_EQ(settings->tls->port, TlsSettings{}.port);
}

TEST_F(SettingsFile, AMisspeltKeyIsNamedWithItsLine) {
    auto settings = read("\nsokcet = \"/a\"\n");
    ASSERT_FALSE(settings);
    EXPECT_EQ(settings.error().sentence.id, "service.settings-key-unknown");
    EXPECT_EQ(settings.error().sentence.values.at("line"), "2");
    EXPECT_EQ(settings.error().sentence.values.at("key"), "sokcet");
}

TEST_F(SettingsFile, AWrongValueSaysWhatIsExpected) {
    for (auto const* text :
         {"socket = 7", "socket = \"relative\"", "policies = \"P7\"", "policies = [7]",
          "grant_days = -1", "language = \"fr\"", "[tls]\nport = 0"}) {
        auto settings = read(text);
        ASSERT_FALSE(settings) << text;
        EXPECT_EQ(settings.error().sentence.id, "service.settings-value-wrong") << text;
    }
    EXPECT_EQ(read("a = ").error().sentence.id, "service.settings-not-toml");
    EXPECT_EQ(read("[tls]\nprot = 1").error().sentence.id, "service.settings-key-unknown");
}

} // namespace
} // namespace imprimatur::service
