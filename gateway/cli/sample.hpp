/// A copy that is none, for looking at templates.
#pragma once

#include "marking/mark/mark.hpp"

namespace imprimatur::cli {

/// Every text that a template can ask for.
Mark sample_mark();

} // namespace imprimatur::cli
