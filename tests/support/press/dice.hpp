/// Chance that can be thrown again: one seed, one case.
#pragma once

#include <cstdint>
#include <random>

namespace imprimatur::press {

class Dice {
  public:
    explicit Dice(std::uint64_t seed) : engine_(seed) {}
    double between(double least, double most) {
        return least + (most - least) * static_cast<double>(engine_() >> 11U) * 0x1p-53;
    }
    int below(int count) { return static_cast<int>(engine_() % static_cast<std::uint64_t>(count)); }
    bool chance(double probability) { return between(0, 1) < probability; }
    std::uint64_t bits() { return engine_(); }

  private:
    std::mt19937_64 engine_;
};

} // namespace imprimatur::press
