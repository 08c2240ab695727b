#include "foundation/lanes/lanes.hpp"

#include <algorithm>
#include <exception>
#include <system_error>
#include <thread>
#include <vector>

namespace imprimatur {

std::size_t lanes_for(std::size_t pieces, std::size_t worth_it) {
    auto const processors = std::size_t{std::thread::hardware_concurrency()};
    return pieces < worth_it ? 1 : std::clamp<std::size_t>(processors, 1, most_lanes);
}

void in_lanes(std::size_t lanes, std::function<void(std::size_t lane)> const& work) {
    std::vector<std::exception_ptr> thrown(lanes);
    auto const run = [&](std::size_t lane) {
        try {
            work(lane);
        } catch (...) { // thrown again below: out of a thread it would end the process
            thrown[lane] = std::current_exception();
        }
    };
    std::vector<std::thread> threads;
    threads.reserve(lanes);
    std::size_t begun = 1;
    try {
        for (; begun < lanes; ++begun) {
            threads.emplace_back(run, begun);
        }
    } catch (std::system_error const&) { // where no threads are allowed, this one does it all
    }
    run(0);
    for (auto& thread : threads) {
        thread.join();
    }
    for (; begun < lanes; ++begun) {
        run(begun);
    }
    for (auto const& error : thrown) {
        if (error) {
            std::rethrow_exception(error);
        }
    }
}

} // namespace imprimatur
