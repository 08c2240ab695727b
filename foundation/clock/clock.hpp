/// The clock that a whole program goes by.
///
/// Promise: in the programs that people run it is the system's (foundation/clock/system.cpp); which
/// body is used is decided when a program is linked, never by its environment.
#pragma once

#include <memory>

#include "foundation/time/time.hpp"

namespace imprimatur {

/// Never null. Thread-safe.
std::shared_ptr<Clock const> program_clock();

} // namespace imprimatur
