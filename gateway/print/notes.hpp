/// What a job's record keeps as JSON: what the worker saw, and what the person was told last.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/result/result.hpp"
#include "gateway/print/recognise.hpp"

namespace imprimatur::print {

std::string to_note(Seen const& seen);
/// @error Corrupt it is not what to_note() wrote.
Result<Seen> read_seen(std::string_view note);

/// A sentence with the rest of what proceed() answers.
struct Told {
    Sentence sentence;
    std::string reason;
    std::vector<std::string> clauses;
};
std::string to_note(Told const& told);
/// An empty note is an empty Told. @error Corrupt
Result<Told> read_told(std::string_view note);

} // namespace imprimatur::print
