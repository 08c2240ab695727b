/// Gathers what the registry knows of one copy.
#pragma once

#include "gateway/trace/trace.hpp"

namespace imprimatur::trace {

Result<Story> story_of(registry::Transaction& transaction, registry::Copy const& copy,
                       TitleOf const& title_of);

} // namespace imprimatur::trace
