#include "gateway/queue/queue.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <filesystem>
#include <optional>
#include <sstream>
#include <sys/stat.h>

#include "foundation/file/file.hpp"
#include "gateway/queue/ours.hpp"

namespace imprimatur::queue {

namespace {

/// Nobody's account: whoever is believed to be this is not asked who he is.
constexpr char const* stranger = "imprimatur-stranger";

using Findings = std::vector<Finding>;

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

/// The value of a directive outside of sections; the last one counts, as for cupsd.
std::optional<std::string> directive_of(std::string const& configuration, std::string_view name) {
    std::optional<std::string> found;
    std::istringstream lines(configuration);
    int depth = 0;
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        std::string first;
        std::string value;
        words >> first >> value;
        if (first.starts_with("</")) {
            --depth;
        } else if (first.starts_with('<')) {
            ++depth;
        } else if (depth == 0 && lower(first) == lower(name)) {
            found = lower(value);
        }
    }
    return found;
}

/// The lines of a PPD that decide what the filters make of a job. Defaults may differ.
std::vector<std::string> deciding_lines(std::string const& ppd) {
    constexpr std::array<std::string_view, 6> keys{"*cupsFilter",     "*cupsManualCopies",
                                                   "*cupsPreFilter",  "*cupsPortMonitor",
                                                   "*cupsSingleFile", "*cupsJobAccountId"};
    std::vector<std::string> out;
    std::istringstream lines(ppd);
    for (std::string line; std::getline(lines, line);) {
        if (std::ranges::any_of(keys,
                                [&](std::string_view key) { return line.starts_with(key); })) {
            while (!line.empty() && (line.back() == '\r' || line.back() == ' ')) {
                line.pop_back();
            }
            out.push_back(line);
        }
    }
    std::ranges::sort(out);
    return out;
}

class Inspector {
  public:
    Inspector(cups::Scheduler const& scheduler, Inspection const& inspection)
        : scheduler_(scheduler), inspection_(inspection) {}

    Result<Findings> run() {
        auto queues = scheduler_.list_queues();
        if (!queues) {
            return pass_on(queues);
        }
        queues_ = std::move(*queues);
        bool has_any = false;
        for (auto const& queue : queues_) {
            if (is_ours(queue) && (inspection_.queue.empty() || queue.name == inspection_.queue)) {
                has_any = true;
                look_at_ours(queue);
                look_at_target(queue, target_of(queue.device));
            }
        }
        if (!has_any) {
            return fail(Fault::NotFound, {"queue.none", {{"queue", inspection_.queue}}},
                        "no queue of ours");
        }
        look_at_program(inspection_.backend, "queue.no-backend");
        look_at_program(inspection_.guard, "queue.no-guard");
        look_at_program(inspection_.filter, "queue.no-filter");
        look_at_configuration();
        look_at_spool();
        return findings_;
    }

  private:
    void find(Severity severity, Sentence sentence) {
        Finding finding{severity, std::move(sentence)};
        bool is_known = std::ranges::any_of(
            findings_, [&](Finding const& other) { return other.sentence == finding.sentence; });
        if (!is_known) {
            findings_.push_back(std::move(finding));
        }
    }

    void look_at_ours(cups::Queue const& queue) {
        auto named = [&](char const* id) { return Sentence{id, {{"queue", queue.name}}}; };
        if (is_open(queue.name)) {
            find(Severity::Breach, named("queue.names-believed"));
        }
        if (queue.policy != policy_of_ours) {
            find(Severity::Breach, named("queue.other-policy"));
        }
        if (queue.error_policy != error_policy) {
            find(Severity::Danger,
                 {"queue.error-policy", {{"queue", queue.name}, {"policy", queue.error_policy}}});
        }
        if (std::ranges::any_of(queue.sheets, [](std::string const& s) { return s != "none"; })) {
            find(Severity::Danger, named("queue.sheets"));
        }
        if (!queue.is_accepting || queue.state == cups::QueueState::Stopped) {
            find(Severity::Remark, named("queue.stopped"));
        }
        look_at_ppd(queue);
    }

    void look_at_ppd(cups::Queue const& queue) {
        auto ppd = scheduler_.read_ppd(queue.name);
        auto file = open_file(inspection_.ppd_file);
        auto wanted = file ? read_whole(*file) : Result<std::string>(pass_on(file));
        if (!wanted) {
            find(Severity::Remark, {"queue.no-ppd-to-compare", {{"file", inspection_.ppd_file}}});
            return;
        }
        auto ours = deciding_lines(*wanted);
        auto theirs = ppd ? deciding_lines(*ppd) : std::vector<std::string>();
        if (ours == theirs) {
            return;
        }
        auto manual = std::ranges::find_if(theirs, [](std::string const& line) {
            return line.starts_with("*cupsManualCopies") && line.ends_with("False");
        });
        find(Severity::Danger,
             {manual == theirs.end() ? "queue.copies-multiplied" : "queue.ppd-changed",
              {{"queue", queue.name}}});
    }

    /// Whether somebody can print there without proving who he is.
    bool is_open(std::string const& queue) {
        auto door = scheduler_.try_door(queue, stranger);
        if (!door) {
            find(Severity::Remark, {"queue.not-seen", {{"queue", queue}}});
        }
        return door && *door == cups::Door::Open;
    }

    void look_at_target(cups::Queue const& ours, std::string const& target) {
        std::string device = target;
        if (!is_device(target)) {
            auto real = std::ranges::find(queues_, target, &cups::Queue::name);
            if (real == queues_.end()) {
                find(Severity::Danger,
                     {"queue.no-target", {{"queue", ours.name}, {"target", target}}});
                return;
            }
            look_at_real(*real);
            device = real->device;
        }
        for (auto const& other : queues_) {
            bool is_second_way = other.name != target && !is_ours(other) && other.device == device;
            if (is_second_way && is_open(other.name)) {
                find(Severity::Breach,
                     {"queue.second-way", {{"queue", other.name}, {"target", target}}});
            }
        }
    }

    void look_at_real(cups::Queue const& real) {
        auto named = [&](char const* id) { return Sentence{id, {{"queue", real.name}}}; };
        if (is_open(real.name)) {
            find(Severity::Breach, named("queue.real-open"));
        } else if (real.policy != policy_of_real) {
            find(Severity::Breach, named("queue.real-other-policy"));
        }
        if (real.is_shared) {
            find(Severity::Danger, named("queue.real-shared"));
        }
        if (!real.is_accepting || real.state == cups::QueueState::Stopped) {
            find(Severity::Remark, named("queue.stopped"));
        }
    }

    void look_at_program(std::string const& file, char const* missing) {
        struct stat facts {};
        if (::stat(file.c_str(), &facts) != 0) {
            find(Severity::Danger, {missing, {{"file", file}}});
            return;
        }
        bool is_safe = S_ISREG(facts.st_mode) && facts.st_uid == 0 &&
                       (facts.st_mode & (S_IWGRP | S_IWOTH)) == 0 && (facts.st_mode & S_IXUSR) != 0;
        if (!is_safe) {
            find(Severity::Breach, {"queue.backend-unsafe", {{"file", file}}});
        }
    }

    void look_at_configuration() {
        auto text = scheduler_.read_configuration();
        if (!text) {
            find(Severity::Remark, {"queue.configuration-unread", {}});
            return;
        }
        if (directive_of(*text, "PreserveJobFiles").value_or("86400") != "no") {
            find(Severity::Danger, {"queue.files-kept", {}});
        }
        if (directive_of(*text, "DirtyCleanInterval").value_or("30") != "0") {
            find(Severity::Danger, {"queue.states-late", {}});
        }
        if (directive_of(*text, "MaxJobTime").value_or("10800") != "0") {
            find(Severity::Remark, {"queue.jobs-timed", {}});
        }
        if (directive_of(*text, "Classification").value_or("none") != "none") {
            find(Severity::Danger, {"queue.classification", {}});
        }
        if (directive_of(*text, "MaxHoldTime").value_or("0") != "0") {
            find(Severity::Danger, {"queue.holds-timed", {}});
        }
        if (text->find(configuration(inspection_.accounts)) == text->npos) {
            find(Severity::Danger, {"queue.configuration-differs", {}});
        }
    }

    /// A cupsd that was killed before it wrote down that there is a job never looks at its document
    /// again.
    void look_at_spool() {
        constexpr auto still_arriving = std::chrono::minutes(5);
        std::error_code code;
        std::size_t count = 0;
        for (auto const& entry : std::filesystem::directory_iterator(inspection_.spool, code)) {
            auto const name = entry.path().filename().string();
            auto const dash = name.find('-');
            if (!name.starts_with('d') || dash == name.npos) {
                continue;
            }
            auto const control = entry.path().parent_path() / ("c" + name.substr(1, dash - 1));
            std::error_code unseen;
            auto const age = std::filesystem::file_time_type::clock::now() -
                             std::filesystem::last_write_time(entry.path(), unseen);
            count += !std::filesystem::exists(control, unseen) && age > still_arriving ? 1 : 0;
        }
        if (code) {
            find(Severity::Remark, {"queue.spool-unread", {{"folder", inspection_.spool}}});
        } else if (count > 0) {
            find(Severity::Danger,
                 {"queue.documents-left",
                  {{"count", std::to_string(count)}, {"folder", inspection_.spool}}});
        }
    }

    cups::Scheduler const& scheduler_;
    Inspection const& inspection_;
    std::vector<cups::Queue> queues_;
    Findings findings_;
};

} // namespace

Result<Findings> check(cups::Scheduler const& scheduler, Inspection const& inspection) {
    return Inspector(scheduler, inspection).run();
}

} // namespace imprimatur::queue
