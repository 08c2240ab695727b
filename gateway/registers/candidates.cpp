#include "gateway/registers/candidates.hpp"

namespace imprimatur::registers {

form::Sheet::Table candidates_table(trace::Trace const& trace, Words const& words) {
    form::Sheet::Table table;
    table.heading = words("candidates");
    table.columns = words.columns({{"serial", 42},
                                   {"number", 18},
                                   {"document", 40},
                                   {"title", 0},
                                   {"holder", 24},
                                   {"state", 22}});
    for (auto const& candidate : trace.candidates) {
        table.rows.push_back(row({candidate.copy.serial.text(), number_text(candidate.copy.number),
                                  candidate.document, candidate.title, candidate.holder_name,
                                  words.state(candidate.copy.state)}));
    }
    return table;
}

} // namespace imprimatur::registers
