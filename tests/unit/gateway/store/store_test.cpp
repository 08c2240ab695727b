#include "tests/unit/gateway/store/stores.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

namespace imprimatur::store {
namespace {

TEST_F(InStore, ObjectsComeBackAsTheyWereGiven) {
    auto store = open();
    for (std::size_t size : {0, 1, 15, 16, 65535, 65536, 65537, 131072, 1000000}) {
        auto bytes = some_bytes(size);
        auto object = put(store, bytes);
        EXPECT_EQ(object.name.size(), 32U);
        EXPECT_EQ(object.size, size);
        EXPECT_EQ(get(store, object.name).value(), bytes) << size;
    }
}

TEST_F(InStore, ObjectsAreTheSameHoweverTheyAreWritten) {
    auto store = open();
    auto bytes = some_bytes(200000);
    auto whole = put(store, bytes);
    for (std::size_t part : {1000, 65536, 65537}) {
        auto writer = store.create().value();
        for (std::size_t i = 0; i < bytes.size(); i += part) {
            ASSERT_TRUE(writer.write(std::string_view(bytes).substr(i, part)));
        }
        auto object = writer.commit().value();
        EXPECT_EQ(object.sha256, whole.sha256);
        EXPECT_EQ(get(store, object.name).value(), bytes);
    }
    EXPECT_EQ(put(store, "abc").sha256,
              "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

TEST_F(InStore, NothingIsInTheClearOnDiskP6_3) { // K29: P2.3, P9.1.3
    auto store = open();
    std::string secret;
    for (int i = 0; i < 20000; ++i) {
        secret += "机密文件内容";
    }
    auto writer = store.create().value();
    ASSERT_TRUE(writer.write(secret));
    for (auto const& file : std::filesystem::directory_iterator(folder())) {
        EXPECT_EQ(on_disk(file.path().filename()).find("机密"), std::string::npos);
        EXPECT_EQ(file.status().permissions(),
                  std::filesystem::perms::owner_read | std::filesystem::perms::owner_write);
    }
    auto object = writer.commit().value();
    EXPECT_EQ(on_disk(object.name).find("机密"), std::string::npos);
    EXPECT_NE(on_disk(object.name), on_disk(put(store, secret).name)) << "no two look alike";
}

TEST_F(InStore, ObjectsCannotBeChangedInMemoryEither) {
    auto store = open();
    auto file = store.open_object(put(store, "text").name).value();
    EXPECT_LT(::write(file.number(), "x", 1), 0);
    EXPECT_LT(::ftruncate(file.number(), 0), 0);
}

TEST_F(InStore, AWriterThatIsDroppedLeavesNothing) {
    auto store = open();
    {
        auto writer = store.create().value();
        ASSERT_TRUE(writer.write(some_bytes(200000)));
        auto moved = std::move(writer);
        EXPECT_TRUE(store.names().value().empty()) << "not there before it is whole";
    }
    EXPECT_EQ(files_on_disk(), 0U);
}

TEST_F(InStore, AWriterIsGoodForOneObject) {
    auto store = open();
    auto writer = store.create().value();
    auto object = writer.commit().value();
    EXPECT_FALSE(writer.write("more"));
    EXPECT_FALSE(writer.commit());
    EXPECT_EQ(get(store, object.name).value(), "");
}

TEST_F(InStore, RemovedObjectsAreGone) {
    auto store = open();
    auto first = put(store, "first");
    auto second = put(store, "second");
    EXPECT_EQ(store.names().value().size(), 2U);
    ASSERT_TRUE(store.remove(first.name));
    EXPECT_EQ(get(store, first.name).error().fault, Fault::NotFound);
    EXPECT_TRUE(store.remove(first.name)) << "no error when it already is gone";
    EXPECT_EQ(store.names().value(), std::vector{second.name});
    EXPECT_EQ(files_on_disk(), 1U);
}

TEST_F(InStore, NamesThatAreNoObjectNamesAreNeverPaths) {
    auto store = open();
    for (auto const* name :
         {"", "..", "../master.key", "/etc/passwd", "0123456789abcdef",
          "0123456789ABCDEF0123456789ABCDEF", "../00112233445566778899aabbccddee"}) {
        EXPECT_EQ(store.open_object(name).error().fault, Fault::NotFound) << name;
        EXPECT_TRUE(store.remove(name));
    }
    EXPECT_TRUE(std::filesystem::exists(root_ / "master.key"));
}

TEST_F(InStore, AStoreIsFoundAgainWithItsKeyOnly) {
    auto object = put(open(), "text");
    EXPECT_EQ(get(open(), object.name).value(), "text");
    auto other_keys = keys::Keys::open(root_ / "other.key", true).value();
    auto other = Store::open(folder(), other_keys).value();
    EXPECT_EQ(other.open_object(object.name).error().fault, Fault::Corrupt);
}

TEST_F(InStore, ObjectsOfEveryGenerationOfKeysAreRead) {
    auto keys = this->keys();
    auto store = Store::open(folder(), keys).value();
    std::vector<std::string> names;
    for (int generation = 1; generation <= 3; ++generation) {
        names.push_back(put(store, "of generation " + std::to_string(generation)).name);
        ASSERT_TRUE(keys::add_key(root_ / "master.key"));
        keys.take_up(keys::Keys::open(root_ / "master.key", false).value());
    }
    for (std::size_t i = 0; i < names.size(); ++i) {
        EXPECT_EQ(get(store, names[i]).value(), "of generation " + std::to_string(i + 1));
        EXPECT_EQ(get(open(), names[i]).value(), "of generation " + std::to_string(i + 1));
    }
}

TEST_F(InStore, AnObjectThatFitsNoKeyIsDamagedOnlyWhenAllKeysAreHere) {
    auto old = keys();
    auto store = Store::open(folder(), old).value();
    ASSERT_TRUE(keys::add_key(root_ / "master.key"));
    auto const object = put(open(), "text");
    old.look_for_more_with([] { return false; });
    EXPECT_EQ(store.open_object(object.name).error().fault, Fault::Unavailable);
    old.look_for_more_with([] { return true; });
    EXPECT_EQ(store.open_object(object.name).error().fault, Fault::Corrupt);
    old.look_for_more_with([&] {
        old.take_up(keys());
        return true;
    });
    EXPECT_EQ(get(store, object.name).value(), "text");
}

TEST_F(InStore, AFolderThatOthersMayWriteIsRefused) {
    ASSERT_EQ(::mkdir(folder().c_str(), 0700), 0);
    ASSERT_EQ(::chmod(folder().c_str(), 0770), 0);
    EXPECT_EQ(Store::open(folder(), keys()).error().fault, Fault::Denied);
    put_on_disk("../file", "x");
    EXPECT_EQ(Store::open(root_ / "file", keys()).error().fault, Fault::Denied);
}

/// Writes an object in another process that dies at the step.
void write_and_die(Store const& store, std::filesystem::path const& appointment, char const* at) {
    std::ofstream(appointment) << at << "\n";
    auto child = ::fork();
    if (child == 0) {
        ::setenv("IMPRIMATUR_DIE_AT", appointment.c_str(), 1);
        auto writer = store.create();
        static_cast<void>(writer->write(std::string(100000, 'x')));
        static_cast<void>(writer->commit());
        ::_exit(0);
    }
    int status = 0;
    ::waitpid(child, &status, 0);
    ASSERT_TRUE(WIFSIGNALED(status)) << at;
}

TEST_F(InStore, AWriterThatIsKilledLeavesAllOrNothing) {
    auto store = open();
    write_and_die(store, root_ / "die", "store.before-rename");
    EXPECT_TRUE(store.names().value().empty());
    EXPECT_EQ(files_on_disk(), 1U);
    write_and_die(store, root_ / "die", "store.after-rename");
    auto names = store.names().value();
    ASSERT_EQ(names.size(), 1U);
    EXPECT_EQ(get(store, names[0]).value(), std::string(100000, 'x'));

    auto living = store.create().value();
    ASSERT_TRUE(living.write("still being written"));
    EXPECT_EQ(files_on_disk(), 3U);
    auto again = open();
    EXPECT_EQ(files_on_disk(), 2U) << "what the dead one left is swept, what is written is not";
    EXPECT_EQ(get(again, living.commit().value().name).value(), "still being written");
}

} // namespace
} // namespace imprimatur::store
