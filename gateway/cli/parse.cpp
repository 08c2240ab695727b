#include "gateway/cli/parse.hpp"

#include <algorithm>
#include <list>
#include <map>

#include <CLI/CLI.hpp>

namespace imprimatur::cli {

namespace {

/// The table as a CLI11 application, and where it puts what it reads.
class Parser {
  public:
    Parser();
    void parse(std::vector<std::string> words);
    CLI::App const& app() const { return app_; }
    /// The command or group that was named; nothing for the whole.
    Command const* chosen() const;
    Result<Arguments> arguments(Command const& command) const;
    Result<Arguments> common() const;

  private:
    struct Slot {
        Option const* option;
        CLI::Option* read;
    };
    using Slots = std::vector<Slot>;

    void add(Command const& command);
    void add(CLI::App& app, Option const& option, Slots& slots);
    static Result<Arguments> values_of(Slots const& slots);

    CLI::App app_;
    std::map<std::string_view, CLI::App*> apps_{};
    std::map<std::string_view, Slots> slots_{};
    Slots common_{};
    std::list<std::vector<std::string>> values_{};
};

std::string_view parent_of(std::string_view path) {
    auto blank = path.rfind(' ');
    return blank == std::string_view::npos ? std::string_view() : path.substr(0, blank);
}

std::string name_of(std::string_view path) {
    auto blank = path.rfind(' ');
    return std::string(blank == std::string_view::npos ? path : path.substr(blank + 1));
}

Parser::Parser() : app_("", "imprimatur") {
    apps_[""] = &app_;
    app_.set_help_flag("-h,--help");
    app_.require_subcommand(0, 1);
    for (auto const& option : common_options()) {
        add(app_, option, common_);
    }
    for (auto const& option : hidden_options()) {
        add(app_, option, common_);
    }
    for (auto const& command : commands()) {
        add(command);
    }
}

void Parser::add(Command const& command) {
    auto* app = apps_.at(parent_of(command.path))->add_subcommand(name_of(command.path));
    app->set_help_flag("-h,--help");
    app->fallthrough();
    app->require_subcommand(0, 1);
    apps_[command.path] = app;
    for (auto const& option : command.options) {
        add(*app, option, slots_[command.path]);
    }
}

void Parser::add(CLI::App& app, Option const& option, Slots& slots) {
    auto const name = (option.is_argument() ? "" : "--") + std::string(option.name);
    if (option.kind == Kind::Flag) {
        slots.push_back({&option, app.add_flag(name)});
        return;
    }
    auto* read = app.add_option(name, values_.emplace_back());
    bool const is_many = option.need == Need::Many || option.need == Need::Any;
    if (option.is_argument()) {
        read->expected(1, is_many ? CLI::detail::expected_max_vector_size : 1);
        read->allow_extra_args(is_many); // else the first argument takes the second's value too
    } else {
        read->expected(1);
        read->allow_extra_args(false); // else it takes the arguments that come after its value
        read->multi_option_policy(option.kind == Kind::List || is_many
                                      ? CLI::MultiOptionPolicy::TakeAll
                                      : CLI::MultiOptionPolicy::Throw);
    }
    slots.push_back({&option, read});
}

void Parser::parse(std::vector<std::string> words) {
    std::reverse(words.begin(), words.end()); // CLI11 takes them from the back
    app_.parse(std::move(words));
}

Command const* Parser::chosen() const {
    CLI::App const* app = &app_;
    while (!app->get_subcommands().empty()) {
        app = app->get_subcommands().front();
    }
    for (auto const& command : commands()) {
        if (apps_.at(command.path) == app) {
            return &command;
        }
    }
    return nullptr;
}

Result<Arguments> Parser::values_of(Slots const& slots) {
    Arguments arguments;
    for (auto const& [option, read] : slots) {
        if (read->count() == 0) {
            if (option->need != Need::Optional && option->need != Need::Any) {
                return fail(Fault::BadInput, {"cli.usage-missing",
                                              {{"option", (option->is_argument() ? "" : "--") +
                                                              std::string(option->name)}}});
            }
            continue;
        }
        std::vector<std::string> values;
        for (auto const& given :
             option->kind == Kind::Flag ? std::vector<std::string>() : read->results()) {
            auto value = normalised(*option, given);
            if (!value) {
                return pass_on(value);
            }
            auto words = option->kind == Kind::List ? split_list(*value) : std::vector{*value};
            values.insert(values.end(), words.begin(), words.end());
        }
        arguments.put(option->name, std::move(values));
    }
    return arguments;
}

Result<Arguments> Parser::arguments(Command const& command) const {
    auto found = slots_.find(command.path);
    return found == slots_.end() ? Arguments() : values_of(found->second);
}

Result<Arguments> Parser::common() const {
    return values_of(common_);
}

/// What CLI11 has to say, in our words. Its own text stands where we have none.
tl::unexpected<Error> usage_error(CLI::ParseError const& error, CLI::App const& app) {
    std::string const text = error.what();
    if (dynamic_cast<CLI::ExtrasError const*>(&error) != nullptr) {
        auto rest = app.remaining(true);
        return fail(Fault::BadInput,
                    {"cli.usage-unknown", {{"word", rest.empty() ? "" : rest.front()}}}, text);
    }
    auto const name = text.substr(0, text.find_first_of(": "));
    if (dynamic_cast<CLI::ArgumentMismatch const*>(&error) != nullptr) {
        return fail(Fault::BadInput, {"cli.usage-value", {{"option", name}}}, text);
    }
    return fail(Fault::BadInput, {"cli.usage-other", {{"text", text}}}, text);
}

/// "help document add" is "document add --help".
std::vector<std::string> help_as_option(std::vector<std::string> words) {
    if (!words.empty() && words.front() == "help") {
        words.erase(words.begin());
        words.emplace_back("--help");
    }
    return words;
}

} // namespace

Result<Parsed> parse(std::vector<std::string> const& words) {
    Parser parser;
    try {
        parser.parse(help_as_option(words));
    } catch (CLI::CallForHelp const&) {
        auto const* command = parser.chosen();
        return Parsed(HelpWanted{command == nullptr ? "" : std::string(command->path), true});
    } catch (CLI::ParseError const& error) {
        return usage_error(error, parser.app());
    }
    auto common = parser.common();
    if (!common) {
        return pass_on(common);
    }
    for (auto const* told : {"version", "man", "completion"}) {
        if (common->has(told)) {
            return Parsed(Told{told});
        }
    }
    auto const* command = parser.chosen();
    if (command == nullptr || command->run == nullptr) {
        return Parsed(HelpWanted{command == nullptr ? "" : std::string(command->path), false});
    }
    auto arguments = parser.arguments(*command);
    if (!arguments) {
        return pass_on(arguments);
    }
    return Parsed(Chosen{command, std::move(*arguments), std::move(*common)});
}

} // namespace imprimatur::cli
