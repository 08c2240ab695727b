#include "foundation/clock/clock.hpp"
#include "gateway/backup/backup.hpp"
#include "gateway/cli/groups.hpp"
#include "gateway/service/settings.hpp"

namespace imprimatur::cli {

namespace {

constexpr auto usual_settings = "/etc/imprimatur/imprimatur.toml";

constexpr Option backup_options[] = {{"FILE", Kind::Output, Need::Once}, {"settings", Kind::Input}};
constexpr Option restore_options[] = {{"FILE", Kind::Input},
                                      {"settings", Kind::Input},
                                      {"head", Kind::Input, Need::Any},
                                      {"leap", Kind::Number}};

Result<service::Settings> settings_of(Arguments const& arguments) {
    return service::read_settings(arguments.has("settings") ? arguments.text("settings")
                                                            : usual_settings);
}

backup::Places places_of(service::Settings const& settings) {
    return {settings.database, settings.store, settings.key_file};
}

Result<Exit> back_up(Session& session, Arguments const& arguments) {
    auto const settings = settings_of(arguments);
    auto const made =
        settings ? backup::back_up(places_of(*settings), arguments.text("FILE"), *program_clock())
                 : Result<backup::Content>(pass_on(settings));
    if (!made) {
        return pass_on(made);
    }
    if (session.wants_json()) {
        session.json({{"file", arguments.text("FILE")},
                      {"at", to_text(made->at)},
                      {"head", {{"sequence", made->sequence}, {"hash", made->hash}}},
                      {"objects", made->objects},
                      {"key", made->key}});
    }
    session.say({"cli.backed-up",
                 {{"file", arguments.text("FILE")},
                  {"sequence", std::to_string(made->sequence)},
                  {"objects", std::to_string(made->objects)},
                  {"key", made->key}}});
    return Exit::Ok;
}

/// The matter is read by all people of the house: it is in the language of the service.
backup::Wish wish_of(Arguments const& arguments, Sentences const& sentences, Language language) {
    backup::Wish wish;
    if (arguments.has("FILE")) {
        wish.file = arguments.text("FILE");
    }
    for (auto const& head : arguments.list("head")) {
        wish.heads.emplace_back(head);
    }
    wish.numbers = arguments.find_number("leap");
    wish.purpose = sentences.say({"backup.matter-purpose", {}}, language);
    wish.note = [&sentences, language](std::map<std::string, std::string> const& values) {
        return sentences.say({"backup.matter-note", values}, language);
    };
    return wish;
}

Result<Exit> restore(Session& session, Arguments const& arguments) {
    auto const settings = settings_of(arguments);
    if (!settings) {
        return pass_on(settings);
    }
    Sentences const sentences(data_folder() / "templates" / "messages");
    auto const wish = wish_of(arguments, sentences, imprimatur::language_of(settings->language));
    auto const done = backup::restore(places_of(*settings), wish, program_clock());
    if (!done) {
        return pass_on(done);
    }
    if (session.wants_json()) {
        session.json({{"before", done->before.sequence},
                      {"lost", done->lost ? Json(*done->lost) : Json()},
                      {"next", done->after.sequence},
                      {"numbers", done->numbers},
                      {"jobs", done->jobs},
                      {"spoiled", done->spoiled},
                      {"matter", done->matter}});
    }
    session.say({"cli.restored",
                 {{"sequence", std::to_string(done->before.sequence)},
                  {"lost", done->lost ? std::to_string(*done->lost)
                                      : session.texts().say({"cli.unknown-count", {}})},
                  {"next", std::to_string(done->after.sequence)},
                  {"numbers", std::to_string(done->numbers)},
                  {"jobs", std::to_string(done->jobs)},
                  {"spoiled", std::to_string(done->spoiled)},
                  {"matter", std::to_string(done->matter)}}});
    return Exit::Ok;
}

constexpr Command table[] = {{"backup", backup_options, back_up},
                             {"restore", restore_options, restore}};

} // namespace

std::span<Command const> keeping_commands() {
    return table;
}

} // namespace imprimatur::cli
