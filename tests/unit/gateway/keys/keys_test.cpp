#include "gateway/keys/keys.hpp"

#include <cstdlib>
#include <fstream>
#include <set>
#include <sys/stat.h>
#include <sys/wait.h>
#include <thread>
#include <unistd.h>
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

/// Of serial 7, page 1, by known_keys(); worked out with another program.
constexpr auto known_mac = "020ZPXVTYRYQGS4G";

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
    for (std::size_t size : {0, 31, 33, 65, 4096}) {
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

TEST_F(KeyFile, OfThreeGenerationsReadsWhatEachSealedAndSealsWithTheNewest) {
    std::vector<Seal> seals;
    std::vector<std::string> reports;
    std::vector<std::string> names;
    auto keys = known_keys();
    for (std::uint32_t generation = 1; generation <= 3; ++generation) {
        seals.push_back(keys.seal(Serial(7), generation));
        reports.push_back(keys.sign("a report\n"));
        names.push_back(keys.names().back());
        if (generation < 3) {
            ASSERT_TRUE(add_key(file_));
            keys.take_up(Keys::open(file_, false).value());
        }
    }
    EXPECT_EQ(keys.names(), names) << "a generation keeps its name";
    EXPECT_EQ(std::set(names.begin(), names.end()).size(), 3U);
    EXPECT_EQ(seals.front().mac, known_mac) << "as before there were generations";
    for (auto const& seal : seals) {
        EXPECT_EQ(keys.check(seal), SealFit::Ours) << "generation " << seal.page;
        auto forged = seal;
        forged.page = 9;
        EXPECT_EQ(keys.check(forged), SealFit::Forged);
    }
    for (std::size_t i = 0; i < reports.size(); ++i) {
        EXPECT_EQ(find_signature(reports[i])->public_key, keys.public_keys()[i]);
    }
    EXPECT_EQ(keys.public_key(), keys.public_keys().back());
    EXPECT_EQ(keys.derive("store"), keys.derive_all("store").back());
    EXPECT_EQ(keys.derive_all("store").size(), 3U);
    struct stat facts {};
    ASSERT_EQ(::stat(file_.c_str(), &facts), 0);
    EXPECT_EQ(facts.st_mode & 07777, 0600U);
}

TEST_F(KeyFile, TheNameOfAKeyTellsNothingOfIt) {
    auto const keys = known_keys();
    // "key-" and base32 of the first ten bytes of HKDF-SHA-256, info "imprimatur:name"; worked out
    // with another program.
    EXPECT_EQ(keys.names(), std::vector<std::string>{"key-DQTS1V3Z0V2RE72X"});
    EXPECT_NE(keys.derive("name"), keys.derive("seal"));
}

TEST_F(KeyFile, ASealThatFitsNoKeyIsForgedOnlyWhenAllKeysAreHere) {
    auto old = known_keys();
    ASSERT_TRUE(add_key(file_));
    auto const seal = Keys::open(file_, false)->seal(Serial(7), 1);
    bool are_all_here = false;
    old.look_for_more_with([&] { return are_all_here; });
    EXPECT_EQ(old.check(seal), SealFit::KeyMissing);
    are_all_here = true;
    EXPECT_EQ(old.check(seal), SealFit::Forged);
    old.look_for_more_with([&] {
        old.take_up(Keys::open(file_, false).value());
        return true;
    });
    EXPECT_EQ(old.check(seal), SealFit::Ours) << "what comes while it is checked counts";
}

TEST_F(KeyFile, KilledWhileItGetsAKeyIsAsItWasOrAsItShallBe) {
    for (char const* at : {"key.before-file", "never"}) {
        auto const before = known_keys().names();
        auto const appointment = folder_ / "die-at";
        std::ofstream(appointment) << at << "\n";
        auto const child = ::fork();
        if (child == 0) {
            ::setenv("IMPRIMATUR_DIE_AT", appointment.c_str(), 1);
            ::_exit(add_key(file_) ? 0 : 1);
        }
        int status = 0;
        ASSERT_EQ(::waitpid(child, &status, 0), child);
        bool const is_killed = WIFSIGNALED(status);
        EXPECT_EQ(is_killed, std::string_view(at) != "never");
        auto const after = Keys::open(file_, false).value().names();
        EXPECT_EQ(after.size(), is_killed ? 1U : 2U);
        EXPECT_EQ(after.front(), before.front());
    }
}

TEST_F(KeyFile, TakesNoMoreThanItCanHold) {
    write(std::string(64 * 32, 'k'));
    EXPECT_EQ(add_key(file_).error().fault, Fault::Exhausted);
    EXPECT_TRUE(Keys::open(file_, false)) << "it is as it was";
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
