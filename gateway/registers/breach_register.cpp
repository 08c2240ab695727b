#include "gateway/registers/registers.hpp"
#include "gateway/registers/words.hpp"

namespace imprimatur::registers {

form::Sheet Registers::breach_register(std::vector<matters::Breach> const& breaches,
                                       std::vector<registry::Person> const& people,
                                       Language language) const {
    Words words(sentences_, language);
    auto names = names_of(people);
    form::Sheet::Table table;
    table.columns = words.columns({{"line", 12},
                                   {"time", 34},
                                   {"people", 36},
                                   {"breach", 34},
                                   {"particulars", 0},
                                   {"clauses", 50}});
    for (auto const& breach : breaches) {
        auto what =
            words.has_matter_word(breach.what) ? words.matter_word(breach.what) : breach.what;
        auto unit = department(names, breach.person);
        table.rows.push_back(
            row({std::to_string(table.rows.size() + 1), local_text(breach.at),
                 full_name(names, breach.person) + (unit.empty() ? "" : "\n" + unit),
                 words("breach-" + std::string(matters::identifier(breach.sort))),
                 what + "\n" + breach.subject,
                 breach.clauses.empty() ? "—" : policy::cited(breach.clauses)}));
    }
    form::Sheet sheet;
    sheet.title = words("breach-register");
    sheet.subtitle = organisation_;
    sheet.facts = {{words("lines"), std::to_string(breaches.size())}};
    sheet.tables = {std::move(table)};
    sheet.signatures = {words("sign-officer"), words("sign-head")};
    sheet.foot = words("foot", {{"time", local_text(clock_.now())}});
    sheet.landscape = true;
    return sheet;
}

} // namespace imprimatur::registers
