#include <array>

#include <fmt/format.h>

#include "gateway/cli/help.hpp"
#include "gateway/cli/plain.hpp"

namespace imprimatur::cli {

namespace {

/// Text that troff takes as it is, with a place to break the line between Chinese characters, which
/// groff 1.22 does not see by itself.
std::string roff(std::string_view text) {
    std::string out;
    bool was_wide = false;
    while (!text.empty()) {
        auto const piece = first_character(text);
        bool const is_wide = columns(piece) == 2;
        if (was_wide && is_wide && !begins_no_line(piece)) {
            out += "\\:";
        }
        if (piece == "\\") {
            out += "\\e";
        } else if (piece == "-") {
            out += "\\-";
        } else {
            out += piece;
        }
        was_wide = is_wide;
        text.remove_prefix(piece.size());
    }
    if (!out.empty() && (out.front() == '.' || out.front() == '\'')) {
        out.insert(0, "\\&");
    }
    return out;
}

std::string section(std::string const& name, std::string const& body) {
    return ".SH " + name + "\n" + body;
}

std::string paragraph(std::string const& text) {
    return ".PP\n" + roff(text) + "\n";
}

std::string entry(std::string const& term, std::string const& text) {
    return ".TP\n.B " + term + "\n" + roff(text) + "\n";
}

std::string term_of(Option const& option, Texts const& texts) {
    if (option.is_argument()) {
        return roff(option.name);
    }
    auto const name = roff("--" + std::string(option.name));
    return option.kind == Kind::Flag ? name
                                     : name + " \\fI" + roff(texts.placeholder(option)) + "\\fR";
}

std::string command_entry(Command const& command, Texts const& texts) {
    std::string out = ".SS " + roff(fmt::format("imprimatur {}", command.path)) + "\n";
    out += roff(texts.help(command)) + "\n";
    if (command.run == nullptr) {
        return out;
    }
    out += ".PP\n.RS 4\n" + roff(usage_line(command, texts)) + "\n.RE\n";
    for (auto const& option : command.options) {
        out += entry(term_of(option, texts), texts.help(command, option));
    }
    return out;
}

std::string exit_codes(Texts const& texts) {
    static constexpr std::array codes{Exit::Ok,       Exit::Refused,  Exit::Usage,
                                      Exit::NotFound, Exit::Conflict, Exit::Away,
                                      Exit::BadInput, Exit::Internal};
    std::string out;
    for (auto code : codes) {
        auto const number = std::to_string(static_cast<int>(code));
        out += entry(number, texts.label("exit-" + number));
    }
    return out;
}

std::string everywhere(Texts const& texts) {
    std::string out;
    for (auto const& option : common_options()) {
        out += entry(term_of(option, texts), texts.help({}, option));
    }
    return out + entry("\\-h\\fR, \\fB\\-\\-help", texts.help({}, {"help", Kind::Flag}));
}

std::string labelled(std::initializer_list<std::pair<char const*, char const*>> entries,
                     Texts const& texts) {
    std::string out;
    for (auto const& [term, label] : entries) {
        out += entry(roff(term), texts.label(label));
    }
    return out;
}

} // namespace

std::string man_page(Texts const& texts, std::string_view version) {
    std::string out = ".\\\" Made by `imprimatur --man` from the table of commands; do not edit.\n";
    out += fmt::format(".TH IMPRIMATUR 1 \"\" \"imprimatur {}\" \"Imprimatur\"\n.nh\n.ad l\n",
                       version);
    out += section("NAME", "imprimatur \\- " + roff(texts.label("man-name")) + "\n");
    out += section("SYNOPSIS", ".B imprimatur\n[\\fI" + roff(texts.label("option-word")) +
                                   "\\fR] \\fI" + roff(texts.label("command-word")) + "\\fR\n");
    out += section("DESCRIPTION", roff(texts.label("about")) + "\n" +
                                      paragraph(texts.label("man-output")) +
                                      paragraph(texts.label("man-values")));
    out += section("OPTIONS", everywhere(texts));
    std::string all;
    for (auto const& command : commands()) {
        all += command_entry(command, texts);
    }
    out += section("COMMANDS", all);
    out += section("\"EXIT STATUS\"", exit_codes(texts));
    out += section("ENVIRONMENT", labelled({{"IMPRIMATUR_SOCKET", "env-socket"},
                                            {"LC_ALL, LC_MESSAGES, LANG", "env-locale"},
                                            {"NO_COLOR", "env-no-color"}},
                                           texts));
    out += section("FILES", labelled({{"/run/imprimatur/socket", "file-socket"},
                                      {"/etc/imprimatur/imprimatur.toml", "file-settings"}},
                                     texts));
    out += section("\"SEE ALSO\"", ".BR imprimaturd (8),\n.BR lp (1),\n.BR lpstat (1)\n");
    return out;
}

} // namespace imprimatur::cli
