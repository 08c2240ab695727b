#include "door.hpp"

#include <thread>
#include <vector>

#include <gmock/gmock.h>

namespace imprimatur::http {
namespace {

constexpr std::uint64_t large = 200ULL << 20;

/// A file of `size` bytes that are not all alike, made of pieces.
Descriptor file_of(std::uint64_t size) {
    auto file = memory_file("test");
    std::string piece;
    for (int i = 0; piece.size() < (1 << 20); ++i) {
        piece += std::to_string(i);
    }
    piece.resize(1 << 20);
    for (std::uint64_t done = 0; done < size; done += piece.size()) {
        EXPECT_TRUE(write_all(*file, std::string_view(piece).substr(0, size - done)));
    }
    ::lseek(file->number(), 0, SEEK_SET);
    return std::move(*file);
}

bool are_alike(Descriptor const& a, Descriptor const& b) {
    return Mapping::of(a)->bytes() == Mapping::of(b)->bytes();
}

/// How much more memory than before was in use at the most while it lived.
class MemoryWatch {
  public:
    MemoryWatch()
        : before_(memory_in_use()), watcher_([this] {
              while (!is_done_) {
                  most_ = std::max(most_.load(), memory_in_use());
                  std::this_thread::sleep_for(std::chrono::milliseconds(2));
              }
          }) {}
    ~MemoryWatch() { stop(); }
    MemoryWatch(MemoryWatch const&) = delete;
    MemoryWatch& operator=(MemoryWatch const&) = delete;
    std::uint64_t stop() {
        is_done_ = true;
        if (watcher_.joinable()) {
            watcher_.join();
        }
        return most_ > before_ ? most_ - before_ : 0;
    }

  private:
    std::uint64_t before_;
    std::atomic<std::uint64_t> most_ = 0;
    std::atomic<bool> is_done_ = false;
    std::thread watcher_;
};

TEST_F(Door, TakesTwoHundredMegabytesWithoutKeepingThem) {
    auto source = file_of(large);
    auto kept = memory_file("kept");
    auto server = open([&](Request& request) {
        EXPECT_EQ(request.body.length(), large);
        auto written = request.body.read_into(*kept, UINT64_MAX);
        return text_response(200, "text/plain", std::to_string(written.value_or(0)));
    });
    MemoryWatch watch;
    auto answer = client().ask({Method::Put, "/document", {}, &source});
    auto grown = watch.stop();
    ASSERT_TRUE(answer) << answer.error().cause;
    EXPECT_EQ(answer->body, std::to_string(large));
    EXPECT_TRUE(are_alike(source, *kept));
    EXPECT_LT(grown, 64ULL << 20);
}

TEST_F(Door, SendsAFileOfTwoHundredMegabytesWithoutKeepingIt) {
    auto source = file_of(large);
    auto server = open([&](Request&) {
        Response response;
        response.body = FileBody{Descriptor(::dup(source.number())), 0, {}};
        return response;
    });
    auto got = memory_file("got");
    MemoryWatch watch;
    auto answer = client().ask_into({Method::Get, "/document", {}, {}}, *got);
    auto grown = watch.stop();
    ASSERT_TRUE(answer) << answer.error().cause;
    EXPECT_EQ(answer->headers.find("Content-Length"), std::to_string(large));
    EXPECT_TRUE(are_alike(source, *got));
    EXPECT_LT(grown, 64ULL << 20);
}

TEST_F(Door, SendsAPartOfAFile) {
    auto source = file_of(3 << 20);
    auto server = open([&](Request& request) {
        Response response;
        auto offset = std::stoull(*request.target.find_query("from"));
        response.body = FileBody{Descriptor(::dup(source.number())), offset, 1000};
        return response;
    });
    auto answer = client().ask({Method::Get, "/?from=1048576", {}, {}});
    EXPECT_EQ(answer->body, Mapping::of(source)->bytes().substr(1048576, 1000));
    EXPECT_EQ(client().ask({Method::Get, "/?from=99999999", {}, {}})->status, 500U);
}

TEST_F(Door, SendsAPipeInChunks) {
    int ends[2];
    ASSERT_EQ(::pipe(ends), 0);
    Descriptor reading(ends[0]);
    Descriptor writing(ends[1]);
    auto server = open([](Request& request) {
        EXPECT_EQ(request.body.length(), std::nullopt);
        return text_response(200, "text/plain", *request.body.read_text(100));
    });
    std::thread writer([&] {
        for (auto const* part : {"one ", "two ", "three"}) {
            EXPECT_TRUE(write_all(writing, std::string_view(part)));
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
        writing = Descriptor();
    });
    auto answer = client().ask({Method::Put, "/", {}, &reading});
    writer.join();
    EXPECT_EQ(answer->body, "one two three");
}

TEST_F(Door, PassesOnWhyASourceFailed) {
    auto server = open([](Request& request) {
        static_cast<void>(request.body.read_text(100));
        return Response{};
    });
    BodySource broken = [](std::span<std::byte>) -> Result<std::size_t> {
        return fail(Fault::Corrupt, {"test.broken", {}});
    };
    auto answer = client().ask({Method::Put, "/", {}, broken});
    ASSERT_FALSE(answer);
    EXPECT_EQ(answer.error().sentence.id, "test.broken");
}

TEST_F(Door, LetsTheSenderHearARefusalBeforeItHasSentAll) {
    auto source = file_of(large);
    auto server = open([](Request&) { return text_response(507, "text/plain", "no room"); });
    auto answer = client().ask({Method::Put, "/", {}, &source});
    ASSERT_TRUE(answer) << answer.error().cause;
    EXPECT_EQ(answer->status, 507U);
    EXPECT_EQ(answer->body, "no room");
}

TEST_F(Door, KeepsTheErrorOfACallThatShouldHaveGivenAFile) {
    auto server = open([](Request&) { return text_response(404, "text/plain", "no such copy"); });
    auto file = memory_file("got");
    auto answer = client().ask_into({Method::Get, "/", {}, {}}, *file);
    ASSERT_TRUE(answer);
    EXPECT_EQ(answer->body, "no such copy");
    EXPECT_EQ(*size_of(*file), 0U);
}

TEST_F(Door, ServesManyAtOnceWithoutMixingThemUp) {
    auto server = open([](Request& request) {
        return text_response(200, "text/plain",
                             request.target.text + *request.body.read_text(1 << 20));
    });
    std::atomic<int> wrong = 0;
    std::vector<std::thread> askers;
    for (int asker = 0; asker < 8; ++asker) {
        askers.emplace_back([&, asker] {
            for (int i = 0; i < 100; ++i) {
                auto name = "/" + std::to_string(asker) + "/" + std::to_string(i);
                std::string body(static_cast<std::size_t>(i * 100), static_cast<char>('a' + asker));
                auto answer = client().ask({Method::Put, name, {}, body});
                wrong += !answer || answer->body != name + body;
            }
        });
    }
    for (auto& asker : askers) {
        asker.join();
    }
    EXPECT_EQ(wrong, 0);
}

} // namespace
} // namespace imprimatur::http
