/// What a command is: its place, its options, and what it does. One table of them makes the parser,
/// the help, the man page and the completion.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/result/result.hpp"

namespace imprimatur::cli {

class Session;

/// How the command ends, for scripts. Documented in the man page.
enum class Exit {
    Ok = 0,
    Refused = 1, ///< by policy or rights; or a check found something wrong
    Usage = 2,   ///< the command line is wrong
    NotFound = 3,
    Conflict = 4,  ///< the thing is in a state that does not allow this, or a limit is used up
    Away = 5,      ///< the service does not answer
    BadInput = 6,  ///< a file or a value is not what it should be
    Internal = 70, ///< ours; the same number as EX_SOFTWARE
};

Exit exit_of(Fault fault);

/// What an option takes. Values are checked, and brought to one writing, before a command runs.
enum class Kind {
    Flag, ///< nothing
    Text,
    Number, ///< 1 to 999 999 999
    Date,   ///< "2026-11-23"
    Period, ///< "10y"; also "10年"
    Level,  ///< "secret"; also 机密
    Serial, ///< 16 characters
    List,   ///< words between commas (also the Chinese ones), or the option again
    Input,  ///< a file to read
    Output, ///< a file to write
    Choice, ///< one of Option::choices
};

/// Many: one or more; Any: none or more.
enum class Need { Optional, Once, Many, Any };

/// One option ("number" is --number) or one argument ("FILE": in capitals).
struct Option {
    std::string_view name;
    Kind kind = Kind::Text;
    Need need = Need::Optional;
    std::string_view field{};   ///< of the API, in body or query; empty: not passed on by itself
    std::string_view choices{}; ///< Kind::Choice: "yes|no"

    bool is_argument() const { return name.front() >= 'A' && name.front() <= 'Z'; }
};

/// "yes, no": the choices as a person reads them.
std::string listed_choices(Option const& option);

/// What was given on the command line.
class Arguments {
  public:
    void put(std::string_view name, std::vector<std::string> values);
    bool has(std::string_view name) const;
    /// The one value; empty text when it was not given.
    std::string text(std::string_view name) const;
    std::vector<std::string> list(std::string_view name) const;
    std::optional<std::uint32_t> find_number(std::string_view name) const;

  private:
    std::map<std::string, std::vector<std::string>, std::less<>> values_;
};

/// One command. A group ("document") has no `run`.
struct Command {
    std::string_view path; ///< "document add"
    std::span<Option const> options{};
    Result<Exit> (*run)(Session&, Arguments const&) = nullptr;
};

/// All of them, groups before their members, in the order of the help.
std::span<Command const> commands();

/// --json, --socket, --version: understood everywhere (and --help, which is the parser's own).
std::span<Option const> common_options();
/// --man, --completion: what the build asks for; in no help.
std::span<Option const> hidden_options();

/// The id of a command's or an option's line of help in templates/messages/cli-help.toml.
std::string help_id(Command const& command);
/// "cli.option.COMMAND.NAME" where the texts have one, else "cli.option.NAME".
std::vector<std::string> help_ids(Command const& command, Option const& option);

} // namespace imprimatur::cli
