/// One small file with room for two heads, written in turn: a write that is torn by a power failure
/// leaves the one before. Private to this room.
#pragma once

#include <filesystem>
#include <optional>

#include "foundation/file/file.hpp"
#include "gateway/head/head.hpp"

namespace imprimatur::head {

class Slots {
  public:
    /// Makes the file, with its whole size, where it is not there. @error Denied, Exhausted
    /// Locked as long as it lives. @error Conflict somebody holds it who allows no company
    static Result<Slots> open(std::filesystem::path const& file, Keeper::Company company);

    /// The newer of the two; empty: neither is whole. @error Denied the file cannot be read
    static Result<std::optional<Kept>> read(std::filesystem::path const& file);

    /// Over the older one, into the page cache. @return whether it went
    bool write(Kept const& kept);
    bool make_durable() const;

  private:
    Slots(Descriptor file, int next) : file_(std::move(file)), next_(next) {}
    Descriptor file_;
    int next_ = 0;
};

} // namespace imprimatur::head
