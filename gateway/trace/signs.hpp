/// From what was read on pages to which copies they are of.
#pragma once

#include "gateway/trace/trace.hpp"

namespace imprimatur::trace {

/// Every copy on record, and what it was copied from.
class Known {
  public:
    static Result<Known> of(registry::Registry& registry);

    std::vector<Serial> const& serials() const { return serials_; }
    bool has(Serial serial) const { return copies_.contains(serial); }
    registry::Copy const& copy(Serial serial) const { return copies_.at(serial); }
    bool is_descended(Serial copy, Serial ancestor) const;
    /// Copies made from this one, and from those.
    std::vector<Serial> descendants(Serial serial) const;

  private:
    std::vector<Serial> serials_;
    std::map<Serial, registry::Copy> copies_;
};

/// Judges every code and every field of dots, brings together what speaks for one copy on one page,
/// and says where marks disagree.
/// @param trace its findings, regions and warnings are filled in
void judge(keys::Keys const& keys, Reader const& reader, Known const& known,
           pipe::Reading const& reading, Trace& trace);

} // namespace imprimatur::trace
