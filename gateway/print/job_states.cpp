#include "gateway/print/job_states.hpp"

#include <algorithm>
#include <array>

namespace imprimatur::print {

namespace {

using enum registry::JobState;

struct Move {
    registry::JobState from;
    registry::JobState to;
};

// Reserved → Refused: it could not be marked, and no copy has left. Reserved → Cancelled: likewise
// by the person. As soon as one copy may be on paper the only end is Finished.
constexpr std::array moves{
    Move{Arriving, InCustody}, Move{Arriving, Cancelled}, Move{InCustody, Waiting},
    Move{InCustody, Reserved}, Move{InCustody, Refused},  Move{InCustody, Cancelled},
    Move{Waiting, Waiting},    Move{Waiting, Reserved},   Move{Waiting, Refused},
    Move{Waiting, Cancelled},  Move{Reserved, Finished},  Move{Reserved, Refused},
    Move{Reserved, Cancelled}, Move{Reserved, Reserved},  Move{InCustody, InCustody},
};

} // namespace

bool is_allowed_move(registry::JobState from, registry::JobState to) {
    return std::any_of(moves.begin(), moves.end(),
                       [&](Move const& move) { return move.from == from && move.to == to; });
}

bool is_over(registry::JobState state) {
    return state == Finished || state == Refused || state == Cancelled;
}

} // namespace imprimatur::print
