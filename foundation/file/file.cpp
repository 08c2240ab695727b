#include "foundation/file/file.hpp"

#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

namespace imprimatur {

namespace {

std::string reason(char const* call) {
    return std::string(call) + ": " + std::strerror(errno);
}

tl::unexpected<Error> failed_write() {
    auto fault = errno == ENOSPC || errno == EDQUOT || errno == EFBIG || errno == ENOMEM
                     ? Fault::Exhausted
                     : Fault::Internal;
    return fail(fault, {fault == Fault::Exhausted ? "file.no-room" : "file.cannot-write", {}},
                reason("write"));
}

} // namespace

Descriptor& Descriptor::operator=(Descriptor&& other) noexcept {
    if (this != &other) {
        Descriptor old(std::exchange(number_, other.release()));
    }
    return *this;
}

Descriptor::~Descriptor() {
    if (number_ >= 0) {
        ::close(number_);
    }
}

int Descriptor::release() {
    return std::exchange(number_, -1);
}

Result<Descriptor> memory_file(std::string const& label) {
    int number = ::memfd_create(label.c_str(), MFD_CLOEXEC | MFD_ALLOW_SEALING);
    if (number < 0) {
        return fail(Fault::Exhausted, {"file.no-room", {}}, reason("memfd_create"));
    }
    return Descriptor(number);
}

Result<void> seal(Descriptor const& file) {
    if (::fcntl(file.number(), F_ADD_SEALS,
                F_SEAL_SEAL | F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE) != 0) {
        return fail(Fault::Internal, {"file.cannot-write", {}}, reason("F_ADD_SEALS"));
    }
    return {};
}

Result<std::uint64_t> size_of(Descriptor const& file) {
    struct stat facts {};
    if (::fstat(file.number(), &facts) != 0) {
        return fail(Fault::Internal, {"file.cannot-read", {}}, reason("fstat"));
    }
    return static_cast<std::uint64_t>(facts.st_size);
}

Result<void> write_all(Descriptor const& file, std::span<std::byte const> bytes) {
    while (!bytes.empty()) {
        auto count = ::write(file.number(), bytes.data(), bytes.size());
        if (count < 0) {
            if (errno == EINTR) {
                continue;
            }
            return failed_write();
        }
        bytes = bytes.subspan(static_cast<std::size_t>(count));
    }
    return {};
}

Result<void> write_all(Descriptor const& file, std::string_view bytes) {
    return write_all(file, std::as_bytes(std::span(bytes.data(), bytes.size())));
}

Result<std::string> read_whole(Descriptor const& file, std::uint64_t limit) {
    std::string out;
    char part[65536];
    for (off_t place = 0;;) {
        auto count = ::pread(file.number(), part, sizeof part, place);
        if (count < 0) {
            if (errno == EINTR) {
                continue;
            }
            return fail(Fault::Internal, {"file.cannot-read", {}}, reason("pread"));
        }
        if (count == 0) {
            return out;
        }
        if (out.size() + static_cast<std::size_t>(count) > limit) {
            return fail(Fault::Exhausted, {"file.too-large", {{"limit", std::to_string(limit)}}},
                        "file larger than its limit");
        }
        out.append(part, static_cast<std::size_t>(count));
        place += count;
    }
}

Result<Descriptor> open_file(std::string const& path) {
    int number = ::open(path.c_str(), O_RDONLY | O_CLOEXEC);
    if (number < 0) {
        auto fault = errno == EACCES || errno == EPERM ? Fault::Denied : Fault::NotFound;
        return fail(fault, {"file.cannot-open", {{"file", path}, {"reason", std::strerror(errno)}}},
                    reason("open"));
    }
    return Descriptor(number);
}

Result<void> replace_file(std::string const& path, std::string_view bytes, unsigned mode) {
    std::string temporary = path + ".XXXXXX";
    Descriptor file(::mkostemp(temporary.data(), O_CLOEXEC));
    if (!file.is_open()) {
        return fail(Fault::Denied,
                    {"file.cannot-open", {{"file", path}, {"reason", std::strerror(errno)}}},
                    reason("mkostemp"));
    }
    auto written = write_all(file, bytes);
    if (written && ::fchmod(file.number(), mode) == 0 && ::fsync(file.number()) == 0 &&
        ::rename(temporary.c_str(), path.c_str()) == 0) {
        return {};
    }
    auto error = written ? Error{Fault::Internal, {"file.cannot-write", {}}, reason("replace")}
                         : written.error();
    ::unlink(temporary.c_str());
    return tl::unexpected<Error>(error);
}

Result<Mapping> Mapping::of(Descriptor const& file) {
    auto size = size_of(file);
    if (!size) {
        return pass_on(size);
    }
    if (*size == 0) {
        return Mapping(nullptr, 0);
    }
    void* data = ::mmap(nullptr, *size, PROT_READ, MAP_PRIVATE, file.number(), 0);
    if (data == MAP_FAILED) {
        return fail(Fault::Exhausted, {"file.cannot-read", {}}, reason("mmap"));
    }
    return Mapping(static_cast<char const*>(data), *size);
}

Mapping::Mapping(Mapping&& other) noexcept
    : data_(std::exchange(other.data_, nullptr)), size_(std::exchange(other.size_, 0)) {}

Mapping& Mapping::operator=(Mapping&& other) noexcept {
    std::swap(data_, other.data_);
    std::swap(size_, other.size_);
    return *this;
}

Mapping::~Mapping() {
    if (data_ != nullptr) {
        ::munmap(const_cast<char*>(data_), size_);
    }
}

} // namespace imprimatur
