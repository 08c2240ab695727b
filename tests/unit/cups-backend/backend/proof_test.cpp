#include "cups-backend/proof.hpp"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <gtest/gtest.h>
#include <unistd.h>

namespace imprimatur::backend {
namespace {

constexpr char const* sound = R"(
# Printers that want to know who prints
["ipps://host/ipp/print"]
user = "gateway"
password = "p w\"ü"

["ipp://clear/ipp/print"]
user = "gateway"
password = "secret"

["ipps://half/"]
user = "gateway"
)";

class ProofOfDevice : public testing::Test {
  protected:
    void SetUp() override {
        char name[] = "/tmp/imprimatur-proof-XXXXXX";
        ASSERT_NE(::mkdtemp(name), nullptr);
        folder_ = name;
        file_ = folder_ / "devices.toml";
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void write(std::string const& text, std::filesystem::perms mode = owner) {
        std::ofstream(file_) << text;
        std::filesystem::permissions(file_, mode);
    }
    std::string fault_of(std::string const& device) {
        auto proof = find_proof(file_, device);
        return proof ? "" : proof.error().sentence.id;
    }

    static constexpr auto owner =
        std::filesystem::perms::owner_read | std::filesystem::perms::owner_write;
    std::filesystem::path folder_;
    std::filesystem::path file_;
};

TEST_F(ProofOfDevice, IsThatOfItsAddressWhateverStandsBehind) {
    write(sound);
    for (auto const* device : {"ipps://host/ipp/print", "ipps://host/ipp/print?waitjob=true"}) {
        auto proof = find_proof(file_, device);
        ASSERT_TRUE(proof && *proof) << device;
        EXPECT_EQ((*proof)->user, "gateway");
        EXPECT_EQ((*proof)->password, "p w\"ü");
    }
}

TEST_F(ProofOfDevice, IsNoneWhereNothingIsSaidOfIt) {
    auto proof = find_proof(file_, "ipps://host/ipp/print");
    EXPECT_TRUE(proof && !*proof);
    write(sound);
    for (auto const* device : {"ipps://other/ipp/print", "ipps://host/", "ipps://HOST/ipp/print"}) {
        proof = find_proof(file_, device);
        EXPECT_TRUE(proof && !*proof) << device;
    }
}

TEST_F(ProofOfDevice, GoesNowhereWithoutTls) {
    write(sound);
    EXPECT_EQ(fault_of("ipp://clear/ipp/print"), "backend.secret-in-clear");
}

TEST_F(ProofOfDevice, IsNotTakenFromAFileThatOthersMayRead) {
    using std::filesystem::perms;
    for (auto more : {perms::group_read, perms::others_read, perms::group_write}) {
        write(sound, owner | more);
        EXPECT_EQ(fault_of("ipps://host/ipp/print"), "backend.secret-unsafe");
    }
    write(sound);
    auto const real = folder_ / "real.toml";
    std::filesystem::rename(file_, real);
    std::filesystem::create_symlink(real, file_);
    EXPECT_EQ(fault_of("ipps://host/ipp/print"), "backend.secret-unsafe");
}

TEST_F(ProofOfDevice, IsNotShownWhereItIsWrittenWrongly) {
    for (auto const* text :
         {"[\"ipps://host/\"]\npassword = \"pass1word\n", "\"ipps://host/\" = \"pass1word\"\n",
          "[\"ipps://host/\"]\npassword = \"pass1word\"\n"}) {
        write(text);
        auto proof = find_proof(file_, "ipps://host/");
        ASSERT_FALSE(proof) << text;
        EXPECT_EQ(proof.error().sentence.id, "backend.secret-broken");
        EXPECT_EQ(proof.error().cause.find("pass1word"), std::string::npos);
    }
    write(sound);
    EXPECT_EQ(fault_of("ipps://half/"), "backend.secret-broken");
}

} // namespace
} // namespace imprimatur::backend
