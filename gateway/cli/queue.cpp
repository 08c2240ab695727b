#include "gateway/queue/queue.hpp"

#include "foundation/sentence/sentence.hpp"
#include "gateway/cli/groups.hpp"

namespace imprimatur::cli {

namespace {

constexpr Option scheduler{"cups", Kind::Text};
constexpr Option configuration{"cupsd-conf", Kind::Input};
constexpr Option account{"service-account", Kind::Text};

constexpr Option add_options[] = {
    {"QUEUE", Kind::Text, Need::Once},
    {"to", Kind::Text, Need::Once},
    {"info", Kind::Text},
    configuration,
    account,
    scheduler,
};
constexpr Option check_options[] = {{"QUEUE", Kind::Text}, account, scheduler};
constexpr Option remove_options[] = {{"QUEUE", Kind::Text, Need::Once}, configuration, scheduler};

cups::Scheduler scheduler_of(Arguments const& arguments) {
    return cups::Scheduler(arguments.text("cups"));
}

std::string ppd_file() {
    return data_folder() / "config" / "cups" / "imprimatur.ppd";
}

queue::Accounts accounts_of(Arguments const& arguments) {
    queue::Accounts accounts;
    if (arguments.has("service-account")) {
        accounts.service = arguments.text("service-account");
    }
    return accounts;
}

/// What was done, and what a person must still do.
Result<Exit> told(Session& session, Result<std::vector<Sentence>> const& sentences) {
    if (!sentences) {
        return pass_on(sentences);
    }
    Json all = Json::array();
    for (auto const& sentence : *sentences) {
        all.push_back(session.texts().say(sentence));
        session.say(sentence);
    }
    if (session.wants_json()) {
        session.json(all);
    }
    return Exit::Ok;
}

Result<Exit> add(Session& session, Arguments const& arguments) {
    queue::Plan plan;
    plan.queue = arguments.text("QUEUE");
    plan.target = arguments.text("to");
    plan.info = arguments.text("info");
    plan.cupsd_conf = arguments.text("cupsd-conf");
    plan.ppd_file = ppd_file();
    plan.socket = session.has_usual_socket() ? "" : session.socket();
    plan.accounts = accounts_of(arguments);
    return told(session, queue::add(scheduler_of(arguments), plan));
}

Result<Exit> remove(Session& session, Arguments const& arguments) {
    return told(session, queue::remove(scheduler_of(arguments),
                                       {arguments.text("QUEUE"), arguments.text("cupsd-conf")}));
}

std::string_view name_of(queue::Severity severity) {
    switch (severity) {
    case queue::Severity::Breach:
        return "breach";
    case queue::Severity::Danger:
        return "danger";
    case queue::Severity::Remark:
        break;
    }
    return "remark";
}

Result<Exit> check(Session& session, Arguments const& arguments) {
    queue::Inspection inspection;
    inspection.queue = arguments.text("QUEUE");
    inspection.ppd_file = ppd_file();
    inspection.accounts = accounts_of(arguments);
    auto findings = queue::check(scheduler_of(arguments), inspection);
    if (!findings) {
        return pass_on(findings);
    }
    auto const& texts = session.texts();
    Json all = Json::array();
    auto exit = Exit::Ok;
    for (auto const& [severity, sentence] : *findings) {
        std::string const name(name_of(severity));
        exit = severity == queue::Severity::Remark ? exit : Exit::Refused;
        all.push_back(
            {{"severity", name}, {"sentence_id", sentence.id}, {"sentence", texts.say(sentence)}});
        session.say({"cli.queue-finding",
                     {{"severity", texts.word(name)}, {"sentence", texts.say(sentence)}}});
    }
    if (session.wants_json()) {
        session.json(all);
    } else if (exit == Exit::Ok) {
        session.say({"cli.queue-good", {}});
    }
    return exit;
}

constexpr Command table[] = {
    {"queue"},
    {"queue add", add_options, add},
    {"queue check", check_options, check},
    {"queue remove", remove_options, remove},
};

} // namespace

std::span<Command const> queue_commands() {
    return table;
}

} // namespace imprimatur::cli
