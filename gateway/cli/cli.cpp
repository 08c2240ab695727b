#include "gateway/cli/cli.hpp"

#include <exception>

#include <fmt/format.h>

#include "gateway/cli/help.hpp"
#include "gateway/cli/parse.hpp"
#include "gateway/cli/plain.hpp"
#include "gateway/cli/session.hpp"

namespace imprimatur::cli {

namespace {

constexpr std::string_view version = IMPRIMATUR_VERSION;

int number(Exit exit) {
    return static_cast<int>(exit);
}

void complain(Surroundings& surroundings, std::string const& sentence) {
    surroundings.errors << "imprimatur: " << plain(sentence) << '\n';
}

int tell(Told const& told, Surroundings& surroundings, Texts const& texts) {
    if (told.what == "man") {
        surroundings.out << man_page(texts, version);
    } else if (told.what == "completion") {
        surroundings.out << bash_completion();
    } else {
        surroundings.out << "imprimatur " << version << '\n';
    }
    return number(Exit::Ok);
}

int help(HelpWanted const& wanted, Surroundings& surroundings, Texts const& texts) {
    auto& stream = wanted.was_asked ? surroundings.out : surroundings.errors;
    stream << help_text(wanted.path, texts, surroundings.style);
    return number(wanted.was_asked ? Exit::Ok : Exit::Usage);
}

int run_chosen(Chosen const& chosen, Surroundings& surroundings, Texts const& texts) {
    Session session(surroundings, texts, chosen.common);
    auto done = chosen.command->run(session, chosen.arguments);
    if (!done) {
        session.warn(done.error().sentence);
        return number(exit_of(done.error().fault));
    }
    return number(*done);
}

/// A slip in a serial is bad input: its sentence says where. Everything else is how the command is
/// used.
Exit exit_of_usage(Error const& error) {
    return error.sentence.id.starts_with("serial.") ? Exit::BadInput : Exit::Usage;
}

/// What is not written is not done.
int ended(int exit, Surroundings& surroundings, Texts const& texts) {
    surroundings.out.flush();
    if (surroundings.out) {
        return exit;
    }
    complain(surroundings, texts.say({"cli.output-broken", {}}));
    return number(Exit::Internal);
}

int run_with(std::vector<std::string> const& words, Surroundings& surroundings,
             Texts const& texts) {
    auto parsed = parse(words);
    if (!parsed) {
        complain(surroundings, texts.say(parsed.error().sentence));
        return number(exit_of_usage(parsed.error()));
    }
    if (auto const* wanted = std::get_if<HelpWanted>(&*parsed)) {
        return help(*wanted, surroundings, texts);
    }
    if (auto const* told = std::get_if<Told>(&*parsed)) {
        return tell(*told, surroundings, texts);
    }
    return run_chosen(std::get<Chosen>(*parsed), surroundings, texts);
}

} // namespace

int run(std::vector<std::string> const& words, Surroundings& surroundings) {
    try {
        Sentences const sentences(data_folder() / "templates" / "messages");
        Texts const texts(sentences, language_of(surroundings.environment));
        return ended(run_with(words, surroundings, texts), surroundings, texts);
    } catch (std::exception const& e) { // a broken installation, or no memory
        complain(surroundings, e.what());
        return number(Exit::Internal);
    }
}

} // namespace imprimatur::cli
