// Must fail when a sanitizer is on: `./dev asan` and `./dev tsan` run it first, so that a check
// which is silently off is noticed.
#include <cstring>
#include <memory>
#include <string_view>
#include <thread>

namespace {

int read_past_the_end() {
    auto bytes = std::make_unique<char[]>(8);
    std::memset(bytes.get(), 1, 8);
    volatile std::size_t place = 8;
    return bytes[place];
}

int race() {
    int shared = 0;
    std::thread other([&] {
        for (int i = 0; i < 100000; ++i) {
            ++shared;
        }
    });
    for (int i = 0; i < 100000; ++i) {
        ++shared;
    }
    other.join();
    return shared;
}

} // namespace

int main(int count, char** words) {
    auto const which = count > 1 ? std::string_view(words[1]) : std::string_view();
    int volatile sink = which == "tsan" ? race() : read_past_the_end();
    static_cast<void>(sink);
    return 0;
}
