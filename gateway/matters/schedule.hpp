/// When inspections are due (K22): on the eve of set holidays (P11.节日), and at the intervals that
/// the rules in force give (P6.6, P13.4, P14.archive.9.6, P14.archive.9.8).
#pragma once

#include "gateway/matters/matters.hpp"

namespace imprimatur::matters {

struct DueInspection {
    Date day; ///< on which it is due
    std::string
        sort; ///< detail `sort` of the inspection that answers it: "holiday-eve", "stock-take"
    std::string occasion; ///< "spring-festival"; of an interval the duty's note
    std::vector<std::string> clauses;
    bool is_missed = false; ///< its day is over and nobody inspected
};

/// First day of the year of the lunar calendar. Known for 2024 to 2050. @source published tables of
/// the Purple Mountain Observatory.
std::optional<Date> find_spring_festival(std::chrono::year year);

/// Eves of New Year, Spring Festival, 1 May and 1 October within [from, to].
std::vector<std::pair<Date, std::string>> holiday_eves(Date from, Date to);

/// What falls due within `ahead` days from today, and what was missed in the last 30 days.
Result<std::vector<DueInspection>> due_inspections(print::Parts const& parts, int ahead);

} // namespace imprimatur::matters
