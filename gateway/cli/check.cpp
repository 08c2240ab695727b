#include <algorithm>
#include <filesystem>
#include <optional>

#include "foundation/sentence/sentence.hpp"
#include "gateway/cli/groups.hpp"
#include "gateway/cli/profiles.hpp"
#include "gateway/cli/sample.hpp"
#include "gateway/cli/workers.hpp"
#include "gateway/policy/policy.hpp"
#include "gateway/service/settings.hpp"

namespace imprimatur::cli {

namespace {

constexpr auto usual_settings = "/etc/imprimatur/imprimatur.toml";

constexpr Option options[] = {{"settings", Kind::Input}};

/// One thing that was looked at, and what is wrong with it.
struct Outcome {
    Sentence what;
    std::optional<Sentence> wrong;
};
using Outcomes = std::vector<Outcome>;

template <class T> std::optional<Sentence> complaint(Result<T> const& result) {
    return result ? std::nullopt : std::optional(result.error().sentence);
}

void check_profiles(Outcomes& outcomes) {
    auto const folder = policies_folder();
    for (auto const& name : profile_names(folder)) {
        outcomes.push_back({{"cli.check-profile", {{"name", name}}},
                            complaint(policy::Policy::read(folder, {name}))});
    }
}

/// The settings of the service, and the rules that they name. A machine without a service has none.
void check_settings(Arguments const& arguments, Outcomes& outcomes) {
    auto const file = arguments.has("settings") ? arguments.text("settings") : usual_settings;
    std::error_code ignored;
    if (!arguments.has("settings") && !std::filesystem::exists(file, ignored)) {
        return;
    }
    auto const settings = service::read_settings(file);
    outcomes.push_back({{"cli.check-settings", {{"file", file}}}, complaint(settings)});
    if (!settings) {
        return;
    }
    auto const folder =
        settings->policy_folder.empty() ? policies_folder() : settings->policy_folder;
    outcomes.push_back({{"cli.check-rules", {{"folder", folder.string()}}},
                        complaint(policy::Policy::read(folder, settings->policies))});
}

std::vector<std::string> template_names() {
    std::vector<std::string> names;
    std::error_code ignored;
    for (auto const& entry :
         std::filesystem::directory_iterator(data_folder() / "templates" / "marks", ignored)) {
        if (entry.path().extension() == ".toml") {
            names.push_back(entry.path().stem().string());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

/// Every template is used once, on a sheet of the worker's own: what it cannot draw it says.
void check_templates(pipe::Workers const& workers, Outcomes& outcomes) {
    pipe::Sheet sheet;
    sheet.title = "Imprimatur";
    auto const page = workers.draw(sheet);
    for (auto const& name : template_names()) {
        auto wrong = complaint(page);
        if (page) {
            wrong = complaint(workers.mark(*page, name, {sample_mark()}));
        }
        outcomes.push_back({{"cli.check-template", {{"name", name}}}, std::move(wrong)});
    }
}

void check_worker(Outcomes& outcomes) {
    auto workers = start_workers();
    outcomes.push_back({{"cli.check-worker", {}}, complaint(workers)});
    if (!workers) {
        return;
    }
    for (auto const& protection : workers->missing_protections()) {
        outcomes.push_back({{"cli.check-protection", {{"name", protection}}},
                            Sentence{"cli.unprotected", {{"name", protection}}}});
    }
    check_templates(*workers, outcomes);
}

void check_service(Session const& session, Outcomes& outcomes) {
    outcomes.push_back({{"cli.check-service", {{"socket", session.socket()}}},
                        complaint(session.service().get(Place("/healthz")))});
}

/// Documents of before files were kept; only those who see documents are told.
void check_files(Session const& session, Outcomes& outcomes) {
    auto const answer = session.service().get(Place("/v1/documents"));
    if (!answer) {
        return;
    }
    auto const count =
        std::ranges::count_if(array_at(*answer, "/documents"), is_known_as_a_whole_only);
    auto wrong =
        count == 0
            ? std::nullopt
            : std::optional(Sentence{"cli.files-not-kept", {{"count", std::to_string(count)}}});
    outcomes.push_back({{"cli.check-files", {}}, std::move(wrong)});
}

bool show(Session& session, Outcomes const& outcomes) {
    auto const& texts = session.texts();
    Json all = Json::array();
    bool is_good = true;
    for (auto const& [what, wrong] : outcomes) {
        is_good = is_good && !wrong;
        auto const about = texts.say(what);
        auto const why = wrong ? texts.say(*wrong) : "";
        all.push_back({{"what", about}, {"is_good", !wrong}, {"sentence", why}});
        session.say(wrong ? Sentence{"cli.check-bad", {{"what", about}, {"why", why}}}
                          : Sentence{"cli.check-good", {{"what", about}}});
    }
    if (session.wants_json()) {
        session.json(all);
    }
    return is_good;
}

Result<Exit> check(Session& session, Arguments const& arguments) {
    Outcomes outcomes{
        {{"cli.check-messages", {}}, std::nullopt}}; // else no word could be said here
    check_settings(arguments, outcomes);
    check_profiles(outcomes);
    check_worker(outcomes);
    check_service(session, outcomes);
    check_files(session, outcomes);
    return show(session, outcomes) ? Exit::Ok : Exit::Refused;
}

constexpr Command table[] = {{"check", options, check}};

} // namespace

std::span<Command const> check_commands() {
    return table;
}

} // namespace imprimatur::cli
