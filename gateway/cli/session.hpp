/// What every command has at hand: the words, the service, and where to print.
#pragma once

#include <string>

#include "foundation/result/result.hpp"
#include "gateway/cli/cli.hpp"
#include "gateway/cli/command.hpp"
#include "gateway/cli/service.hpp"
#include "gateway/cli/table.hpp"
#include "gateway/cli/texts.hpp"

namespace imprimatur::cli {

class Session {
  public:
    Session(Surroundings& surroundings, Texts const& texts, Arguments const& common);

    Texts const& texts() const { return texts_; }
    Style style() const { return surroundings_.style; }
    bool wants_json() const { return wants_json_; }
    std::string const& socket() const { return socket_; }
    /// Whether that is where the service is when nobody says otherwise.
    bool has_usual_socket() const;
    Service service(http::Patience patience = {}) const;
    /// A value of the environment; empty when it is not set.
    std::string environment(std::string const& name) const;

    /// A line in words, made plain().
    void line(std::string const& text);
    /// Text that is already laid out and harmless (Table, facts).
    void put(std::string const& text);
    /// JSON, indented, made harmless for a terminal.
    void json(Json const& value);
    /// The sentence `id` of cli.toml as a line; not when JSON is wanted.
    void say(Sentence const& sentence);
    /// A sentence on the error output.
    void warn(Sentence const& sentence);

  private:
    Surroundings& surroundings_;
    Texts const& texts_;
    bool wants_json_;
    std::string socket_;
};

} // namespace imprimatur::cli
