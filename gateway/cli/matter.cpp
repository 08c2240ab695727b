#include "gateway/cli/groups.hpp"
#include "gateway/cli/signing.hpp"
#include "gateway/cli/steps.hpp"

namespace imprimatur::cli {

namespace {

constexpr Option matter{"MATTER", Kind::Number, Need::Once};
constexpr Option document{"document", Kind::Text, Need::Optional, "document"};
constexpr Option copies{"copies", Kind::List, Need::Optional, "copies"};
constexpr Option people{"people", Kind::List, Need::Optional, "people"};
constexpr Option subject{"subject", Kind::Text, Need::Optional, "subject"};
constexpr Option purpose{"purpose", Kind::Text, Need::Optional, "purpose"};
constexpr Option note{"note", Kind::Text, Need::Optional, "note"};
constexpr Option until{"until", Kind::Date, Need::Optional, "until"};
constexpr Option role{"role", Kind::Text, Need::Optional, "role"};
constexpr Option detail{"detail", Kind::Text, Need::Any};
constexpr Option signer{"signer", Kind::List};
constexpr Option signatures{"signatures", Kind::Input};

constexpr Option open_options[] = {
    {"KIND", Kind::Choice, Need::Once, "kind", matter_kinds},
    document,
    copies,
    people,
    subject,
    purpose,
    note,
    until,
    detail,
    signer,
    signatures,
};
constexpr Option act_options[] = {
    matter,     {"ACT", Kind::Text, Need::Once, "what"},
    document,   copies,
    people,     subject,
    purpose,    note,
    until,      role,
    detail,     signer,
    signatures,
};
constexpr Option list_options[] = {
    {"kind", Kind::Choice, Need::Optional, "kind", matter_kinds},
    {"open", Kind::Flag},
    {"overdue", Kind::Flag},
    {"within", Kind::Number, Need::Optional, "within"},
    {"text", Kind::Text, Need::Optional, "text"},
    {"person", Kind::Text, Need::Optional, "person"},
    {"serial", Kind::Serial, Need::Optional, "serial"},
    {"from", Kind::Date, Need::Optional, "from"},
    {"to", Kind::Date, Need::Optional, "to"},
};
constexpr Option show_options[] = {matter};
constexpr Option inspections_options[] = {{"within", Kind::Number, Need::Optional, "within"}};

constexpr Field columns[] = {
    {"matter", "/id", Show::Number},   {"kind", "/kind_text"},
    {"document", "/document"},         {"title", "/title", Show::Shrinking},
    {"subject", "/subject_name"},      {"state", "/state_text"},
    {"due", "/due_at", Show::LastDay}, {"overdue", "/is_overdue", Show::YesNo},
};
constexpr Field fields[] = {
    {"matter", "/id", Show::Number},
    {"kind", "/kind_text"},
    {"document", "/document"},
    {"level", "/level_mark"},
    {"title", "/title"},
    {"subject", "/subject_name"},
    {"purpose", "/purpose"},
    {"opened-by", "/opened_by"},
    {"opened-at", "/opened_at", Show::Instant},
    {"due", "/due_at", Show::LastDay},
    {"overdue", "/is_overdue", Show::YesNo},
    {"state", "/state_text"},
    {"next-acts", "/next", Show::List},
    {"rules", "/policy"},
};
constexpr Field lines[] = {
    {"serial", "/serial"},
    {"copy-number", "/number", Show::CopyNumber},
    {"person", "/person_name"},
    {"state", "/state_text"},
    {"due", "/due_at", Show::LastDay},
    {"holder", "/holder"},
    {"note", "/note", Show::Shrinking},
};
constexpr Field acts[] = {
    {"time", "/at", Show::Instant},
    {"act", "/what_text"},
    {"person", "/person"},
    {"by", "/by"},
    {"role", "/role"},
    {"note", "/note", Show::Shrinking},
};

/// "name=value" of each --detail. @error BadInput one has no "=".
Result<Json> details_of(Arguments const& arguments) {
    Json out = Json::object();
    for (auto const& text : arguments.list("detail")) {
        auto sign = text.find('=');
        if (sign == std::string::npos || sign == 0) {
            return fail(Fault::BadInput, {"cli.detail-malformed", {{"detail", text}}});
        }
        out[text.substr(0, sign)] = text.substr(sign + 1);
    }
    return out;
}

Result<Json> full_body(Session& session, std::span<Option const> options,
                       Arguments const& arguments) {
    auto body = body_of(options, arguments);
    auto details = details_of(arguments);
    auto signed_by = details ? signatures_of(session, arguments) : pass_on(details);
    if (!signed_by) {
        return pass_on(signed_by);
    }
    if (!details->empty()) {
        body["details"] = *details;
    }
    if (!signed_by->empty()) {
        body["signatures"] = *signed_by;
    }
    return body;
}

void show_matter(Session& session, Json const& answer) {
    show_one(session, answer, fields);
    if (session.wants_json()) {
        return;
    }
    auto const details = object_at(answer, "/details");
    for (auto const& [name, value] : details.items()) {
        session.line(name + " = " + (value.is_string() ? value.get<std::string>() : value.dump()));
    }
    show_steps(session, array_at(answer, "/steps"));
    if (auto items = array_at(answer, "/items"); !items.empty()) {
        session.put("\n");
        show_list(session, items, lines);
    }
    session.put("\n");
    show_list(session, array_at(answer, "/acts"), acts);
}

Result<Exit> send(Session& session, Place const& place, std::span<Option const> options,
                  Arguments const& arguments) {
    auto body = full_body(session, options, arguments);
    auto answer = body ? session.service().send(http::Method::Post, place, *body) : pass_on(body);
    if (!answer) {
        return pass_on(answer);
    }
    show_matter(session, *answer);
    return Exit::Ok;
}

Place place_of(Arguments const& arguments) {
    return Place("/v1/matters").part(arguments.text("MATTER"));
}

Result<Exit> open(Session& session, Arguments const& arguments) {
    return send(session, Place("/v1/matters"), open_options, arguments);
}

Result<Exit> act(Session& session, Arguments const& arguments) {
    return send(session, place_of(arguments).part("acts"), act_options, arguments);
}

Result<Exit> list(Session& session, Arguments const& arguments) {
    auto place = asked(Place("/v1/matters"), list_options, arguments);
    place.ask("open", arguments.has("open") ? "yes" : "");
    place.ask("overdue", arguments.has("overdue") ? "yes" : "");
    return list_from(session, place, "/matters", columns);
}

Result<Exit> show(Session& session, Arguments const& arguments) {
    auto answer = session.service().get(place_of(arguments));
    if (!answer) {
        return pass_on(answer);
    }
    show_matter(session, *answer);
    return Exit::Ok;
}

constexpr Field inspections[] = {
    {"date", "/day"},
    {"kind", "/sort_text"},
    {"occasion", "/occasion_text"},
    {"clause", "/clauses", Show::List},
    {"missed", "/is_missed", Show::YesNo},
};

Result<Exit> list_inspections(Session& session, Arguments const& arguments) {
    return list_from(session, asked(Place("/v1/inspections/due"), inspections_options, arguments),
                     "/inspections", inspections);
}

constexpr Command table[] = {
    {"matter"},
    {"matter open", open_options, open},
    {"matter act", act_options, act},
    {"matter list", list_options, list},
    {"matter show", show_options, show},
    {"matter inspections", inspections_options, list_inspections},
};

} // namespace

std::span<Command const> matter_commands() {
    return table;
}

} // namespace imprimatur::cli
