/// Groups of pages with their drawings, made when they are first wanted.
#pragma once

#include <map>
#include <optional>

#include "marking/stamp/footprint.hpp"
#include "marking/stamp/placing.hpp"

namespace imprimatur::stamp {

class Drawn {
  public:
    Drawn(Placed& placed, layout::Layout const& layout);

    /// The group's place in the list; drawn if it is new. @error as overlay::draw().
    Result<std::uint32_t> index_of(Group const& group);
    Footprint const& print(std::uint32_t group) const { return prints_[group]; }
    /// Marks of a page changed: what was drawn for it is drawn anew.
    void forget(std::uint32_t page);
    /// Groups that no page is in would be written for nothing.
    void drop_unused();

  private:
    Placed& placed_;
    layout::Layout const& layout_;
    std::map<Group, std::uint32_t> known_;
    std::map<Group, Error> failed_;
    std::vector<Footprint> prints_;
};

} // namespace imprimatur::stamp
