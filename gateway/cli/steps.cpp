#include "gateway/cli/steps.hpp"

#include <fmt/format.h>

#include "gateway/cli/vocabulary.hpp"

namespace imprimatur::cli {

namespace {

constexpr std::size_t most_roles_in_a_line = 4;

/// "a leader of county rank or the issuing head, two of them, of the general office"
std::string who(Json const& step, Texts const& texts) {
    std::string out;
    for (auto const& role : array_at(step, "/roles")) {
        auto name = role_in_words(role.is_string() ? role.get<std::string>() : role.dump(),
                                  texts.language());
        out += (out.empty() ? "" : texts.label("or")) + name;
    }
    auto const how_many = number_at(step, "/how_many");
    if (how_many > 1) {
        out += fmt::format(" ×{}", how_many);
    }
    auto const department = text_at(step, "/department");
    return department.empty() ? out : fmt::format("{} ({})", out, department);
}

std::string spoken(Json const& step, Texts const& texts) {
    std::string out;
    for (auto const& word : array_at(step, "/said")) {
        auto name = person(text_at(word, "/full_name"), text_at(word, "/account"));
        auto note = text_at(word, "/note");
        out += fmt::format("{}{}: {}{}", out.empty() ? "" : "; ", name,
                           texts.word(text_at(word, "/verdict")),
                           note.empty() ? "" : fmt::format(" ({})", note));
    }
    return out;
}

} // namespace

void show_steps(Session& session, Json const& steps) {
    if (session.wants_json() || steps.empty()) {
        return;
    }
    auto const& texts = session.texts();
    Table table({{texts.label("step"), true},
                 {texts.label("who-must-agree")},
                 {texts.label("clause")},
                 {texts.label("done")},
                 {texts.label("said"), false, true}});
    int number = 0;
    for (auto const& step : steps) {
        auto const is_done = is_true_at(step, "/is_done");
        table.add({std::to_string(++number), who(step, texts), text_at(step, "/clause"),
                   texts.word(is_done ? "yes" : "no"), spoken(step, texts)});
    }
    session.put("\n" + table.text(session.style()));
}

std::string steps_in_words(Json const& steps, Texts const& texts) {
    std::string out;
    for (auto const& step : steps) {
        auto const roles = array_at(step, "/roles").size();
        auto const is_long = roles > most_roles_in_a_line;
        out += (out.empty() ? "" : texts.label("then")) +
               (is_long ? texts.say({"cli.any-of", {{"count", std::to_string(roles)}}})
                        : who(step, texts));
    }
    return out;
}

} // namespace imprimatur::cli
