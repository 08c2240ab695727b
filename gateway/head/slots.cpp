#include "gateway/head/slots.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <cstring>
#include <fcntl.h>
#include <sstream>
#include <sys/file.h>
#include <unistd.h>

namespace imprimatur::head {

namespace {

constexpr std::size_t slot_size = 512; // a sector: no disk writes half of one
constexpr std::string_view magic = "imprimatur-head-1";

/// Said twice, so that half a write is not taken for a whole one.
std::string text_of(Kept const& kept) {
    auto const once = std::string(magic) + " " + std::to_string(kept.sequence) + " " + kept.hash +
                      " " + std::to_string(kept.numbers_given) + "\n";
    auto out = once + once;
    out.resize(slot_size, '\0');
    return out;
}

std::optional<Kept> find_in(std::string const& slot) {
    std::istringstream words(slot);
    std::string name;
    Kept kept;
    words >> name >> kept.sequence >> kept.hash >> kept.numbers_given;
    bool const is_whole = words && name == magic && text_of(kept) == slot;
    return is_whole ? std::optional(kept) : std::nullopt;
}

struct Both {
    std::array<std::optional<Kept>, 2> slots;

    int newer() const {
        if (!slots[0] || !slots[1]) {
            return slots[0] ? 0 : 1;
        }
        return slots[1]->sequence > slots[0]->sequence ? 1 : 0;
    }
};

Both both_in(Descriptor const& file) {
    Both out;
    for (std::size_t i = 0; i < out.slots.size(); ++i) {
        std::string slot(slot_size, '\0');
        auto const count =
            ::pread(file.number(), slot.data(), slot.size(), static_cast<off_t>(i * slot_size));
        if (count == static_cast<ssize_t>(slot_size)) {
            out.slots[i] = find_in(slot);
        }
    }
    return out;
}

tl::unexpected<Error> refused(std::filesystem::path const& file, char const* call) {
    bool const is_full = errno == ENOSPC || errno == EDQUOT;
    return fail(is_full ? Fault::Exhausted : Fault::Denied,
                {"head.cannot-keep", {{"file", file.string()}, {"reason", std::strerror(errno)}}},
                std::string(call) + ": " + std::strerror(errno));
}

/// The whole size at once: later writes need no room on the disk.
Result<void> fill(Descriptor const& opened, std::filesystem::path const& file) {
    auto const size = size_of(opened);
    if (size && *size >= 2 * slot_size) {
        return {};
    }
    std::string const zeros(2 * slot_size, '\0');
    auto const folder_of_file = file.parent_path();
    Descriptor folder(::open(folder_of_file.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    bool const is_done = ::pwrite(opened.number(), zeros.data(), zeros.size(), 0) ==
                             static_cast<ssize_t>(zeros.size()) &&
                         ::fsync(opened.number()) == 0 && folder.is_open() &&
                         ::fsync(folder.number()) == 0;
    return is_done ? Result<void>() : refused(file, "pwrite");
}

} // namespace

Result<Slots> Slots::open(std::filesystem::path const& file, Keeper::Company company) {
    Descriptor opened(::open(file.c_str(), O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0600));
    if (!opened.is_open()) {
        return refused(file, "open");
    }
    int const lock = company == Keeper::Company::Any ? LOCK_SH : LOCK_EX;
    if (::flock(opened.number(), lock | LOCK_NB) != 0) {
        return fail(Fault::Conflict, {"head.in-use", {{"file", file.string()}}}, "flock");
    }
    if (auto filled = fill(opened, file); !filled) {
        return pass_on(filled);
    }
    int const next = 1 - both_in(opened).newer();
    return Slots(std::move(opened), next);
}

Result<std::optional<Kept>> Slots::read(std::filesystem::path const& file) {
    Descriptor opened(::open(file.c_str(), O_RDONLY | O_CLOEXEC | O_NOFOLLOW));
    if (!opened.is_open()) {
        return errno == ENOENT ? Result<std::optional<Kept>>(std::nullopt) : refused(file, "open");
    }
    auto both = both_in(opened);
    return both.slots[static_cast<std::size_t>(both.newer())];
}

bool Slots::write(Kept const& kept) {
    auto const text = text_of(kept);
    bool const is_written = ::pwrite(file_.number(), text.data(), text.size(),
                                     static_cast<off_t>(next_) * static_cast<off_t>(slot_size)) ==
                            static_cast<ssize_t>(text.size());
    next_ = is_written ? 1 - next_ : next_;
    return is_written;
}

bool Slots::make_durable() const {
    return ::fdatasync(file_.number()) == 0;
}

} // namespace imprimatur::head
