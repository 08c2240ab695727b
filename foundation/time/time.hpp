/// Instants in UTC, dates of the calendar, and a clock that tests can set.
///
/// Promise: what is stored is UTC ("2026-11-23T08:15:30.123Z"); what is shown is local.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <string_view>

namespace imprimatur {

using Instant = std::chrono::sys_time<std::chrono::milliseconds>;
using Date = std::chrono::year_month_day;

/// "2026-11-23T08:15:30.123Z": sorts as text in the order of time.
std::string to_text(Instant instant);
std::optional<Instant> find_instant(std::string_view text);

/// "2026-11-23".
std::string to_text(Date date);
/// Also accepts "2026/11/23" and "20261123"; empty when it is no day of the calendar.
std::optional<Date> find_date(std::string_view text);

/// The day that the wall clock here shows (time zone of the process).
Date local_date(Instant instant);
/// "2026-11-23 16:15" on the wall clock here.
std::string local_text(Instant instant);

/// When `date` begins on the wall clock here: at 00:00, or at the first minute that there is where
/// the clock is put forward over midnight, or over the whole day.
Instant start_of_day(Date date);

/// `date` plus whole years or months; 29 February and 31st days end on the month's last day.
Date add_years(Date date, int years);
Date add_months(Date date, int months);

/// Where the house takes its time from.
class Clock {
  public:
    virtual ~Clock() = default;
    virtual Instant now() const = 0;
};

class SystemClock : public Clock {
  public:
    Instant now() const override;
};

/// A clock that stands where it is put.
class SetClock : public Clock {
  public:
    explicit SetClock(Instant instant) : instant_(instant) {}
    Instant now() const override { return instant_; }
    void set(Instant instant) { instant_ = instant; }

  private:
    Instant instant_;
};

} // namespace imprimatur
