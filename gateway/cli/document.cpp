#include <algorithm>

#include "foundation/file/file.hpp"
#include "gateway/cli/groups.hpp"

namespace imprimatur::cli {

namespace {

constexpr Option number{"NUMBER", Kind::Text, Need::Once};

constexpr Option add_options[] = {
    {"FILE", Kind::Input, Need::Once},
    {"number", Kind::Text, Need::Once, "number"},
    {"title", Kind::Text, Need::Once, "title"},
    {"level", Kind::Level, Need::Optional, "level"},
    {"period", Kind::Period, Need::Optional, "period"},
    {"issued", Kind::Date, Need::Optional, "issued"},
    {"category", Kind::Text, Need::Optional, "category"},
    {"department", Kind::Text, Need::Optional, "department"},
    {"scope", Kind::List, Need::Optional, "scope"},
    {"keeper-original", Kind::Text, Need::Optional, "keeper_original"},
    {"keeper-duplicate", Kind::Text, Need::Optional, "keeper_duplicate"},
    {"join", Kind::List, Need::Optional, "join"},
    {"over", Kind::Choice, Need::Optional, "is_over", "yes|no"},
};

constexpr Option derive_options[] = {
    {"FILE", Kind::Input, Need::Once},
    {"from", Kind::List, Need::Once, "sources"},
    {"action", Kind::Choice, Need::Once, "action", "excerpt|compile"},
    {"number", Kind::Text, Need::Once, "number"},
    {"title", Kind::Text, Need::Once, "title"},
    {"level", Kind::Level, Need::Optional, "level"},
    {"period", Kind::Period, Need::Optional, "period"},
    {"issued", Kind::Date, Need::Optional, "issued"},
    {"category", Kind::Text, Need::Optional, "category"},
    {"department", Kind::Text, Need::Optional, "department"},
    {"scope", Kind::List, Need::Optional, "scope"},
    {"keeper-original", Kind::Text, Need::Optional, "keeper_original"},
    {"keeper-duplicate", Kind::Text, Need::Optional, "keeper_duplicate"},
    {"join", Kind::List, Need::Optional, "join"},
    {"over", Kind::Choice, Need::Optional, "is_over", "yes|no"},
};

constexpr Option import_options[] = {{"FILE", Kind::Input, Need::Once}};

constexpr Option change_options[] = {
    number,
    {"title", Kind::Text, Need::Optional, "title"},
    {"level", Kind::Level, Need::Optional, "level"},
    {"period", Kind::Period, Need::Optional, "period"},
    {"issued", Kind::Date, Need::Optional, "issued"},
    {"category", Kind::Text, Need::Optional, "category"},
    {"department", Kind::Text, Need::Optional, "department"},
    {"scope", Kind::List, Need::Optional, "scope"},
    {"keeper-original", Kind::Text, Need::Optional, "keeper_original"},
    {"keeper-duplicate", Kind::Text, Need::Optional, "keeper_duplicate"},
    {"state", Kind::Choice, Need::Optional, "state", "active|frozen|declassified|withdrawn"},
    {"over", Kind::Choice, Need::Optional, "is_over", "yes|no"},
};

constexpr Option file_options[] = {
    number, {"FILE", Kind::Input, Need::Once}, {"join", Kind::List, Need::Optional, "join"}};

constexpr Option list_options[] = {
    {"level", Kind::Level, Need::Optional, "level"},
    {"state", Kind::Choice, Need::Optional, "state", "active|frozen|declassified|withdrawn"},
    {"proposed", Kind::Flag},
};

constexpr Option level_options[] = {
    number,
    {"level", Kind::Level, Need::Optional, "level"},
    {"period", Kind::Period, Need::Optional, "period"},
    {"state", Kind::Choice, Need::Optional, "state", "declassified"},
    {"over", Kind::Choice, Need::Optional, "is_over", "yes|no"},
};

constexpr Option show_options[] = {number};
constexpr Option due_options[] = {{"within", Kind::Number, Need::Optional, "within"}};
constexpr Option find_options[] = {{"TEXT", Kind::Text, Need::Once, "text"}};

constexpr Field columns[] = {
    {"number", "/number"},
    {"title", "/title", Show::Shrinking},
    {"level", "/level_mark"},
    {"issued", "/issued"},
    {"department", "/department", Show::Shrinking},
    {"copies", "/last_number", Show::Number},
    {"state", "/state", Show::Word},
};

constexpr Field fields[] = {
    {"number", "/number"},
    {"title", "/title"},
    {"level", "/level_mark"},
    {"level-set-by", "/level_set_by", Show::List},
    {"level-proposed", "/is_level_proposed", Show::YesNo},
    {"issued", "/issued"},
    {"declassified-on", "/declassified_on"},
    {"category", "/category", Show::Category},
    {"department", "/department"},
    {"scope", "/scope", Show::List},
    {"keeper-original", "/keeper_original"},
    {"keeper-duplicate", "/keeper_duplicate"},
    {"other-numbers", "/other_numbers", Show::List},
    {"has-file", "/has_file", Show::YesNo},
    {"file-kept", "/is_file_kept", Show::YesNo},
    {"copies", "/last_number"},
    {"state", "/state", Show::Word},
    {"derived-from", "/derived_from", Show::List},
    {"derived", "/derived", Show::List},
    {"registered-by", "/registered_by"},
    {"registered-at", "/registered_at", Show::Instant},
};

/// What is out of a document that was joined, for those who get it back.
constexpr Field out_columns[] = {
    {"serial", "/serial"},          {"copy-number", "/number"},
    {"holder", "/holder"},          {"out-since", "/at", Show::Instant},
    {"level-on-it", "/level_mark"}, {"state", "/state", Show::Word},
};

constexpr Field ending_columns[] = {
    {"ends", "/ends"},
    {"days-left", "/days_left", Show::Number},
    {"number", "/document/number"},
    {"title", "/document/title", Show::Shrinking},
    {"level", "/document/level_mark"},
    {"department", "/document/department", Show::Shrinking},
    {"copies-out", "/copies_out", Show::Number},
    {"clauses", "/clauses", Show::List},
};

Place place_of(std::string const& document) {
    return Place("/v1/documents").part(document);
}

/// What the registration made one with it, and which papers of that are out.
void show_joined(Session& session, Json const& document) {
    if (session.wants_json()) {
        return; // it stands in the object
    }
    for (auto const& part : array_at(document, "/joined")) {
        auto const out = array_at(part, "/out");
        session.say({"cli.document-joined",
                     {{"number", text_at(part, "/number")},
                      {"document", text_at(document, "/number")},
                      {"count", std::to_string(out.size())}}});
        if (!out.empty()) {
            show_list(session, out, out_columns);
        }
    }
}

Result<Exit> show_registered(Session& session, Result<Json> const& answer) {
    if (!answer) {
        return pass_on(answer);
    }
    show_one(session, *answer, fields);
    show_joined(session, *answer);
    return Exit::Ok;
}

/// The file goes first: a number is entered with its file or not at all.
Result<Exit> register_at(Session& session, Arguments const& arguments, Place const& place,
                         std::span<Option const> options) {
    auto file = open_file(arguments.text("FILE"));
    if (!file) {
        return pass_on(file);
    }
    auto taken = session.service().send_file(http::Method::Post, Place("/v1/files"), *file);
    if (!taken) {
        return pass_on(taken);
    }
    auto body = body_of(options, arguments);
    body["file"] = text_at(*taken, "/file");
    return show_registered(session, session.service().send(http::Method::Post, place, body));
}

Result<Exit> add(Session& session, Arguments const& arguments) {
    return register_at(session, arguments, Place("/v1/documents"), add_options);
}

Result<Exit> derive(Session& session, Arguments const& arguments) {
    return register_at(session, arguments, Place("/v1/derivations"), derive_options);
}

Result<Exit> import_file(Session& session, Arguments const& arguments) {
    return import_table(session, Place("/v1/imports/documents"), arguments.text("FILE"));
}

Result<Exit> put_file(Session& session, Arguments const& arguments) {
    auto file = open_file(arguments.text("FILE"));
    if (!file) {
        return pass_on(file);
    }
    auto place = place_of(arguments.text("NUMBER")).part("file");
    for (auto const& joined : arguments.list("join")) {
        place.ask("join", joined);
    }
    return show_registered(session, session.service().send_file(http::Method::Put, place, *file));
}

Result<Exit> change(Session& session, Arguments const& arguments) {
    auto const body = body_of(change_options, arguments);
    if (body.empty()) {
        return fail(Fault::BadInput, {"cli.nothing-to-change", {}});
    }
    return change_at(session, http::Method::Patch, place_of(arguments.text("NUMBER")), body,
                     fields);
}

Result<Exit> set_level(Session& session, Arguments const& arguments) {
    return change_at(session, http::Method::Post, place_of(arguments.text("NUMBER")).part("level"),
                     body_of(level_options, arguments), fields);
}

Result<Exit> list(Session& session, Arguments const& arguments) {
    auto place = asked(Place("/v1/documents"), list_options, arguments);
    place.ask("proposed", arguments.has("proposed") ? "yes" : "");
    auto answer = session.service().get(place);
    if (!answer) {
        return pass_on(answer);
    }
    auto const documents = array_at(*answer, "/documents");
    show_list(session, documents, columns);
    auto const count = std::ranges::count_if(documents, is_known_as_a_whole_only);
    if (count > 0) {
        session.warn({"cli.files-not-kept", {{"count", std::to_string(count)}}});
    }
    return Exit::Ok;
}

Result<Exit> find(Session& session, Arguments const& arguments) {
    return list_from(session, asked(Place("/v1/documents"), find_options, arguments), "/documents",
                     columns);
}

Result<Exit> show(Session& session, Arguments const& arguments) {
    return show_from(session, place_of(arguments.text("NUMBER")), fields);
}

Result<Exit> due(Session& session, Arguments const& arguments) {
    return list_from(session, asked(Place("/v1/endings"), due_options, arguments), "/endings",
                     ending_columns);
}

constexpr Command table[] = {
    {"document"},
    {"document add", add_options, add},
    {"document derive", derive_options, derive},
    {"document import", import_options, import_file},
    {"document list", list_options, list},
    {"document find", find_options, find},
    {"document show", show_options, show},
    {"document due", due_options, due},
    {"document change", change_options, change},
    {"document set-level", level_options, set_level},
    {"document file", file_options, put_file},
};

} // namespace

bool is_known_as_a_whole_only(Json const& document) {
    return is_true_at(document, "/has_file") && !is_true_at(document, "/is_file_kept") &&
           !is_true_at(document, "/is_provisional");
}

std::span<Command const> document_commands() {
    return table;
}

} // namespace imprimatur::cli
