/// The door from CUPS: takes a print job to the service, and numbered copies from it to the device.
///
/// Promise: it parses no documents, decides nothing, and keeps nothing; killed at any moment, the
/// next run goes on from what the service and the device's queue know. The exit status says to CUPS
/// what the service decided: held, refused, printed.
#pragma once

#include <string>
#include <vector>

namespace imprimatur::backend {

/// @source backend(7), EXIT STATUS. FAILED is never said: it would hand the decision to the queue.
enum class Exit {
    Ok = 0,
    AuthRequired = 2,
    Hold = 3,
    StopQueue = 4,
    Cancel = 5,
    RetryCurrent = 7,
};

/// The whole program: argv in, exit status out. Writes to standard output and error as CUPS
/// expects.
int run(std::vector<std::string> const& words);

} // namespace imprimatur::backend
