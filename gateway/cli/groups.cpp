#include "gateway/cli/groups.hpp"

#include "foundation/file/file.hpp"

namespace imprimatur::cli {

namespace {

constexpr unsigned only_mine = 0600; ///< what comes out may be classified

Json value_of(Option const& option, Arguments const& arguments) {
    switch (option.kind) {
    case Kind::List:
        return arguments.list(option.name);
    case Kind::Number:
        return arguments.find_number(option.name).value_or(0);
    case Kind::Flag:
        return true;
    case Kind::Choice:
        return option.choices == "yes|no" ? Json(arguments.text(option.name) == "yes")
                                          : Json(arguments.text(option.name));
    case Kind::Text:
    case Kind::Date:
    case Kind::Period:
    case Kind::Level:
    case Kind::Serial:
    case Kind::Input:
    case Kind::Output:
        break;
    }
    return option.need == Need::Many ? Json(arguments.list(option.name))
                                     : Json(arguments.text(option.name));
}

} // namespace

Json body_of(std::span<Option const> options, Arguments const& arguments) {
    Json body = Json::object();
    for (auto const& option : options) {
        if (!option.field.empty() && arguments.has(option.name)) {
            body[std::string(option.field)] = value_of(option, arguments);
        }
    }
    return body;
}

Place asked(Place place, std::span<Option const> options, Arguments const& arguments) {
    for (auto const& option : options) {
        if (!option.field.empty()) {
            place.ask(option.field, arguments.text(option.name));
        }
    }
    return place;
}

Result<Exit> list_from(Session& session, Place const& place, std::string_view key,
                       std::span<Field const> columns) {
    auto answer = session.service().get(place);
    if (!answer) {
        return pass_on(answer);
    }
    show_list(session, array_at(*answer, key), columns);
    return Exit::Ok;
}

Result<Exit> show_from(Session& session, Place const& place, std::span<Field const> fields) {
    auto answer = session.service().get(place);
    if (!answer) {
        return pass_on(answer);
    }
    show_one(session, *answer, fields);
    return Exit::Ok;
}

Result<Exit> change_at(Session& session, http::Method method, Place const& place, Json const& body,
                       std::span<Field const> fields) {
    auto answer = session.service().send(method, place, body);
    if (!answer) {
        return pass_on(answer);
    }
    show_one(session, *answer, fields);
    return Exit::Ok;
}

Result<Exit> import_table(Session& session, Place const& place, std::string const& path) {
    auto file = open_file(path);
    if (!file) {
        return pass_on(file);
    }
    auto report = session.service().send_file(http::Method::Post, place, *file);
    if (!report) {
        return pass_on(report);
    }
    constexpr Field columns[] = {
        {"line", "/line", Show::Number}, {"column", "/column"}, {"what-is-wrong", "/sentence"}};
    auto const mistakes = array_at(*report, "/mistakes");
    if (session.wants_json()) {
        session.json(*report);
    } else if (mistakes.empty()) {
        session.say({"cli.imported", {{"rows", std::to_string(number_at(*report, "/entered"))}}});
    } else {
        show_list(session, mistakes, columns);
        session.warn({"cli.nothing-imported", {{"file", path}}});
    }
    return mistakes.empty() ? Exit::Ok : Exit::BadInput;
}

Result<Exit> save(Session& session, Result<std::string> const& bytes, std::string const& path) {
    if (!bytes) {
        return pass_on(bytes);
    }
    auto written = replace_file(path, *bytes, only_mine);
    if (!written) {
        return pass_on(written);
    }
    session.say({"cli.saved", {{"file", path}}});
    return Exit::Ok;
}

} // namespace imprimatur::cli
