#include <algorithm>
#include <filesystem>

#include "foundation/file/file.hpp"
#include "gateway/cli/groups.hpp"
#include "gateway/cli/story.hpp"
#include "marking/mark/serial.hpp"

namespace imprimatur::cli {

namespace {

constexpr Option options[] = {
    {"SERIAL-OR-FILE", Kind::Text, Need::Many},
    {"report", Kind::Output},
};

/// What a person typed from a page, and not the name of a file: serial characters, `?` where one
/// cannot be read, hyphens and blanks.
bool looks_like_serial(std::string const& text) {
    auto is_of_serial = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '-' || c == ' ' || c == '?';
    };
    return std::all_of(text.begin(), text.end(), is_of_serial) &&
           text.find('.') == std::string::npos;
}

bool is_file(std::string const& name) {
    std::error_code ignored;
    return std::filesystem::exists(name, ignored);
}

/// What is traced: a serial as typed, or the open file.
struct Clue {
    std::string serial;
    Descriptor file;
};

Result<Clue> clue_of(std::string const& text) {
    if (is_file(text) || !looks_like_serial(text)) {
        auto file = open_file(text);
        return file ? Result<Clue>(Clue{{}, std::move(*file)}) : pass_on(file);
    }
    if (text.find('?') == std::string::npos) { // slips of the hand are told before anybody is asked
        auto serial = Serial::read(text);
        return serial ? Result<Clue>(Clue{serial->plain(), {}}) : pass_on(serial);
    }
    return Clue{text, {}};
}

Place place_of(Clue const& clue) {
    return Place("/v1/trace").ask("serial", clue.serial);
}

Result<Json> traced(Session const& session, Clue const& clue) {
    auto const service = session.service();
    return clue.serial.empty() ? service.send_file(http::Method::Post, place_of(clue), clue.file)
                               : service.get(place_of(clue));
}

void show(Session& session, Json const& trace) {
    session.line(text_at(trace, "/sentence"));
    std::string before; // a page bears our code twice
    for (auto const& finding : array_at(trace, "/findings")) {
        auto const sentence = text_at(finding, "/sentence");
        if (!sentence.empty() && sentence != before) {
            session.line("  " + sentence);
        }
        before = sentence;
    }
    for (auto const& story : array_at(trace, "/stories")) {
        session.put("\n" + story_text(story, session.texts(), session.style()));
    }
}

Result<Json> trace_one(Session& session, std::string const& text) {
    auto clue = clue_of(text);
    if (!clue) {
        return pass_on(clue);
    }
    return traced(session, *clue);
}

Result<Exit> report(Session& session, std::string const& text, std::string const& output) {
    auto clue = clue_of(text);
    if (!clue) {
        return pass_on(clue);
    }
    bool const is_file = clue->serial.empty();
    auto pdf = session.service().fetch(is_file ? http::Method::Post : http::Method::Get,
                                       place_of(*clue).ask("format", "pdf"), "application/pdf",
                                       is_file ? &clue->file : nullptr);
    return save(session, pdf, output);
}

Result<Exit> several(Session& session, std::vector<std::string> const& clues) {
    Json all = Json::array();
    auto exit = Exit::Ok;
    for (auto const& text : clues) {
        auto trace = trace_one(session, text);
        if (!trace) {
            session.warn(
                {"cli.trace-failed",
                 {{"clue", text}, {"sentence", session.texts().say(trace.error().sentence)}}});
            exit = std::max(exit, exit_of(trace.error().fault));
            continue;
        }
        if (array_at(*trace, "/stories").empty()) {
            exit = std::max(exit, Exit::NotFound);
        }
        if (session.wants_json()) {
            (*trace)["input"] = text;
            all.push_back(std::move(*trace));
        } else {
            session.line("== " + text);
            show(session, *trace);
            session.put("\n");
        }
    }
    if (session.wants_json()) {
        session.json(all);
    }
    return exit;
}

Result<Exit> trace(Session& session, Arguments const& arguments) {
    auto const clues = arguments.list("SERIAL-OR-FILE");
    if (arguments.has("report")) {
        if (clues.size() > 1) {
            return fail(Fault::BadInput, {"cli.report-of-one", {}});
        }
        return report(session, clues.front(), arguments.text("report"));
    }
    if (clues.size() > 1) {
        return several(session, clues);
    }
    auto found = trace_one(session, clues.front());
    if (!found) {
        return pass_on(found);
    }
    if (session.wants_json()) {
        session.json(*found);
    } else {
        show(session, *found);
    }
    return array_at(*found, "/stories").empty() ? Exit::NotFound : Exit::Ok;
}

constexpr Command table[] = {{"trace", options, trace}};

} // namespace

std::span<Command const> trace_commands() {
    return table;
}

} // namespace imprimatur::cli
