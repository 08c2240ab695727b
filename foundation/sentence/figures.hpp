/// Figures as people read them in a sentence, whatever its language.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace imprimatur {

/// "2, 5-9": ascending numbers.
std::string spans_of(std::vector<std::uint32_t> const& numbers);

/// "10^-12": a chance, rounded up, never better than 10^-24.
std::string chance_text(double chance);

} // namespace imprimatur
