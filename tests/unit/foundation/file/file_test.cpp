#include "foundation/file/file.hpp"

#include <filesystem>
#include <fstream>
#include <sstream>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace imprimatur {
namespace {

namespace fs = std::filesystem;

/// A folder of its own, removed at the end.
class Folder {
  public:
    Folder() {
        std::string name = (fs::temp_directory_path() / "file_test.XXXXXX").string();
        path_ = ::mkdtemp(name.data());
    }
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    ~Folder() { fs::remove_all(path_); }
    std::string at(std::string const& name) const { return (path_ / name).string(); }
    fs::path const& path() const { return path_; }

  private:
    fs::path path_;
};

std::string content(std::string const& path) {
    std::ifstream in(path, std::ios::binary);
    std::stringstream out;
    out << in.rdbuf();
    return out.str();
}

unsigned mode_of(std::string const& path) {
    struct stat facts {};
    ::stat(path.c_str(), &facts);
    return facts.st_mode & 07777U;
}

bool is_open(int number) {
    return ::fcntl(number, F_GETFD) != -1;
}

TEST(Descriptor, ClosesItselfAndOnlyOnce) {
    int number = -1;
    {
        Descriptor first(::open("/dev/null", O_RDONLY | O_CLOEXEC));
        number = first.number();
        Descriptor second = std::move(first);
        EXPECT_EQ(second.number(), number);
        EXPECT_TRUE(is_open(number));
    }
    EXPECT_FALSE(is_open(number));
}

TEST(Descriptor, GivenAnotherClosesWhatItHad) {
    Descriptor file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    int const old = file.number();
    file = Descriptor(::open("/dev/zero", O_RDONLY | O_CLOEXEC));
    EXPECT_FALSE(is_open(old));
    EXPECT_TRUE(is_open(file.number()));
}

TEST(Descriptor, ReleasedBelongsToTheCaller) {
    Descriptor file(::open("/dev/null", O_RDONLY | O_CLOEXEC));
    int const number = file.release();
    EXPECT_FALSE(file.is_open());
    EXPECT_TRUE(is_open(number));
    Descriptor back(number);
}

TEST(MemoryFile, KeepsWhatIsWrittenWhateverThePlace) {
    auto file = memory_file("test").value();
    ASSERT_TRUE(write_all(file, "first "));
    ASSERT_TRUE(write_all(file, "second"));
    EXPECT_EQ(read_whole(file).value(), "first second");
    EXPECT_EQ(size_of(file).value(), 12U);
    EXPECT_TRUE(::fcntl(file.number(), F_GETFD) & FD_CLOEXEC);
}

TEST(MemoryFile, SealedCannotBeChangedBySomebodyWhoHoldsIt) {
    auto file = memory_file("test").value();
    ASSERT_TRUE(write_all(file, "as approved"));
    ASSERT_TRUE(seal(file));
    EXPECT_FALSE(write_all(file, "more"));
    EXPECT_NE(::ftruncate(file.number(), 0), 0);
    EXPECT_NE(::fcntl(file.number(), F_ADD_SEALS, 0), 0);
    auto path = "/proc/self/fd/" + std::to_string(file.number());
    Descriptor again(::open(path.c_str(), O_RDWR | O_CLOEXEC));
    EXPECT_FALSE(write_all(again, "more"));
    EXPECT_EQ(read_whole(file).value(), "as approved");
}

TEST(MemoryFile, OnlySuchAFileIsSealed) {
    Folder folder;
    ASSERT_TRUE(replace_file(folder.at("plain"), "text", 0600));
    auto file = open_file(folder.at("plain")).value();
    EXPECT_EQ(seal(file).error().fault, Fault::Internal);
}

TEST(ReadWhole, RefusesMoreThanItsLimit) {
    auto file = memory_file("test").value();
    ASSERT_TRUE(write_all(file, std::string(100, 'x')));
    EXPECT_EQ(read_whole(file, 100).value().size(), 100U);
    auto refused = read_whole(file, 99);
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::Exhausted);
    EXPECT_EQ(refused.error().sentence, (Sentence{"file.too-large", {{"limit", "99"}}}));
}

TEST(WriteAll, SaysWhenThereIsNoRoom) {
    Descriptor full(::open("/dev/full", O_WRONLY | O_CLOEXEC));
    ASSERT_TRUE(full.is_open());
    auto refused = write_all(full, "anything");
    ASSERT_FALSE(refused);
    EXPECT_EQ(refused.error().fault, Fault::Exhausted);
    EXPECT_EQ(refused.error().sentence.id, "file.no-room");
}

TEST(OpenFile, SaysWhichFileIsMissing) {
    Folder folder;
    auto missing = open_file(folder.at("none"));
    ASSERT_FALSE(missing);
    EXPECT_EQ(missing.error().fault, Fault::NotFound);
    EXPECT_EQ(missing.error().sentence.values.at("file"), folder.at("none"));
}

TEST(ReplaceFile, PutsTheNewContentWithItsModeAndLeavesNothingBeside) {
    Folder folder;
    ASSERT_TRUE(replace_file(folder.at("out"), "old", 0644));
    ASSERT_TRUE(replace_file(folder.at("out"), std::string("new\0content", 11), 0600));
    EXPECT_EQ(content(folder.at("out")), std::string("new\0content", 11));
    EXPECT_EQ(mode_of(folder.at("out")), 0600U);
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
}

TEST(ReplaceFile, ReplacesALinkAndDoesNotWriteThroughIt) {
    Folder folder;
    ASSERT_TRUE(replace_file(folder.at("victim"), "untouched", 0600));
    fs::create_symlink(folder.at("victim"), folder.at("link"));
    ASSERT_TRUE(replace_file(folder.at("link"), "new", 0600));
    EXPECT_EQ(content(folder.at("victim")), "untouched");
    EXPECT_EQ(content(folder.at("link")), "new");
}

TEST(ReplaceFile, FailingLeavesTheOldContentAndNothingBeside) {
    Folder folder;
    fs::create_directory(folder.at("taken")); // a file cannot be renamed over a folder
    auto failed = replace_file(folder.at("taken"), "new", 0600);
    ASSERT_FALSE(failed);
    EXPECT_TRUE(fs::is_directory(folder.at("taken")));
    EXPECT_EQ(std::distance(fs::directory_iterator(folder.path()), fs::directory_iterator()), 1);
    EXPECT_FALSE(replace_file(folder.at("none/out"), "new", 0600));
}

TEST(Mapping, ShowsTheWholeFileAndSurvivesItsDescriptor) {
    auto file = memory_file("test").value();
    ASSERT_TRUE(write_all(file, "mapped"));
    auto mapping = Mapping::of(file).value();
    file = Descriptor();
    auto moved = std::move(mapping);
    EXPECT_EQ(moved.bytes(), "mapped");
    EXPECT_EQ(Mapping::of(memory_file("empty").value()).value().bytes(), "");
}

} // namespace
} // namespace imprimatur
