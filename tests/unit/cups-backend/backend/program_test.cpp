#include "cups-backend/program.hpp"

#include <fstream>
#include <sys/stat.h>
#include <unistd.h>

#include <gtest/gtest.h>

namespace imprimatur::backend {
namespace {

class Programs : public testing::Test {
  protected:
    Programs() {
        std::string name = (std::filesystem::temp_directory_path() / "programs-XXXXXX").string();
        folder_ = ::mkdtemp(name.data());
        std::filesystem::create_directory(folder_ / "backend");
        write(folder_ / "backend/ipp", 0755);
    }
    ~Programs() override { std::filesystem::remove_all(folder_); }

    static void write(std::filesystem::path const& path, mode_t mode) {
        std::ofstream(path) << "#!/bin/sh\n";
        ::chmod(path.c_str(), mode);
    }

    bool is_found(std::string const& name) const {
        return find_program(folder_ / "backend", name).has_value();
    }

    std::filesystem::path folder_;
};

TEST_F(Programs, AreRunWhenOnlyRootCanChangeThem) {
    // Who runs this test owns the files, so only root sees them found.
    EXPECT_EQ(is_found("ipp"), ::geteuid() == 0);
    EXPECT_FALSE(is_found("lpd"));
}

TEST_F(Programs, AreNotRunWhenOthersCanChangeThem) {
    for (mode_t mode : {0777U, 0775U, 0757U, 0644U}) {
        ::chmod((folder_ / "backend/ipp").c_str(), mode);
        EXPECT_FALSE(is_found("ipp")) << std::oct << mode;
    }
}

TEST_F(Programs, AreNotRunFromAFolderThatOthersCanChange) {
    ::chmod((folder_ / "backend").c_str(), 0777);
    EXPECT_FALSE(is_found("ipp"));
}

TEST_F(Programs, AreNotRunThroughALinkToAFolderThatOthersCanChange) {
    std::filesystem::create_directory(folder_ / "open");
    write(folder_ / "open/x", 0755);
    ::chmod((folder_ / "open").c_str(), 0777);
    std::filesystem::create_symlink(folder_ / "open/x", folder_ / "backend/x");
    EXPECT_FALSE(is_found("x"));
}

} // namespace
} // namespace imprimatur::backend
