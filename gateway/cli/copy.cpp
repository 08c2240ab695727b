#include "gateway/cli/groups.hpp"

namespace imprimatur::cli {

namespace {

constexpr Option serial{"SERIAL", Kind::Serial, Need::Once};

constexpr Option list_options[] = {
    {"document", Kind::Text, Need::Optional, "document"},
    {"number", Kind::Number, Need::Optional, "number"},
    {"state", Kind::Choice, Need::Optional, "state",
     "reserved|delivering|issued|spoiled|void|returned|destroyed|frozen"},
};
constexpr Option show_options[] = {serial};
constexpr Option spoil_options[] = {serial, {"reason", Kind::Text, Need::Once, "note"}};

constexpr Field columns[] = {
    {"document", "/document"},       {"copy-number", "/number", Show::CopyNumber},
    {"serial", "/serial"},           {"kind", "/kind", Show::Word},
    {"recipient", "/recipient"},     {"holder", "/holder"},
    {"state", "/state", Show::Word}, {"printed-at", "/settled_at", Show::Instant},
    {"printed-by", "/printed_by"},   {"parent", "/parent_number", Show::CopyNumber},
};

constexpr Field fields[] = {
    {"document", "/document"},
    {"copy-number", "/number", Show::CopyNumber},
    {"serial", "/serial"},
    {"kind", "/kind", Show::Word},
    {"parent", "/parent"},
    {"recipient", "/recipient"},
    {"holder", "/holder"},
    {"place", "/place"},
    {"state", "/state", Show::Word},
    {"note", "/note"},
    {"printed-by", "/printed_by"},
    {"reserved-at", "/reserved_at", Show::Instant},
    {"settled-at", "/settled_at", Show::Instant},
    {"grant", "/grant"},
    {"job", "/job"},
};

constexpr Field movements[] = {
    {"time", "/at", Show::Instant},
    {"movement", "/kind", Show::Word},
    {"from", "/from"},
    {"to", "/to"},
    {"by", "/by"},
    {"note", "/note", Show::Shrinking},
};

Place place_of(std::string const& name) {
    return Place("/v1/copies").part(name);
}

Result<Exit> list(Session& session, Arguments const& arguments) {
    return list_from(session, asked(Place("/v1/copies"), list_options, arguments), "/copies",
                     columns);
}

Result<Exit> show(Session& session, Arguments const& arguments) {
    auto answer = session.service().get(place_of(arguments.text("SERIAL")));
    if (!answer) {
        return pass_on(answer);
    }
    show_one(session, *answer, fields);
    auto const moved = array_at(*answer, "/movements");
    if (!session.wants_json() && !moved.empty()) {
        session.put("\n");
        show_list(session, moved, movements);
    }
    return Exit::Ok;
}

Result<Exit> spoil(Session& session, Arguments const& arguments) {
    return change_at(session, http::Method::Post, place_of(arguments.text("SERIAL")).part("spoil"),
                     body_of(spoil_options, arguments), fields);
}

constexpr Command table[] = {
    {"copy"},
    {"copy list", list_options, list},
    {"copy show", show_options, show},
    {"copy spoil", spoil_options, spoil},
};

} // namespace

std::span<Command const> copy_commands() {
    return table;
}

} // namespace imprimatur::cli
