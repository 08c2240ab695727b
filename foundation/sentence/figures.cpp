#include "foundation/sentence/figures.hpp"

#include <algorithm>
#include <cmath>

namespace imprimatur {

std::string spans_of(std::vector<std::uint32_t> const& numbers) {
    std::string out;
    for (std::size_t i = 0; i < numbers.size(); ++i) {
        auto const first = numbers[i];
        while (i + 1 < numbers.size() && numbers[i + 1] == numbers[i] + 1) {
            ++i;
        }
        out += (out.empty() ? "" : ", ") + std::to_string(first);
        out += numbers[i] > first ? "-" + std::to_string(numbers[i]) : "";
    }
    return out;
}

std::string chance_text(double chance) {
    constexpr int smallest = -24;
    int const power =
        chance <= 0 ? smallest
                    : std::max(smallest, static_cast<int>(std::ceil(std::log10(chance) - 1e-9)));
    return "10^" + std::to_string(std::min(power, 0));
}

} // namespace imprimatur
