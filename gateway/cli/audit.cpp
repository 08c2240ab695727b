#include "gateway/cli/groups.hpp"

namespace imprimatur::cli {

namespace {

constexpr Option list_options[] = {
    {"from", Kind::Number, Need::Optional, "from"},
    {"limit", Kind::Number, Need::Optional, "limit"},
    {"what", Kind::Text, Need::Optional, "what"},
    {"subject", Kind::Text, Need::Optional, "subject"},
    {"actor", Kind::Text, Need::Optional, "actor"},
};

constexpr Field columns[] = {
    {"sequence", "/sequence", Show::Number},
    {"time", "/at", Show::Instant},
    {"actor", "/actor"},
    {"event", "/what"},
    {"subject", "/subject", Show::Shrinking},
    {"clauses", "/clauses", Show::List},
};

constexpr Field outcome[] = {
    {"outcome", "/sentence"},
    {"entries", "/count"},
    {"first-bad", "/first_bad"},
    {"head", "/head/hash"},
};

Result<Exit> list(Session& session, Arguments const& arguments) {
    return list_from(session, asked(Place("/v1/audit"), list_options, arguments), "/entries",
                     columns);
}

Result<Exit> verify(Session& session, Arguments const&) {
    auto answer = session.service().get(Place("/v1/audit/verify"));
    if (!answer) {
        return pass_on(answer);
    }
    show_one(session, *answer, outcome);
    return is_true_at(*answer, "/is_sound") ? Exit::Ok : Exit::Refused;
}

constexpr Command table[] = {
    {"audit"},
    {"audit list", list_options, list},
    {"audit verify", {}, verify},
};

} // namespace

std::span<Command const> audit_commands() {
    return table;
}

} // namespace imprimatur::cli
