#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

#include "tests/support/paper/paper.hpp"

namespace imprimatur::paper {

Folder::Folder() {
    path_ = (std::filesystem::temp_directory_path() / "imprimatur-test-XXXXXX").string();
    if (::mkdtemp(path_.data()) == nullptr) {
        throw std::runtime_error("no temporary folder");
    }
}

Folder::~Folder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void write_file(std::string const& path, std::string const& bytes) {
    std::ofstream file(path, std::ios::binary);
    file.write(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    if (!file.flush()) {
        throw std::runtime_error("cannot write " + path);
    }
}

std::string read_file(std::string const& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw std::runtime_error("cannot read " + path);
    }
    return {std::istreambuf_iterator<char>(file), {}};
}

std::string run(std::string const& command) {
    auto* pipe = ::popen(command.c_str(), "r");
    if (pipe == nullptr) {
        throw std::runtime_error("cannot run " + command);
    }
    std::string out;
    std::array<char, 65536> part{};
    while (auto count = std::fread(part.data(), 1, part.size(), pipe)) {
        out.append(part.data(), count);
    }
    if (::pclose(pipe) != 0) {
        throw std::runtime_error("failed: " + command);
    }
    return out;
}

std::string qpdf(std::string const& pdf, std::string const& options) {
    Folder folder;
    write_file(folder.path("in.pdf"), pdf);
    run("qpdf --warning-exit-0 " + options + " " + folder.path("in.pdf") + " " +
        folder.path("out.pdf"));
    return read_file(folder.path("out.pdf"));
}

} // namespace imprimatur::paper
