/// A store in a folder of its own, and bytes to put into it.
#pragma once

#include <cstdlib>
#include <filesystem>
#include <fstream>

#include <gtest/gtest.h>

#include "gateway/store/store.hpp"

namespace imprimatur::store {

class InStore : public testing::Test {
  protected:
    InStore() {
        std::string name = "/tmp/imprimatur-store-XXXXXX";
        root_ = ::mkdtemp(name.data());
    }
    ~InStore() override { std::filesystem::remove_all(root_); }

    keys::Keys keys() { return keys::Keys::open(root_ / "master.key", true).value(); }
    std::filesystem::path folder() const { return root_ / "objects"; }
    Store open() { return Store::open(folder(), keys()).value(); }

    static std::string some_bytes(std::size_t size) {
        std::string out(size, '\0');
        std::uint32_t state = 1;
        for (auto& byte : out) {
            state = state * 1664525U + 1013904223U;
            byte = static_cast<char>(state >> 24);
        }
        return out;
    }

    static Store::Writer::Object put(Store const& store, std::string_view bytes) {
        auto writer = store.create().value();
        EXPECT_TRUE(writer.write(bytes));
        return writer.commit().value();
    }

    static Result<std::string> get(Store const& store, std::string const& name) {
        auto file = store.open_object(name);
        return file ? read_whole(*file) : pass_on(file);
    }

    std::string on_disk(std::string const& name) const {
        std::ifstream file(folder() / name, std::ios::binary);
        return {std::istreambuf_iterator<char>(file), {}};
    }
    void put_on_disk(std::string const& name, std::string_view bytes) const {
        std::ofstream(folder() / name, std::ios::binary) << bytes;
    }
    std::size_t files_on_disk() const {
        return static_cast<std::size_t>(
            std::distance(std::filesystem::directory_iterator(folder()), {}));
    }

    std::filesystem::path root_;
};

} // namespace imprimatur::store
