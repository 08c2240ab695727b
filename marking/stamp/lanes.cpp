#include "marking/stamp/lanes.hpp"

#include <algorithm>
#include <system_error>
#include <thread>
#include <vector>

namespace imprimatur::stamp {

std::size_t lanes_for(std::size_t pieces) {
    constexpr std::size_t worth_it = 4; // pages; opening the file once more takes as long as some
    constexpr std::size_t most = 4;
    auto const processors = std::size_t{std::thread::hardware_concurrency()};
    return pieces < worth_it ? 1 : std::clamp<std::size_t>(processors, 1, most);
}

void in_lanes(std::size_t lanes, std::function<void(std::size_t lane)> const& work) {
    std::vector<std::thread> threads;
    std::size_t begun = 1;
    try {
        for (; begun < lanes; ++begun) {
            threads.emplace_back(work, begun);
        }
    } catch (std::system_error const&) { // where no threads are allowed, this one does it all
    }
    work(0);
    for (auto& thread : threads) {
        thread.join();
    }
    for (; begun < lanes; ++begun) {
        work(begun);
    }
}

} // namespace imprimatur::stamp
