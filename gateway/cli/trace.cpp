#include <algorithm>
#include <chrono>

#include "foundation/base64/base64.hpp"
#include "gateway/cli/clue.hpp"
#include "gateway/cli/groups.hpp"
#include "gateway/cli/outcome.hpp"
#include "gateway/cli/story.hpp"

namespace imprimatur::cli {

namespace {

constexpr Option options[] = {
    {"SERIAL-OR-FILE", Kind::Text, Need::Many},
    {"report", Kind::Output},
    {"picture", Kind::Output},
    {"page", Kind::Number},
};

/// The service reads a long file for ten minutes before it answers with what it has; its last page
/// may take two more, and others may be served before. A picture comes with the answer.
constexpr http::Patience patience{.answer = std::chrono::minutes(20), .answer_bytes = 512U << 20U};

constexpr Field candidate_fields[] = {
    {"serial", "/serial"},      {"copy-number", "/number", Show::CopyNumber},
    {"document", "/document"},  {"title", "/title", Show::Shrinking},
    {"holder", "/holder_name"}, {"state", "/state", Show::Word},
};

/// Whether it leads to copies on record.
bool has_found(Json const& trace) {
    return !array_at(trace, "/stories").empty() || !array_at(trace, "/candidates").empty();
}

void show(Session& session, Json const& trace) {
    session.put(outcome_text(trace, session.texts(), session.style()));
    if (auto const candidates = array_at(trace, "/candidates"); !candidates.empty()) {
        session.put("\n");
        show_list(session, candidates, candidate_fields);
    }
    for (auto const& story : array_at(trace, "/stories")) {
        session.put("\n" + story_text(story, session.texts(), session.style()));
    }
}

/// What is to come with the answer: both are of the one trace.
struct Wanted {
    std::string attach; ///< as the service reads it
    std::string page;   ///< of the picture
};

Wanted wanted_by(Arguments const& arguments) {
    Wanted out;
    for (auto const* name : {"report", "picture"}) {
        if (arguments.has(name)) {
            out.attach += (out.attach.empty() ? "" : ",") + std::string(name);
        }
    }
    out.page = arguments.text("page");
    return out;
}

Result<Json> trace_one(Session const& session, std::string const& text, Wanted const& wanted) {
    auto const clue = clue_of(text);
    if (!clue) {
        return pass_on(clue);
    }
    auto const service = session.service(patience);
    auto place = Place("/v1/trace").ask("serial", clue->serial).ask("name", clue->name);
    place.ask("attach", wanted.attach).ask("page", wanted.page);
    return clue->serial.empty() ? service.send_file(http::Method::Post, place, clue->file)
                                : service.get(place);
}

/// Whether these options go with these clues.
Result<void> check_files(std::vector<std::string> const& clues, Arguments const& arguments) {
    if ((arguments.has("report") || arguments.has("picture")) && clues.size() > 1) {
        return fail(Fault::BadInput, {"cli.report-of-one", {}});
    }
    if (arguments.has("page") && !arguments.has("picture")) {
        return fail(Fault::BadInput, {"cli.page-of-picture", {}});
    }
    auto const clue = arguments.has("picture") ? clue_of(clues.front()) : Result<Clue>(Clue{});
    if (!clue) {
        return pass_on(clue);
    }
    if (!clue->serial.empty()) {
        return fail(Fault::BadInput, {"cli.picture-of-serial", {}});
    }
    return {};
}

/// The answers, one after the other.
struct Told {
    Exit exit = Exit::Ok;
    bool is_answered = false;     ///< the last one
    Json all = Json::array();     ///< for --json
    Json report = Json::object(); ///< as it came with the answer
    Json picture = Json::object();
};

void tell_failure(Session& session, std::string const& text, Error const& error, Told& told) {
    auto const sentence = session.texts().say(error.sentence);
    session.warn({"cli.trace-failed", {{"clue", text}, {"sentence", sentence}}});
    told.exit = std::max(told.exit, exit_of(error.fault));
    told.all.push_back(
        {{"input", text},
         {"error", {{"fault", http::name_of(error.fault)}, {"sentence", sentence}}}});
}

/// A failure is told, and the next is looked at.
Told trace_all(Session& session, std::vector<std::string> const& clues, Wanted const& wanted) {
    Told told;
    for (auto const& text : clues) {
        auto trace = trace_one(session, text, wanted);
        if (!trace) {
            tell_failure(session, text, trace.error(), told);
            continue;
        }
        told.exit = std::max(told.exit, has_found(*trace) ? Exit::Ok : Exit::NotFound);
        told.is_answered = true;
        told.report = object_at(*trace, "/report");
        told.picture = object_at(*trace, "/picture");
        if (session.wants_json()) {
            trace->erase("report");
            trace->erase("picture");
            (*trace)["input"] = text;
            told.all.push_back(std::move(*trace));
            continue;
        }
        if (clues.size() > 1) {
            session.line("== " + text);
        }
        show(session, *trace);
        if (clues.size() > 1) {
            session.put("\n");
        }
    }
    return told;
}

/// @param attached a file as the service put it into its answer
Result<Exit> save_attached(Session& session, Json const& attached, std::string const& path) {
    if (auto const error = object_at(attached, "/error"); !error.empty()) {
        return told_failure(error, Fault::Internal);
    }
    auto bytes = from_base64(text_at(attached, "/content"));
    if (!bytes || bytes->empty()) {
        return fail(Fault::Corrupt, {"cli.foreign-answer", {}}, "no file in the answer");
    }
    return save(session, std::move(*bytes), path);
}

Result<Exit> trace(Session& session, Arguments const& arguments) {
    auto const clues = clues_of(session, arguments.list("SERIAL-OR-FILE"));
    if (auto const checked = check_files(clues, arguments); !checked) {
        return pass_on(checked);
    }
    auto const told = trace_all(session, clues, wanted_by(arguments));
    if (session.wants_json()) {
        session.json(told.all);
    }
    Result<Exit> saved = told.exit;
    for (auto const& [name, attached] :
         {std::pair("report", &told.report), {"picture", &told.picture}}) {
        if (told.is_answered && saved && arguments.has(name)) {
            saved = save_attached(session, *attached, arguments.text(name));
        }
    }
    return saved ? Result<Exit>(told.exit) : saved;
}

constexpr Command table[] = {{"trace", options, trace}};

} // namespace

std::span<Command const> trace_commands() {
    return table;
}

} // namespace imprimatur::cli
