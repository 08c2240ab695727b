#include <algorithm>
#include <array>
#include <chrono>
#include <filesystem>

#include "foundation/file/file.hpp"
#include "gateway/cli/groups.hpp"
#include "gateway/cli/outcome.hpp"
#include "gateway/cli/plain.hpp"
#include "gateway/cli/story.hpp"
#include "gateway/cli/view.hpp"
#include "gateway/keys/keys.hpp"
#include "marking/mark/serial.hpp"
#include "marking/mark/typing.hpp"

namespace imprimatur::cli {

namespace {

constexpr Option options[] = {
    {"SERIAL-OR-FILE", Kind::Text, Need::Many},
    {"report", Kind::Output},
    {"picture", Kind::Output},
    {"page", Kind::Number},
};

/// The service reads a long file for ten minutes before it answers with what it has; its last page
/// may take two more, and others may be served before.
constexpr http::Patience patience{.answer = std::chrono::minutes(20)};

constexpr Option verify_options[] = {
    {"FILE", Kind::Input, Need::Once},
    {"key", Kind::Text},
};

/// What a person typed from a page, and not the name of a file: serial characters, `?` where one
/// cannot be read, a mark for a rest, hyphens and blanks.
bool looks_like_serial(std::string const& text) {
    auto const typed = half_width(text);
    auto is_of_serial = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               std::string_view("- ?*.").find(c) != std::string_view::npos;
    };
    auto const dot = typed.find('.');
    return std::all_of(typed.begin(), typed.end(), is_of_serial) &&
           (dot == std::string::npos || typed.compare(dot, 2, "..") == 0);
}

/// Whether characters are missing, so that the service must look which copies fit.
bool is_part_of_serial(std::string const& text) {
    return half_width(text).find_first_of("?*.") != std::string::npos;
}

/// What can be a scan, a photo or a document.
bool is_of_a_page(std::filesystem::path const& file) {
    constexpr std::array known{".pdf", ".png", ".jpg", ".jpeg", ".jpe", ".tif", ".tiff"};
    auto ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return std::find(known.begin(), known.end(), ending) != known.end();
}

/// What stands in a folder and below it.
struct Content {
    std::vector<std::string> pages;
    std::vector<std::string> others; ///< names of files that are no page
};

Result<Content> content_of(std::string const& folder) {
    namespace fs = std::filesystem;
    Content out;
    std::error_code failed;
    auto entries = fs::recursive_directory_iterator(
        folder, fs::directory_options::skip_permission_denied, failed);
    for (; !failed && entries != fs::recursive_directory_iterator(); entries.increment(failed)) {
        if (entries->is_regular_file(failed)) {
            auto const& path = entries->path();
            is_of_a_page(path) ? out.pages.push_back(path.string())
                               : out.others.push_back(path.filename().string());
        }
    }
    if (failed || out.pages.empty()) {
        return fail(Fault::NotFound, {"cli.nothing-to-trace", {{"folder", folder}}},
                    failed.message());
    }
    std::sort(out.pages.begin(), out.pages.end());
    std::sort(out.others.begin(), out.others.end());
    return out;
}

/// Says which files of a folder are not traced, the first of them by name.
void warn_of_others(Session& session, std::string const& folder,
                    std::vector<std::string> const& others) {
    constexpr std::size_t most_names = 5;
    std::string names;
    for (std::size_t i = 0; i < std::min(others.size(), most_names); ++i) {
        names += (i > 0 ? ", " : "") + others[i];
    }
    names += others.size() > most_names ? ", …" : "";
    if (!others.empty()) {
        session.warn(
            {"cli.not-traced",
             {{"folder", folder}, {"count", std::to_string(others.size())}, {"names", names}}});
    }
}

/// The clues as they were given, and for a folder the pictures and documents in it and below it.
Result<std::vector<std::string>> clues_of(Session& session, std::vector<std::string> const& given) {
    std::vector<std::string> out;
    for (auto const& text : given) {
        std::error_code failed;
        if (!std::filesystem::is_directory(text, failed)) {
            out.push_back(text);
            continue;
        }
        auto content = content_of(text);
        if (!content) {
            return pass_on(content);
        }
        warn_of_others(session, text, content->others);
        out.insert(out.end(), content->pages.begin(), content->pages.end());
    }
    return out;
}

bool is_file(std::string const& name) {
    std::error_code ignored;
    return std::filesystem::exists(name, ignored);
}

/// What is traced: a serial as typed, or the open file.
struct Clue {
    std::string serial;
    Descriptor file;
    std::string name{}; ///< of the file, without its folder
};

Result<Clue> clue_of(std::string const& text) {
    if (is_file(text) || !looks_like_serial(text)) {
        auto file = open_file(text);
        auto const name = std::filesystem::path(text).filename().string();
        return file ? Result<Clue>(Clue{{}, std::move(*file), plain(name)}) : pass_on(file);
    }
    if (is_part_of_serial(text)) {
        return Clue{text, {}, {}};
    }
    auto serial = Serial::read(text); // slips of the hand are told before anybody is asked
    if (!serial && serial.error().sentence.id == "serial.wrong-length") {
        return Clue{text, {}, {}}; // the service says how to write a part
    }
    return serial ? Result<Clue>(Clue{serial->plain(), {}, {}}) : pass_on(serial);
}

Place place_of(Clue const& clue) {
    return Place("/v1/trace").ask("serial", clue.serial).ask("name", clue.name);
}

Result<Json> traced(Session const& session, Clue const& clue) {
    auto const service = session.service(patience);
    return clue.serial.empty() ? service.send_file(http::Method::Post, place_of(clue), clue.file)
                               : service.get(place_of(clue));
}

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

Result<Json> trace_one(Session& session, std::string const& text) {
    auto clue = clue_of(text);
    if (!clue) {
        return pass_on(clue);
    }
    return traced(session, *clue);
}

/// The answer as a file: the report, or the picture with what was found outlined.
Result<Exit> save_as(Session& session, std::string const& text, std::string const& format,
                     std::string const& page, std::string const& output) {
    auto clue = clue_of(text);
    if (!clue) {
        return pass_on(clue);
    }
    bool const is_picture = clue->serial.empty();
    auto const place = place_of(*clue).ask("format", format).ask("page", page);
    auto bytes = session.service(patience).fetch(
        is_picture ? http::Method::Post : http::Method::Get, place,
        format == "pdf" ? "application/pdf" : "image/png", is_picture ? &clue->file : nullptr);
    return save(session, bytes, output);
}

Result<Exit> save_files(Session& session, std::string const& text, Arguments const& arguments) {
    Result<Exit> saved = Exit::Ok;
    if (arguments.has("report")) {
        saved = save_as(session, text, "pdf", "", arguments.text("report"));
    }
    if (saved && arguments.has("picture")) {
        saved = save_as(session, text, "png", arguments.text("page"), arguments.text("picture"));
    }
    return saved;
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

/// Answers one after the other; a failure is told, and the next is looked at.
Exit trace_all(Session& session, std::vector<std::string> const& clues) {
    Json all = Json::array();
    auto exit = Exit::Ok;
    for (auto const& text : clues) {
        auto trace = trace_one(session, text);
        if (!trace) {
            auto const sentence = session.texts().say(trace.error().sentence);
            session.warn({"cli.trace-failed", {{"clue", text}, {"sentence", sentence}}});
            exit = std::max(exit, exit_of(trace.error().fault));
            all.push_back(
                {{"input", text},
                 {"error",
                  {{"fault", http::name_of(trace.error().fault)}, {"sentence", sentence}}}});
            continue;
        }
        exit = std::max(exit, has_found(*trace) ? Exit::Ok : Exit::NotFound);
        if (session.wants_json()) {
            (*trace)["input"] = text;
            all.push_back(std::move(*trace));
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
    if (session.wants_json()) {
        session.json(all);
    }
    return exit;
}

Result<Exit> trace(Session& session, Arguments const& arguments) {
    auto const clues = clues_of(session, arguments.list("SERIAL-OR-FILE"));
    auto const checked = clues ? check_files(*clues, arguments) : Result<void>(pass_on(clues));
    if (!checked) {
        return pass_on(checked);
    }
    auto const exit = trace_all(session, *clues);
    if (exit != Exit::Ok && exit != Exit::NotFound) {
        return exit;
    }
    auto saved = save_files(session, clues->front(), arguments);
    return saved ? Result<Exit>(exit) : saved;
}

/// The key that must have signed: as given, else that of the service.
Result<std::string> expected_key(Session& session, Arguments const& arguments) {
    if (arguments.has("key")) {
        return arguments.text("key");
    }
    auto answer = session.service().get(Place("/v1/signature-key"));
    return answer ? Result<std::string>(text_at(*answer, "/key")) : pass_on(answer);
}

Result<Exit> verify(Session& session, Arguments const& arguments) {
    auto file = open_file(arguments.text("FILE"));
    auto bytes = file ? read_whole(*file) : Result<std::string>(pass_on(file));
    if (!bytes) {
        return pass_on(bytes);
    }
    auto const signature = keys::find_signature(*bytes);
    auto key = signature && signature->is_sound ? expected_key(session, arguments)
                                                : Result<std::string>(std::string());
    if (!key) {
        return pass_on(key);
    }
    bool const is_ours = signature && signature->is_sound && signature->public_key == *key;
    if (session.wants_json()) {
        session.json({{"file", arguments.text("FILE")},
                      {"signed", signature.has_value()},
                      {"sound", signature && signature->is_sound},
                      {"ours", is_ours},
                      {"key", signature ? signature->public_key : ""}});
    } else {
        session.say(
            {!signature             ? "cli.signature-none"
             : !signature->is_sound ? "cli.signature-broken"
             : !is_ours             ? "cli.signature-foreign"
                                    : "cli.signature-good",
             {{"file", arguments.text("FILE")}, {"key", signature ? signature->public_key : ""}}});
    }
    return is_ours ? Exit::Ok : Exit::Refused;
}

constexpr Command table[] = {{"trace", options, trace}, {"verify", verify_options, verify}};

} // namespace

std::span<Command const> trace_commands() {
    return table;
}

} // namespace imprimatur::cli
