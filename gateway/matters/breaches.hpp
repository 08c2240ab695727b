/// Breaches 违规 (K36; P14.17–18, P10.25–28, P6.8): who was refused what, who has something
/// overdue, what was printed and not accounted for. Nothing is stored: it is what log and registers
/// say.
#pragma once

#include "gateway/matters/matters.hpp"

namespace imprimatur::matters {

struct Breach {
    enum class Sort { Refused, Overdue, Uncounted };
    Sort sort = Sort::Refused;
    Instant at{};        ///< when it was refused, fell due, or was spoiled
    std::string person;  ///< account or name
    std::string what;    ///< "job.refused"; of an overdue matter its kind; of a copy "spoiled"
    std::string subject; ///< "job:…", "matter:12", "copy:…"
    std::vector<std::string> clauses;
};
std::string_view identifier(Breach::Sort sort);

/// Oldest first; of one person, and of these days, both included, where they are given.
Result<std::vector<Breach>> breaches(print::Parts const& parts, std::string const& person,
                                     std::optional<Date> from, std::optional<Date> to);

} // namespace imprimatur::matters
