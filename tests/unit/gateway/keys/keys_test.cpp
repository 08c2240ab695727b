#include "gateway/keys/keys.hpp"

#include <cstdlib>
#include <fstream>
#include <sys/stat.h>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "gateway/keys/digest.hpp"

namespace imprimatur::keys {
namespace {

class KeyFile : public testing::Test {
  protected:
    KeyFile() {
        std::string name = "/tmp/imprimatur-keys-XXXXXX";
        folder_ = ::mkdtemp(name.data());
        file_ = folder_ / "master.key";
    }
    ~KeyFile() override { std::filesystem::remove_all(folder_); }

    void write(std::string const& bytes, mode_t mode = 0600) {
        std::ofstream(file_, std::ios::binary) << bytes;
        ::chmod(file_.c_str(), mode);
    }
    /// A key file whose bytes are 0, 1, 2, …
    Keys known_keys() {
        std::string bytes;
        for (int i = 0; i < 32; ++i) {
            bytes.push_back(static_cast<char>(i));
        }
        write(bytes);
        return Keys::open(file_, false).value();
    }

    std::filesystem::path folder_;
    std::filesystem::path file_;
};

std::string hex(std::string const& bytes) {
    std::string out;
    for (unsigned char byte : bytes) {
        char digits[3];
        std::snprintf(digits, sizeof digits, "%02x", byte);
        out += digits;
    }
    return out;
}

TEST_F(KeyFile, IsMadeOnceForItsOwnerOnly) {
    EXPECT_EQ(Keys::open(file_, false).error().fault, Fault::NotFound);
    auto first = Keys::open(file_, true).value().derive("store");
    struct stat facts {};
    ASSERT_EQ(::stat(file_.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 07777, 0600U);
    EXPECT_EQ(facts.st_size, 32);
    EXPECT_EQ(Keys::open(file_, true).value().derive("store"), first);
    EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1)
        << "no temporary file stays";
}

TEST_F(KeyFile, IsTheSameForAllWhoMakeItAtOnce) {
    std::vector<std::string> derived(8);
    std::vector<std::thread> threads;
    for (auto& key : derived) {
        threads.emplace_back([&] { key = Keys::open(file_, true).value().derive("store"); });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    for (auto const& key : derived) {
        EXPECT_EQ(key, derived[0]);
    }
}

TEST_F(KeyFile, ThatOthersMayReadIsRefused) {
    for (mode_t mode : {0640, 0604, 0660, 0610, 0666}) {
        write(std::string(32, 'k'), mode);
        auto refused = Keys::open(file_, true);
        EXPECT_EQ(refused.error().fault, Fault::Denied) << mode;
        EXPECT_EQ(refused.error().sentence.id, "keys.open-to-others");
    }
    write(std::string(32, 'k'), 0400);
    EXPECT_TRUE(Keys::open(file_, false));
}

TEST_F(KeyFile, OfTheWrongSizeIsNotReplaced) {
    for (std::size_t size : {0, 31, 33, 4096}) {
        write(std::string(size, 'k'));
        EXPECT_EQ(Keys::open(file_, true).error().fault, Fault::Corrupt) << size;
        EXPECT_EQ(std::filesystem::file_size(file_), size);
    }
}

TEST_F(KeyFile, ThatIsAFolderOrInNoFolderIsRefused) {
    EXPECT_EQ(Keys::open(folder_, false).error().fault, Fault::Denied);
    EXPECT_FALSE(Keys::open(folder_ / "absent" / "master.key", true));
}

TEST_F(KeyFile, GivesADifferentKeyForEachPurpose) {
    auto keys = known_keys();
    auto store = keys.derive("store");
    EXPECT_EQ(store.size(), 32U);
    EXPECT_EQ(keys.derive("store"), store);
    EXPECT_NE(keys.derive("session"), store);
    // HKDF-SHA-256 (RFC 5869), no salt, info "imprimatur:store"; worked out with another program.
    EXPECT_EQ(hex(store), "76b042b219a8095124b9a7311981069455a9993f72c04e72e10e0918a2380ce2");
    wipe(store);
    EXPECT_TRUE(store.empty());
}

TEST_F(KeyFile, SealsAPageSoThatAForgedOneIsKnown) {
    auto keys = known_keys();
    Serial serial(0x0123456789abcdef);
    auto seal = keys.seal(serial, 2);
    EXPECT_EQ(seal.serial, serial);
    EXPECT_EQ(seal.page, 2U);
    EXPECT_EQ(seal.mac, "BX9H859B8D0MRF69"); // worked out with another program
    EXPECT_EQ(keys.check(seal), SealFit::Ours);

    auto forged = seal;
    for (auto& character : *forged.mac) {
        auto right = character;
        character = right == '0' ? '1' : '0';
        EXPECT_EQ(keys.check(forged), SealFit::Forged);
        character = right;
    }
    forged.page = 3;
    EXPECT_EQ(keys.check(forged), SealFit::Forged);
    forged = seal;
    forged.serial = Serial(serial.id() ^ 1);
    EXPECT_EQ(keys.check(forged), SealFit::Forged);
    forged = seal;
    forged.mac = seal.mac->substr(0, 15);
    EXPECT_EQ(keys.check(forged), SealFit::Forged);
    forged.mac = "";
    EXPECT_EQ(keys.check(forged), SealFit::Forged);
    forged.mac = std::nullopt;
    EXPECT_EQ(keys.check(forged), SealFit::Unsealed);
    EXPECT_EQ(keys.check(*find_seal(to_text(seal))), SealFit::Ours) << "as it comes from paper";
}

TEST_F(KeyFile, OfAnotherRegistryKnowsNoSealOfOurs) {
    auto seal = known_keys().seal(Serial(7), 1);
    auto other = Keys::open(folder_ / "other.key", true).value();
    EXPECT_EQ(other.check(seal), SealFit::Forged);
}

TEST_F(KeyFile, SignsAFileInItsLastLine) {
    auto const keys = known_keys();
    std::string const file = "%PDF-1.5 …\n%%EOF\n";
    auto const signed_file = keys.sign(file);
    EXPECT_EQ(signed_file.substr(0, file.size()), file);
    EXPECT_LT(signed_file.size() - file.size(), 300U) << "readers look for %%EOF near the end";
    auto const signature = find_signature(signed_file);
    ASSERT_TRUE(signature);
    EXPECT_TRUE(signature->is_sound);
    EXPECT_EQ(signature->public_key, keys.public_key());
    EXPECT_EQ(keys.public_key().size(), 52U);
    EXPECT_EQ(keys.sign(file), signed_file) << "Ed25519 needs no randomness";
}

TEST_F(KeyFile, NoByteOfASignedFileChangesUnseen) {
    auto const keys = known_keys();
    auto const signed_file = keys.sign("a report\n");
    for (std::size_t i = 0; i < signed_file.size(); ++i) {
        auto changed = signed_file;
        changed[i] = changed[i] == 'A' ? 'B' : 'A';
        auto const signature = find_signature(changed);
        EXPECT_FALSE(signature && signature->is_sound && signature->public_key == keys.public_key())
            << i;
    }
    EXPECT_FALSE(find_signature("a report\n"));
    EXPECT_FALSE(find_signature(""));
    EXPECT_FALSE(find_signature(signed_file + "more\n"));
}

TEST_F(KeyFile, ASignatureOfAnotherRegistryIsSoundButNotOurs) {
    auto const other = Keys::open(folder_ / "other.key", true).value();
    auto const signature = find_signature(other.sign("a report\n"));
    ASSERT_TRUE(signature);
    EXPECT_TRUE(signature->is_sound);
    EXPECT_NE(signature->public_key, known_keys().public_key());
}

TEST(Digest, IsWhatSha256sumPrints) { // FIPS 180-4, example of "abc"
    auto const file = memory_file("digest").value();
    EXPECT_EQ(sha256_of(file).value(),
              "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    ASSERT_TRUE(write_all(file, std::string_view("abc")));
    EXPECT_EQ(sha256_of(file).value(),
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

} // namespace
} // namespace imprimatur::keys
