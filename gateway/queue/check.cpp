#include "gateway/queue/queue.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <chrono>
#include <filesystem>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <fstream>
#include <grp.h>
#include <pwd.h>
#include <set>
#include <sstream>
#include <sys/stat.h>
#include <unistd.h>

#include "foundation/file/file.hpp"
#include "gateway/queue/conf.hpp"
#include "gateway/queue/doors.hpp"
#include "gateway/queue/ours.hpp"

namespace imprimatur::queue {

namespace {

using Findings = std::vector<Finding>;

constexpr std::array wrong_when_other{
    // directive, CUPS's own default, what it should be, what is said
    std::array{"preservejobfiles", "86400", "no", "queue.files-kept"},
    std::array{"dirtycleaninterval", "30", "0", "queue.states-late"},
    std::array{"classification", "none", "none", "queue.classification"},
    std::array{"maxholdtime", "0", "0", "queue.holds-timed"},
};

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
        std::ranges::copy_if(queues_, std::back_inserter(ours_), [&](cups::Queue const& queue) {
            return is_ours(queue) && (inspection_.queue.empty() || queue.name == inspection_.queue);
        });
        if (ours_.empty()) {
            return fail(Fault::NotFound, {"queue.none", {{"queue", inspection_.queue}}},
                        "no queue of ours");
        }
        for (auto const& queue : ours_) {
            look_at_ours(queue);
            look_at_target(queue, target_of(queue.device));
        }
        look_at_doors();
        look_for_discovery();
        look_at_program(inspection_.backend, "queue.no-backend");
        look_at_program(inspection_.guard, "queue.no-guard");
        look_at_program(inspection_.filter, "queue.no-filter");
        look_at_configuration();
        look_at_secrets();
        look_at_group();
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

    void look_at_target(cups::Queue const& ours, std::string const& target) {
        if (is_device(target)) {
            devices_.push_back(target);
            return;
        }
        auto real = std::ranges::find(queues_, target, &cups::Queue::name);
        if (real == queues_.end()) {
            find(Severity::Danger, {"queue.no-target", {{"queue", ours.name}, {"target", target}}});
            return;
        }
        look_at_real(*real);
        real_.push_back(real->name);
        devices_.push_back(real->device);
    }

    void look_at_real(cups::Queue const& real) {
        auto named = [&](char const* id) { return Sentence{id, {{"queue", real.name}}}; };
        if (real.policy != policy_of_real) {
            find(Severity::Breach, named("queue.real-other-policy"));
        }
        if (real.is_shared) {
            find(Severity::Danger, named("queue.real-shared"));
        }
        if (!real.is_accepting || real.state == cups::QueueState::Stopped) {
            find(Severity::Remark, named("queue.stopped"));
        }
    }

    void look_at_doors() {
        std::vector<std::string> shown;
        std::ranges::transform(devices_, std::back_inserter(shown), cups::without_secret);
        auto doors = try_doors(scheduler_, queues_, shown);
        if (!doors || ::geteuid() != 0) {
            find(Severity::Remark, {"queue.doors-untried", {}});
        }
        if (!doors) {
            return;
        }
        for (auto const& queue : queues_) {
            look_at_queue_doors(*doors, queue);
        }
        if (auto deeds = doors->open_deeds(""); !deeds.empty()) {
            find(Severity::Breach, {"queue.scheduler-open", {{"operations", listed(deeds)}}});
        }
        if (auto pages = doors->places_open_to(deed_read); !pages.empty()) {
            find(Severity::Breach, {"queue.pages-open", {{"pages", listed(pages)}}});
        }
        std::ranges::for_each(
            shown, [&](std::string const& device) { look_at_device_doors(*doors, device); });
    }

    void look_at_queue_doors(Doors const& doors, cups::Queue const& queue) {
        bool const is_one_of_ours = is_ours(queue);
        bool const is_real = std::ranges::find(real_, queue.name) != real_.end();
        bool const is_same_device =
            std::ranges::find(devices_, queue.device) != devices_.end() && !queue.device.empty();
        auto named = [&](char const* id) { return Sentence{id, {{"queue", queue.name}}}; };
        bool prints = false;
        bool is_unseen = false;
        for (auto const* operation : {"Validate-Job", "Create-Job", "Print-Job"}) {
            prints = prints || doors.is_open(queue.name, operation);
            is_unseen = is_unseen || doors.is_unseen(queue.name, operation);
        }
        if (prints || (is_one_of_ours && doors.is_believed(queue.name))) {
            find(Severity::Breach, named(is_one_of_ours   ? "queue.names-believed"
                                         : is_real        ? "queue.real-open"
                                         : is_same_device ? "queue.second-way"
                                                          : "queue.beside"));
        }
        if (is_unseen) {
            find(Severity::Remark, named("queue.not-seen"));
        }
        if (doors.is_open(queue.name, deed_see)) {
            find(Severity::Breach, named("queue.jobs-seen"));
        }
        if (auto deeds = doors.open_deeds(queue.name); !deeds.empty()) {
            find(Severity::Breach,
                 {"queue.door-open", {{"queue", queue.name}, {"operations", listed(deeds)}}});
        }
    }

    void look_at_device_doors(Doors const& doors, std::string const& device) {
        if (doors.is_open(device, deed_print)) {
            find(Severity::Breach, {"queue.device-open", {{"device", device}}});
        } else if (doors.is_unseen(device, deed_print)) {
            find(Severity::Remark, {"queue.device-away", {{"device", device}}});
        }
        auto ports = doors.open_deeds(device);
        std::erase(ports, deed_print);
        if (!ports.empty()) {
            find(Severity::Breach,
                 {"queue.device-port", {{"device", device}, {"port", listed(ports)}}});
        }
    }

    static std::string listed(std::vector<std::string> const& words) {
        return fmt::format("{}", fmt::join(words, ", "));
    }

    /// A program that makes queues of whatever it hears of on the network.
    void look_for_discovery() {
        std::error_code code;
        for (auto const& entry : std::filesystem::directory_iterator("/proc", code)) {
            std::ifstream file(entry.path() / "comm");
            std::string name;
            if (std::getline(file, name) && name == "cups-browsed") {
                find(Severity::Danger, {"queue.browsed", {}});
            }
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
        auto const meaning = meaning_of(*text);
        auto value_of = [&](char const* directive, char const* usual) {
            auto const place = meaning.find(directive);
            return place == meaning.end() ? std::string(usual) : place->second;
        };
        for (auto const& [directive, usual, wanted, sentence] : wrong_when_other) {
            if (value_of(directive, usual) != wanted) {
                find(Severity::Danger, {sentence, {}});
            }
        }
        if (value_of("maxjobtime", "10800") != "0") {
            find(Severity::Remark, {"queue.jobs-timed", {}});
        }
        if (!says_ours(*text, inspection_.accounts)) {
            find(Severity::Danger, {"queue.configuration-differs", {}});
        }
    }

    /// Passwords belong into a file that the backend alone reads.
    void look_at_secrets() {
        for (auto const& queue : queues_) {
            if (cups::without_secret(queue.device) != queue.device) {
                find(Severity::Breach, {"queue.secret-in-device",
                                        {{"queue", queue.name}, {"file", inspection_.proofs}}});
            }
        }
        struct stat facts {};
        if (::stat(inspection_.proofs.c_str(), &facts) == 0 &&
            (!S_ISREG(facts.st_mode) || (facts.st_mode & (S_IRWXG | S_IRWXO)) != 0)) {
            find(Severity::Breach, {"queue.secrets-open", {{"file", inspection_.proofs}}});
        }
    }

    /// Whoever is in the spool's group reads the documents that wait there, and writes to USB.
    void look_at_group() {
        struct stat facts {};
        auto const* group =
            ::stat(inspection_.spool.c_str(), &facts) == 0 ? ::getgrgid(facts.st_gid) : nullptr;
        if (group == nullptr) {
            return; // look_at_spool() says so
        }
        std::set<std::string> members;
        for (char** member = group->gr_mem; *member != nullptr; ++member) {
            members.insert(*member);
        }
        ::setpwent();
        while (auto const* entry = ::getpwent()) {
            if (entry->pw_gid == facts.st_gid) {
                members.insert(entry->pw_name);
            }
        }
        ::endpwent();
        for (auto const& backend : inspection_.accounts.backends) {
            members.erase(backend);
        }
        if (!members.empty()) {
            find(Severity::Breach, {"queue.group-reads",
                                    {{"accounts", fmt::format("{}", fmt::join(members, ", "))},
                                     {"folder", inspection_.spool}}});
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
    std::vector<cups::Queue> ours_;
    std::vector<std::string> real_;    ///< queues that ours lead to
    std::vector<std::string> devices_; ///< behind them, or behind ours at once
    Findings findings_;
};

} // namespace

Result<Findings> check(cups::Scheduler const& scheduler, Inspection const& inspection) {
    return Inspector(scheduler, inspection).run();
}

} // namespace imprimatur::queue
