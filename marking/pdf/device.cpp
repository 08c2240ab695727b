#include "marking/pdf/device.hpp"

#include <algorithm>
#include <cstdio>
#include <cstring>

namespace imprimatur::pdf {

int Device::GetChar() const {
    if (at_ >= bytes_.size()) {
        ended_ = true;
        return EOF;
    }
    return static_cast<unsigned char>(bytes_[at_++]);
}

int Device::Look() const {
    return at_ < bytes_.size() ? static_cast<unsigned char>(bytes_[at_]) : EOF;
}

void Device::Seek(std::streamoff offset, std::ios_base::seekdir from) {
    auto start = std::streamoff{0};
    if (from == std::ios_base::cur) {
        start = static_cast<std::streamoff>(at_);
    } else if (from == std::ios_base::end) {
        start = static_cast<std::streamoff>(bytes_.size());
    }
    std::streamoff to = 0;
    if (__builtin_add_overflow(start, offset, &to) || to < 0) {
        PODOFO_RAISE_ERROR_INFO(PoDoFo::ePdfError_ValueOutOfRange, "a place before the file");
    }
    at_ = static_cast<std::size_t>(to);
    ended_ = false;
}

std::streamoff Device::Read(char* buffer, std::streamsize length) {
    auto const left = at_ < bytes_.size() ? bytes_.size() - at_ : 0;
    auto const wanted = static_cast<std::size_t>(std::max<std::streamsize>(length, 0));
    auto const count = std::min(left, wanted);
    if (count > 0) {
        std::memcpy(buffer, bytes_.data() + at_, count);
        at_ += count;
    }
    ended_ = count < wanted;
    return static_cast<std::streamoff>(count);
}

} // namespace imprimatur::pdf
