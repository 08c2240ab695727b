#include "marking/pipe/frame.hpp"

#include <sys/socket.h>

#include <gtest/gtest.h>

namespace imprimatur::pipe {
namespace {

struct Ends {
    Ends() {
        int numbers[2];
        if (::socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, numbers) != 0) {
            throw std::runtime_error("no socket");
        }
        left = Descriptor(numbers[0]);
        right = Descriptor(numbers[1]);
    }
    Descriptor left;
    Descriptor right;
};

Descriptor file_of(std::string const& bytes) {
    auto file = memory_file("test").value();
    if (!write_all(file, bytes) || !seal(file)) {
        throw std::runtime_error("no memory");
    }
    return file;
}

constexpr std::uint64_t plenty = 1U << 30U;
Deadline soon() {
    return std::chrono::steady_clock::now() + std::chrono::milliseconds(100);
}

TEST(Frame, CarriesLongWordsAndManyFiles) {
    Ends ends;
    Message message{std::string(5'000'000, 'w'), {}};
    for (int i = 0; i < 450; ++i) {
        message.files.push_back(file_of(std::to_string(i)));
    }
    ASSERT_TRUE(send(ends.left, message));
    auto arrived = receive(ends.right, no_deadline, plenty);
    ASSERT_TRUE(arrived) << arrived.error().cause;
    EXPECT_EQ(arrived->json, message.json);
    ASSERT_EQ(arrived->files.size(), 450U);
    EXPECT_EQ(read_whole(arrived->files[449]).value(), "449");
    EXPECT_TRUE(is_sealed(arrived->files[449]));
}

TEST(Frame, SaysWhenTheOtherSideIsGoneOrSilent) {
    Ends ends;
    EXPECT_EQ(receive(ends.right, soon(), plenty).error().fault, Fault::TimedOut);
    ends.left = Descriptor();
    EXPECT_EQ(receive(ends.right, no_deadline, plenty).error().fault, Fault::Unavailable);
    EXPECT_EQ(send(ends.right, {"{}", {}}).error().fault, Fault::Unavailable);
}

TEST(Frame, RefusesWhatIsNoMessage) {
    Ends ends;
    ASSERT_EQ(::send(ends.left.number(), "garbage!", 8, 0), 8);
    EXPECT_EQ(receive(ends.right, soon(), plenty).error().fault, Fault::Unavailable);
}

TEST(Frame, RefusesMoreWordsThanAllowed) {
    Ends ends;
    ASSERT_TRUE(send(ends.left, {std::string(2000, 'w'), {}}));
    EXPECT_EQ(receive(ends.right, soon(), 1000).error().fault, Fault::Exhausted);
}

TEST(Frame, KnowsASealedFile) {
    auto file = memory_file("test").value();
    EXPECT_FALSE(is_sealed(file));
    ASSERT_TRUE(seal(file));
    EXPECT_TRUE(is_sealed(file));
    EXPECT_FALSE(is_sealed(open_file("/dev/null").value()));
}

} // namespace
} // namespace imprimatur::pipe
