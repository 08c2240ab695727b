#include "gateway/cli/groups.hpp"
#include "gateway/cli/secret.hpp"
#include "gateway/cli/signing.hpp"

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

constexpr Option pin_options[] = {{"pins", Kind::Input}};

constexpr Field held[] = {
    {"document", "/document"}, {"copy-number", "/number", Show::CopyNumber},
    {"serial", "/serial"},     {"state", "/state", Show::Word},
    {"place", "/place"},
};

constexpr Field columns[] = {
    {"account", "/account"},
    {"name", "/full_name"},
    {"department", "/department", Show::Shrinking},
    {"roles", "/roles", Show::Roles},
    {"agreement", "/agreement"},
    {"training", "/training"},
    {"active", "/is_active", Show::YesNo},
};

constexpr Option due_options[] = {{"within", Kind::Number, Need::Optional, "within"}};
constexpr Field due_columns[] = {
    {"due", "/due"},
    {"overdue", "/is_overdue", Show::YesNo},
    {"name", "/full_name"},
    {"department", "/department", Show::Shrinking},
    {"paper", "/sort", Show::Word},
    {"last-time", "/last"},
    {"clauses", "/clauses", Show::List},
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

Result<Exit> due(Session& session, Arguments const& arguments) {
    return list_from(session, asked(Place("/v1/papers/due"), due_options, arguments), "/papers",
                     due_columns);
}

Result<Exit> show(Session& session, Arguments const& arguments) {
    return show_from(session, place_of(arguments.text("ACCOUNT")), fields);
}

Result<Exit> self(Session& session, Arguments const&) {
    return show_from(session, Place("/v1/whoami"), self_fields);
}

/// {"old_pin", "pin"}: of the file, or typed; a new PIN twice.
Result<Json> pins_of(Session& session, Arguments const& arguments) {
    if (arguments.has("pins")) {
        return read_secrets(arguments.text("pins"));
    }
    auto const& texts = session.texts();
    auto old_pin = ask_at_terminal(texts.say({"cli.ask-old-pin", {}}), false);
    auto pin = old_pin ? ask_at_terminal(texts.say({"cli.ask-new-pin", {}}), false) : old_pin;
    auto again = pin ? ask_at_terminal(texts.say({"cli.ask-pin-again", {}}), false) : pin;
    if (!again) {
        return pass_on(again);
    }
    if (*again != *pin) {
        return fail(Fault::BadInput, {"cli.pins-differ", {}});
    }
    return Json{{"old_pin", *old_pin}, {"pin", *pin}};
}

Result<Exit> set_pin(Session& session, Arguments const& arguments) {
    auto self = session.service().get(Place("/v1/whoami"));
    auto pins = self ? pins_of(session, arguments) : pass_on(self);
    if (!pins) {
        return pass_on(pins);
    }
    auto set = session.service().send(http::Method::Put,
                                      place_of(text_at(*self, "/account")).part("pin"), *pins);
    if (!set) {
        return pass_on(set);
    }
    session.say({"cli.pin-set", {}});
    return Exit::Ok;
}

Result<Exit> clear_pin(Session& session, Arguments const& arguments) {
    auto cleared = session.service().send(
        http::Method::Delete, place_of(arguments.text("ACCOUNT")).part("pin"), Json::object());
    if (!cleared) {
        return pass_on(cleared);
    }
    session.say({"cli.pin-cleared", {{"account", arguments.text("ACCOUNT")}}});
    return Exit::Ok;
}

Result<Exit> holdings(Session& session, Arguments const& arguments) {
    return list_from(session, place_of(arguments.text("ACCOUNT")).part("holdings"), "/copies",
                     held);
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
    {"person due", due_options, due},
    {"person self", {}, self},
    {"person holdings", show_options, holdings},
    {"person pin", pin_options, set_pin},
    {"person pin-clear", show_options, clear_pin},
};

} // namespace

std::span<Command const> person_commands() {
    return table;
}

} // namespace imprimatur::cli
