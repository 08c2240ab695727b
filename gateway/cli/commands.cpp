#include <array>
#include <vector>

#include "gateway/cli/groups.hpp"

namespace imprimatur::cli {

namespace {

constexpr Option everywhere[] = {
    {"json", Kind::Flag},
    {"socket", Kind::Input},
    {"version", Kind::Flag},
};

constexpr Option hidden[] = {
    {"man", Kind::Flag},
    {"completion", Kind::Flag},
};

constexpr std::array groups{document_commands, person_commands, request_commands,  grant_commands,
                            job_commands,      review_commands, copy_commands,     matter_commands,
                            trace_commands,    verify_commands, register_commands, audit_commands,
                            policy_commands,   queue_commands,  key_commands,      keeping_commands,
                            mark_commands,     check_commands};

std::vector<Command> all_commands() {
    std::vector<Command> all;
    for (auto const& group : groups) {
        auto const members = group();
        all.insert(all.end(), members.begin(), members.end());
    }
    return all;
}

} // namespace

std::span<Command const> commands() {
    static std::vector<Command> const all = all_commands();
    return all;
}

std::span<Option const> common_options() {
    return everywhere;
}
std::span<Option const> hidden_options() {
    return hidden;
}

} // namespace imprimatur::cli
