#include "foundation/clock/clock.hpp"

#include <cstdlib>
#include <fstream>
#include <string>

namespace imprimatur {

namespace {

/// IMPRIMATUR_CLOCK names a file with one line, the instant at which the clock stands
/// ("2027-02-28T16:00:00.000Z"). A test moves it by writing another. Without such a file, or with
/// another line in it, the clock goes as the system's.
class MovableClock : public Clock {
  public:
    Instant now() const override {
        std::string line;
        if (char const* path = std::getenv("IMPRIMATUR_CLOCK")) {
            std::ifstream file(path);
            std::getline(file, line);
        }
        return find_instant(line).value_or(SystemClock{}.now());
    }
};

} // namespace

std::shared_ptr<Clock const> program_clock() {
    return std::make_shared<MovableClock const>();
}

} // namespace imprimatur
