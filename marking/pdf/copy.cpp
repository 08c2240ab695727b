#include <cerrno>
#include <cstring>

#include <sys/sendfile.h>
#include <unistd.h>

#include "marking/pdf/update.hpp"

namespace imprimatur::pdf {

Result<void> copy_whole(int file, std::string_view mapped, Descriptor const& target) {
    auto left = mapped.size();
    off_t from = 0;
    // Between files of one file system the kernel may share instead of copying; sendfile works
    // between any; a kernel or a sandbox that has neither gets plain writing.
    while (left > 0) {
        auto const count = copy_file_range(file, &from, target.number(), nullptr, left, 0);
        if (count <= 0) {
            break;
        }
        left -= static_cast<std::size_t>(count);
    }
    while (left > 0) {
        auto const count = sendfile(target.number(), file, &from, left);
        if (count <= 0) {
            break;
        }
        left -= static_cast<std::size_t>(count);
    }
    return left > 0 ? write_all(target, mapped.substr(mapped.size() - left)) : Result<void>{};
}

} // namespace imprimatur::pdf
