// The copies that a part of a serial fits, on a report. Private to this room.
#pragma once

#include "gateway/registers/words.hpp"
#include "gateway/trace/trace.hpp"

namespace imprimatur::registers {

form::Sheet::Table candidates_table(trace::Trace const& trace, Words const& words);

} // namespace imprimatur::registers
