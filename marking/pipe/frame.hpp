/// One message between the gateway and a worker: JSON and open files, over a Unix socket.
///
/// Second public header of this room: the worker speaks the same language. JSON travels in a sealed
/// memory file, so that its size does not matter; files go by SCM_RIGHTS, as many as needed.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"

namespace imprimatur::pipe {

struct Message {
    std::string json;
    std::vector<Descriptor> files;
};

using Deadline = std::chrono::steady_clock::time_point;
constexpr Deadline no_deadline = Deadline::max();

/// @error Unavailable the other side is gone; Exhausted no memory.
Result<void> send(Descriptor const& socket, Message const& message);

/// @param most_json bytes of JSON, beyond which the message is refused.
/// @error Unavailable the other side closed or broke the protocol; TimedOut.
Result<Message> receive(Descriptor const& socket, Deadline deadline, std::uint64_t most_json);

/// Nobody can change the file's bytes or size any more.
bool is_sealed(Descriptor const& file);

} // namespace imprimatur::pipe
