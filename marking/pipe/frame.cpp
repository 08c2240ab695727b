#include "marking/pipe/frame.hpp"

#include <algorithm>
#include <array>
#include <cerrno>
#include <cstring>
#include <fcntl.h>
#include <poll.h>
#include <sys/socket.h>

namespace imprimatur::pipe {

namespace {

constexpr std::uint32_t magic = 0x494d5031;    // "IMP1"
constexpr std::size_t most_files_a_part = 200; // the kernel takes 253
constexpr std::size_t most_files = 20000;

/// What every datagram of a message begins with; both ends are the same machine.
struct Head {
    std::uint32_t magic;
    std::uint32_t files; ///< of the whole message, the JSON among them
};

tl::unexpected<Error> gone(std::string const& cause) {
    return fail(Fault::Unavailable, {"pipe.worker-gone", {}}, cause);
}

Result<void> send_part(int socket, Head head, std::vector<int> const& files) {
    iovec bytes{&head, sizeof head};
    std::vector<char> room(CMSG_SPACE(files.size() * sizeof(int)));
    msghdr message{};
    message.msg_iov = &bytes;
    message.msg_iovlen = 1;
    message.msg_control = room.data();
    message.msg_controllen = room.size();
    auto* control = CMSG_FIRSTHDR(&message);
    control->cmsg_level = SOL_SOCKET;
    control->cmsg_type = SCM_RIGHTS;
    control->cmsg_len = CMSG_LEN(files.size() * sizeof(int));
    std::memcpy(CMSG_DATA(control), files.data(), files.size() * sizeof(int));
    while (::sendmsg(socket, &message, MSG_NOSIGNAL) < 0) {
        if (errno != EINTR) {
            return gone(std::string("sendmsg: ") + std::strerror(errno));
        }
    }
    return {};
}

Result<void> wait_for_input(int socket, Deadline deadline) {
    while (true) {
        int left = -1;
        if (deadline != no_deadline) {
            auto const rest = std::chrono::ceil<std::chrono::milliseconds>(
                deadline - std::chrono::steady_clock::now());
            left = static_cast<int>(std::clamp<std::int64_t>(rest.count(), 0, 1'000'000'000));
        }
        pollfd entry{socket, POLLIN, 0};
        auto const ready = ::poll(&entry, 1, left);
        if (ready > 0) {
            return {};
        }
        if (ready == 0) {
            return fail(Fault::TimedOut, {"pipe.no-answer", {}}, "no answer in time");
        }
        if (errno != EINTR) {
            return gone(std::string("poll: ") + std::strerror(errno));
        }
    }
}

/// Takes the files out of one datagram's control data.
void take_files(msghdr& message, std::vector<Descriptor>& files) {
    for (auto* control = CMSG_FIRSTHDR(&message); control != nullptr;
         control = CMSG_NXTHDR(&message, control)) {
        if (control->cmsg_level != SOL_SOCKET || control->cmsg_type != SCM_RIGHTS) {
            continue;
        }
        auto const count = (control->cmsg_len - CMSG_LEN(0)) / sizeof(int);
        for (std::size_t i = 0; i < count; ++i) {
            int number = -1;
            std::memcpy(&number, CMSG_DATA(control) + i * sizeof(int), sizeof number);
            files.emplace_back(number);
        }
    }
}

/// @return how many files the whole message has
Result<std::uint32_t> receive_part(int socket, std::vector<Descriptor>& files) {
    Head head{};
    iovec bytes{&head, sizeof head};
    alignas(cmsghdr) std::array<char, CMSG_SPACE(most_files_a_part * sizeof(int))> room{};
    msghdr message{};
    message.msg_iov = &bytes;
    message.msg_iovlen = 1;
    message.msg_control = room.data();
    message.msg_controllen = room.size();
    ssize_t count = -1;
    do {
        count = ::recvmsg(socket, &message, MSG_CMSG_CLOEXEC);
    } while (count < 0 && errno == EINTR);
    if (count > 0) {
        take_files(message, files);
    }
    if (count != sizeof head || head.magic != magic || head.files < 1 || head.files > most_files ||
        (message.msg_flags & (MSG_CTRUNC | MSG_TRUNC)) != 0) {
        return gone(count == 0 ? "closed" : "not a message");
    }
    return head.files;
}

} // namespace

bool is_sealed(Descriptor const& file) {
    constexpr int all = F_SEAL_SHRINK | F_SEAL_GROW | F_SEAL_WRITE;
    auto const seals = ::fcntl(file.number(), F_GET_SEALS);
    return seals >= 0 && (seals & all) == all;
}

Result<void> send(Descriptor const& socket, Message const& message) {
    auto json = memory_file("words");
    if (!json) {
        return pass_on(json);
    }
    if (auto written = write_all(*json, message.json); !written) {
        return written;
    }
    if (auto sealed = seal(*json); !sealed) {
        return sealed;
    }
    std::vector<int> numbers;
    numbers.reserve(message.files.size() + 1);
    numbers.push_back(json->number());
    for (auto const& file : message.files) {
        numbers.push_back(file.number());
    }
    Head const head{magic, static_cast<std::uint32_t>(numbers.size())};
    for (std::size_t done = 0; done < numbers.size(); done += most_files_a_part) {
        auto const begin = numbers.begin() + static_cast<std::ptrdiff_t>(done);
        auto const count = std::min(most_files_a_part, numbers.size() - done);
        auto sent =
            send_part(socket.number(), head, {begin, begin + static_cast<std::ptrdiff_t>(count)});
        if (!sent) {
            return sent;
        }
    }
    return {};
}

Result<Message> receive(Descriptor const& socket, Deadline deadline, std::uint64_t most_json) {
    std::vector<Descriptor> files;
    std::uint32_t awaited = 1;
    while (files.size() < awaited) {
        if (auto ready = wait_for_input(socket.number(), deadline); !ready) {
            return pass_on(ready);
        }
        auto const before = files.size();
        auto whole = receive_part(socket.number(), files);
        if (!whole) {
            return pass_on(whole);
        }
        if (files.size() == before || files.size() > *whole) {
            return gone("files missing");
        }
        awaited = *whole;
    }
    if (!is_sealed(files.front())) {
        return gone("words not sealed");
    }
    auto json = read_whole(files.front(), most_json);
    if (!json) {
        return pass_on(json);
    }
    files.erase(files.begin());
    return Message{std::move(*json), std::move(files)};
}

} // namespace imprimatur::pipe
