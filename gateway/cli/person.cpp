#include "gateway/cli/groups.hpp"

namespace imprimatur::cli {

namespace {

constexpr Option account{"ACCOUNT", Kind::Text, Need::Once};

constexpr Option options[] = {
    account,
    {"name", Kind::Text, Need::Optional, "full_name"},
    {"department", Kind::Text, Need::Optional, "department"},
    {"role", Kind::List, Need::Optional, "roles"},
    {"agreement", Kind::Date, Need::Optional, "agreement"},
    {"training", Kind::Date, Need::Optional, "training"},
    {"outsider", Kind::Choice, Need::Optional, "is_outsider", "yes|no"},
    {"outsider-purpose", Kind::Text, Need::Optional, "outsider_purpose"},
    {"active", Kind::Choice, Need::Optional, "is_active", "yes|no"},
};

constexpr Option show_options[] = {account};
constexpr Option import_options[] = {{"FILE", Kind::Input, Need::Once}};

constexpr Field columns[] = {
    {"account", "/account"},
    {"name", "/full_name"},
    {"department", "/department", Show::Shrinking},
    {"roles", "/roles", Show::Roles},
    {"agreement", "/agreement"},
    {"training", "/training"},
    {"active", "/is_active", Show::YesNo},
};

constexpr Field fields[] = {
    {"account", "/account"},
    {"name", "/full_name"},
    {"department", "/department"},
    {"roles", "/roles", Show::Roles},
    {"agreement", "/agreement"},
    {"training", "/training"},
    {"outsider", "/is_outsider", Show::YesNo},
    {"purpose", "/outsider_purpose"},
    {"active", "/is_active", Show::YesNo},
};

constexpr Field self_fields[] = {
    {"account", "/account"},
    {"name", "/full_name"},
    {"department", "/department"},
    {"roles", "/roles", Show::Roles},
};

Place place_of(std::string const& person) {
    return Place("/v1/people").part(person);
}

/// The service has one call for both; these two keep a slip from entering or overwriting somebody.
Result<Exit> put(Session& session, Arguments const& arguments, bool must_exist) {
    auto const place = place_of(arguments.text("ACCOUNT"));
    auto const found = session.service().get(place);
    if (!found && found.error().fault != Fault::NotFound) {
        return pass_on(found);
    }
    if (!found && must_exist) {
        return pass_on(found);
    }
    if (found && !must_exist) {
        return fail(Fault::Conflict,
                    {"cli.person-is-there", {{"account", arguments.text("ACCOUNT")}}});
    }
    return change_at(session, http::Method::Put, place, body_of(options, arguments), fields);
}

Result<Exit> add(Session& session, Arguments const& arguments) {
    return put(session, arguments, false);
}

Result<Exit> change(Session& session, Arguments const& arguments) {
    if (body_of(options, arguments).empty()) {
        return fail(Fault::BadInput, {"cli.nothing-to-change", {}});
    }
    return put(session, arguments, true);
}

Result<Exit> list(Session& session, Arguments const&) {
    return list_from(session, Place("/v1/people"), "/people", columns);
}

Result<Exit> show(Session& session, Arguments const& arguments) {
    return show_from(session, place_of(arguments.text("ACCOUNT")), fields);
}

Result<Exit> self(Session& session, Arguments const&) {
    return show_from(session, Place("/v1/whoami"), self_fields);
}

Result<Exit> import_file(Session& session, Arguments const& arguments) {
    return import_table(session, Place("/v1/imports/people"), arguments.text("FILE"));
}

constexpr Command table[] = {
    {"person"},
    {"person add", options, add},
    {"person change", options, change},
    {"person import", import_options, import_file},
    {"person list", {}, list},
    {"person show", show_options, show},
    {"person self", {}, self},
};

} // namespace

std::span<Command const> person_commands() {
    return table;
}

} // namespace imprimatur::cli
