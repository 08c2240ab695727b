/// What add, remove and check share. Private to gateway/queue.
#pragma once

#include <string>
#include <string_view>

#include "gateway/cups/cups.hpp"

namespace imprimatur::queue {

inline constexpr char const* policy_of_ours = "imprimatur";
inline constexpr char const* policy_of_real = "imprimatur-device";
inline constexpr char const* error_policy = "retry-current-job";

bool is_ours(cups::Queue const& queue);

/// The real queue's name or device's URI in the device URI of one of our queues.
std::string target_of(std::string_view device);

/// Whether a target is the URI of a device rather than the name of a queue.
bool is_device(std::string_view target);

} // namespace imprimatur::queue
