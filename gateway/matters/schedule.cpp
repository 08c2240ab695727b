#include "gateway/matters/schedule.hpp"

#include <algorithm>

#include "gateway/matters/kind.hpp"

namespace imprimatur::matters {

namespace {

using std::chrono::days;
using std::chrono::sys_days;

constexpr int looked_back = 30; ///< days in which a missed one is still named
constexpr int before_eve = 7;   ///< days before the eve on which the inspection counts for it

struct MonthDay {
    unsigned month;
    unsigned day;
};

constexpr int first_year = 2024;
constexpr MonthDay spring_festivals[] = {
    {2, 10}, {1, 29}, {2, 17}, {2, 6},  {1, 26}, {2, 13}, {2, 3},  {1, 23}, {2, 11},
    {1, 31}, {2, 19}, {2, 8},  {1, 28}, {2, 15}, {2, 4},  {1, 24}, {2, 12}, {2, 1},
    {1, 22}, {2, 10}, {1, 30}, {2, 17}, {2, 6},  {1, 26}, {2, 14}, {2, 2},  {1, 23},
};

struct Holiday {
    std::string_view occasion;
    MonthDay date;
};
constexpr Holiday fixed[] = {
    {"new-year", {1, 1}}, {"labour-day", {5, 1}}, {"national-day", {10, 1}}};

Date date_of(std::chrono::year year, MonthDay date) {
    return Date{year, std::chrono::month{date.month}, std::chrono::day{date.day}};
}

/// Days on which inspections of a sort were opened.
using Done = std::vector<std::pair<std::string, Date>>;

Result<Done> inspections(registry::Transaction& transaction) {
    auto matters = transaction.matters("inspection", false);
    if (!matters) {
        return pass_on(matters);
    }
    Done out;
    for (auto const& matter : *matters) {
        out.emplace_back(matter.details.at("sort"), local_date(matter.opened_at));
    }
    return out;
}

void add_eves(Desk const& desk, Done const& done, int ahead, std::vector<DueInspection>& out) {
    if (!desk.find_duty("K22", "holiday-eve")) {
        return;
    }
    auto today = sys_days{desk.today()};
    for (auto const& [eve, occasion] :
         holiday_eves(Date{today - days{looked_back}}, Date{today + days{ahead}})) {
        auto last = sys_days{eve};
        bool is_done = std::any_of(done.begin(), done.end(), [&](auto const& one) {
            return one.first == "holiday-eve" && sys_days{one.second} >= last - days{before_eve} &&
                   sys_days{one.second} <= last;
        });
        if (!is_done) {
            out.push_back({eve, "holiday-eve", occasion, desk.clauses_of("K22", "holiday-eve"),
                           last < today});
        }
    }
}

/// After each inspection the next is due when the interval is over; the first one at once.
void add_intervals(Desk const& desk, Done const& done, int ahead, std::vector<DueInspection>& out) {
    constexpr int hours_a_day = 24;
    auto today = sys_days{desk.today()};
    for (auto const& duty : desk.policy.duties()) {
        bool is_of_log =
            duty.capability == "K28" && (duty.note == "backup" || duty.note == "log-review");
        if ((duty.capability != "K22" && !is_of_log) || !duty.hours) {
            continue;
        }
        bool is_kind = is_of_log || duty.note == "stock-take" || duty.note == "climate";
        auto sort = is_kind ? duty.note : std::string("review");
        std::optional<sys_days> latest;
        for (auto const& [kind, day] : done) {
            if (kind == sort) {
                latest = std::max(latest.value_or(sys_days{day}), sys_days{day});
            }
        }
        auto due = latest ? *latest + days{*duty.hours / hours_a_day} : today;
        if (due <= today + days{ahead}) {
            out.push_back({Date{due}, sort, duty.note, {duty.clause}, due < today});
        }
    }
}

} // namespace

std::optional<Date> find_spring_festival(std::chrono::year year) {
    auto place = static_cast<int>(year) - first_year;
    if (place < 0 || place >= static_cast<int>(std::size(spring_festivals))) {
        return std::nullopt;
    }
    return date_of(year, spring_festivals[place]);
}

std::vector<std::pair<Date, std::string>> holiday_eves(Date from, Date to) {
    std::vector<std::pair<Date, std::string>> out;
    auto add = [&](Date holiday, std::string_view occasion) {
        Date eve{sys_days{holiday} - days{1}};
        if (eve >= from && eve <= to) {
            out.emplace_back(eve, occasion);
        }
    };
    for (auto year = from.year(); year <= to.year() + std::chrono::years{1}; ++year) {
        for (auto const& holiday : fixed) {
            add(date_of(year, holiday.date), holiday.occasion);
        }
        if (auto festival = find_spring_festival(year)) {
            add(*festival, "spring-festival");
        }
    }
    std::sort(out.begin(), out.end());
    return out;
}

Result<std::vector<DueInspection>> due_inspections(print::Parts const& parts, int ahead) {
    auto transaction = parts.registry.look();
    auto done = transaction ? inspections(*transaction) : pass_on(transaction);
    if (!done) {
        return pass_on(done);
    }
    Desk desk(parts, *transaction, "");
    std::vector<DueInspection> out;
    add_eves(desk, *done, ahead, out);
    add_intervals(desk, *done, ahead, out);
    std::stable_sort(out.begin(), out.end(),
                     [](auto const& a, auto const& b) { return a.day < b.day; });
    return out;
}

} // namespace imprimatur::matters
