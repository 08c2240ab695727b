/// Workers of this program's own, for what needs no service.
#pragma once

#include "foundation/result/result.hpp"
#include "marking/pipe/pipe.hpp"

namespace imprimatur::cli {

/// One worker, started from beside this program. @error as pipe::Workers::start.
Result<pipe::Workers> start_workers();

} // namespace imprimatur::cli
