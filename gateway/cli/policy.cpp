#include "gateway/policy/policy.hpp"

#include <filesystem>

#include <fmt/format.h>

#include "gateway/cli/groups.hpp"
#include "gateway/cli/profiles.hpp"
#include "gateway/cli/steps.hpp"

namespace imprimatur::cli {

namespace {

constexpr std::string_view actions =
    "print|copy|excerpt|compile|loan|carry-out|transmit|provide|publish|exhibit|destroy";

constexpr Option show_options[] = {
    {"level", Kind::Level},
    {"action", Kind::Choice, Need::Optional, {}, actions},
};
constexpr Option explain_options[] = {
    {"document", Kind::Text, Need::Optional, "document"},
    {"level", Kind::Level, Need::Optional, "level"},
    {"period", Kind::Period, Need::Optional, "period"},
    {"category", Kind::Text, Need::Optional, "category"},
    {"action", Kind::Choice, Need::Optional, "action", actions},
    {"count", Kind::Number, Need::Optional, "count"},
    {"by", Kind::Text, Need::Optional, "account"},
    {"recipients", Kind::List, Need::Optional, "recipients"},
    {"purpose", Kind::Text, Need::Optional, "purpose"},
    {"place", Kind::Text, Need::Optional, "place"},
};
constexpr Option check_options[] = {{"FILE", Kind::Input, Need::Many}};

constexpr Field decision[] = {
    {"verdict", "/verdict", Show::Word},
    {"sentence", "/sentence"},
    {"clauses", "/clauses", Show::List},
    {"number-them", "/obligations/number", Show::YesNo},
    {"name-recipients", "/obligations/name_recipients", Show::YesNo},
    {"template", "/obligations/template"},
    {"return-within-hours", "/obligations/return_within_hours"},
    {"witnesses", "/obligations/witnesses"},
    {"as-image", "/obligations/as_image", Show::YesNo},
};

bool is_wanted(Json const& row, Arguments const& arguments) {
    auto fits = [&](char const* option, char const* pointer) {
        return !arguments.has(option) || arguments.text(option) == text_at(row, pointer);
    };
    return fits("level", "/level") && fits("action", "/action");
}

Result<Exit> show(Session& session, Arguments const& arguments) {
    auto answer = session.service().get(Place("/v1/policy"));
    if (!answer) {
        return pass_on(answer);
    }
    if (session.wants_json()) {
        session.json(*answer);
        return Exit::Ok;
    }
    auto const& texts = session.texts();
    session.say({"cli.policy-in-force",
                 {{"name", text_at(*answer, "/name")}, {"edition", text_at(*answer, "/edition")}}});
    Table table({{texts.label("level")},
                 {texts.label("action")},
                 {texts.label("verdict")},
                 {texts.label("who-must-agree"), false, true},
                 {texts.label("clauses"), false, true}});
    for (auto const& row : array_at(*answer, "/rows")) {
        if (is_wanted(row, arguments)) {
            table.add({texts.level(text_at(row, "/level")), texts.word(text_at(row, "/action")),
                       texts.word(text_at(row, "/decision/verdict")),
                       steps_in_words(array_at(row, "/decision/steps"), texts),
                       shown(row, {"", "/decision/clauses", Show::List}, texts)});
        }
    }
    session.put("\n" + table.text(session.style()));
    return Exit::Ok;
}

Result<Exit> explain(Session& session, Arguments const& arguments) {
    auto answer = session.service().send(http::Method::Post, Place("/v1/policy/explain"),
                                         body_of(explain_options, arguments));
    if (!answer) {
        return pass_on(answer);
    }
    show_one(session, *answer, decision);
    show_steps(session, array_at(*answer, "/steps"));
    return Exit::Ok;
}

Result<Exit> check(Session& session, Arguments const& arguments) {
    auto exit = Exit::Ok;
    Json outcome = Json::array();
    for (auto const& file : arguments.list("FILE")) {
        auto policy = read_profile_file(file);
        auto const said =
            policy
                ? session.texts().say(
                      {"cli.profile-good",
                       {{"file", file}, {"name", policy->name()}, {"edition", policy->edition()}}})
                : session.texts().say(policy.error().sentence);
        outcome.push_back({{"file", file}, {"is_good", policy.has_value()}, {"sentence", said}});
        exit = policy ? exit : std::max(exit, exit_of(policy.error().fault));
        if (!session.wants_json()) {
            session.line(said);
        }
    }
    if (session.wants_json()) {
        session.json(outcome);
    }
    return exit;
}

constexpr Command table[] = {
    {"policy"},
    {"policy show", show_options, show},
    {"policy explain", explain_options, explain},
    {"policy check", check_options, check},
};

} // namespace

std::span<Command const> policy_commands() {
    return table;
}

} // namespace imprimatur::cli
