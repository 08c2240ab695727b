#include "foundation/clock/clock.hpp"

namespace imprimatur {

std::shared_ptr<Clock const> program_clock() {
    return std::make_shared<SystemClock const>();
}

} // namespace imprimatur
