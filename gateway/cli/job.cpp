#include "gateway/cli/groups.hpp"

namespace imprimatur::cli {

namespace {

constexpr Option job{"JOB", Kind::Text, Need::Once};

constexpr Option list_options[] = {
    {"state", Kind::Choice, Need::Optional, "state",
     "arriving|in-custody|waiting|reserved|finished|refused|cancelled"},
};
constexpr Option show_options[] = {job};
constexpr Option cancel_options[] = {job, {"reason", Kind::Text, Need::Optional, "note"}};

constexpr Field columns[] = {
    {"job", "/job"},
    {"cups-job", "/cups_job", Show::Number},
    {"user", "/user"},
    {"title", "/title", Show::Shrinking},
    {"count", "/copies", Show::Number},
    {"document", "/document"},
    {"state", "/state", Show::Word},
    {"sentence", "/sentence", Show::Shrinking},
};

constexpr Field fields[] = {
    {"job", "/job"},
    {"queue", "/queue"},
    {"cups-job", "/cups_job"},
    {"user", "/user"},
    {"title", "/title"},
    {"device", "/device"},
    {"count", "/copies"},
    {"arrangement", "/arrangement"},
    {"document", "/document"},
    {"request", "/request"},
    {"grant", "/grant"},
    {"parent", "/parent"},
    {"state", "/state", Show::Word},
    {"sentence", "/sentence"},
    {"created-at", "/created_at", Show::Instant},
    {"changed-at", "/changed_at", Show::Instant},
};

constexpr Field made[] = {
    {"copy-number", "/number", Show::CopyNumber},
    {"serial", "/serial"},
    {"recipient", "/recipient"},
    {"state", "/state", Show::Word},
    {"settled-at", "/settled_at", Show::Instant},
};

Place place_of(std::string const& name) {
    return Place("/v1/jobs").part(name);
}

Result<Exit> list(Session& session, Arguments const& arguments) {
    return list_from(session, asked(Place("/v1/jobs"), list_options, arguments), "/jobs", columns);
}

Result<Exit> show(Session& session, Arguments const& arguments) {
    auto answer = session.service().get(place_of(arguments.text("JOB")));
    if (!answer) {
        return pass_on(answer);
    }
    show_one(session, *answer, fields);
    auto const copies = array_at(*answer, "/made");
    if (!session.wants_json() && !copies.empty()) {
        session.put("\n");
        show_list(session, copies, made);
    }
    return Exit::Ok;
}

Result<Exit> cancel(Session& session, Arguments const& arguments) {
    auto done =
        session.service().send(http::Method::Post, place_of(arguments.text("JOB")).part("cancel"),
                               body_of(cancel_options, arguments));
    if (!done) {
        return pass_on(done);
    }
    if (session.wants_json()) {
        session.json(*done);
    }
    session.say({"cli.cancelled", {{"job", arguments.text("JOB")}}});
    return Exit::Ok;
}

constexpr Command table[] = {
    {"job"},
    {"job list", list_options, list},
    {"job show", show_options, show},
    {"job cancel", cancel_options, cancel},
};

} // namespace

std::span<Command const> job_commands() {
    return table;
}

} // namespace imprimatur::cli
