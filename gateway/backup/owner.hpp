/// Root does the work of the service's account as that account, so that the service can use what is
/// made. Private to this room.
#pragma once

#include <filesystem>
#include <sys/types.h>

namespace imprimatur::backup {

/// From here to the end of its life files are made and opened as the owner of `place`; does nothing
/// for others than root, or where the place is not there.
class AsOwner {
  public:
    explicit AsOwner(std::filesystem::path const& place);
    AsOwner(AsOwner const&) = delete;
    AsOwner& operator=(AsOwner const&) = delete;
    ~AsOwner();

  private:
    bool is_other_ = false;
};

} // namespace imprimatur::backup
