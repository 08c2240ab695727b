#include "gateway/backup/owner.hpp"

#include <stdexcept>
#include <sys/stat.h>
#include <unistd.h>

namespace imprimatur::backup {

AsOwner::AsOwner(std::filesystem::path const& place) {
    struct stat facts {};
    if (::geteuid() != 0 || ::stat(place.c_str(), &facts) != 0 || facts.st_uid == 0) {
        return;
    }
    if (::setegid(facts.st_gid) != 0 || ::seteuid(facts.st_uid) != 0) {
        throw std::runtime_error("root cannot act as another account");
    }
    is_other_ = true;
}

AsOwner::~AsOwner() {
    if (is_other_ && (::seteuid(0) != 0 || ::setegid(0) != 0)) {
        std::terminate(); // never go on as somebody else than is thought
    }
}

} // namespace imprimatur::backup
