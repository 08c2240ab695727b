/// Counts and days as people write them, and as spreadsheets leave them.
///
/// Promise: what is typed is read the same in all widths, with blanks or without, in digits or in
/// Chinese numerals; what could mean two things is not read at all.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "foundation/time/time.hpp"

namespace imprimatur {

/// half_width(), and no blanks of any kind, visible or not (U+3000, U+00A0, U+200B, …).
std::string without_blanks(std::string_view text);

/// "10", "１０", "十", "二十五", "两": a whole number from 1 to `most` (at most 9,999).
std::optional<int> find_typed_count(std::string_view text, int most);

/// "2026-3-5", "2026/3/5", "2026.3.5", "20260305", "2026年3月5日", "二〇二六年三月五日"; a time of
/// day behind it ("0:00:00") is passed over. Never without four digits of the year, in this order.
std::optional<Date> find_typed_date(std::string_view text);

} // namespace imprimatur
