/// A piece of work in a process of its own, with limits, so that no file can take the test with it.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace imprimatur::corpus {

struct Ending {
    enum class Kind { Done, Crashed, TimedOut };
    Kind kind;
    int signal;         ///< when it crashed
    std::string report; ///< what `work` returned
};

/// @param memory bytes of address space. Blocks until the end.
Ending run_child(std::function<std::string()> const& work, std::chrono::seconds time,
                 std::size_t memory);

} // namespace imprimatur::corpus
