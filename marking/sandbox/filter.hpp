// The filter of system calls, by libseccomp. Private to this room.
#pragma once

#include <string>

namespace imprimatur::sandbox {

/// What no reader of documents ever does ends the process (SIGSYS); what is merely not needed fails
/// with EPERM; the rest is allowed.
/// @return empty, or why it could not be set
std::string filter_calls();

} // namespace imprimatur::sandbox
