#include "gateway/queue/queue.hpp"

#include <algorithm>
#include <filesystem>
#include <sys/stat.h>
#include <thread>

#include "foundation/file/file.hpp"
#include "gateway/queue/ours.hpp"

namespace imprimatur::queue {

namespace {

constexpr std::string_view our_scheme = "imprimatur:/";
constexpr std::chrono::seconds longest_reload{40}; // cupsd lets jobs that print finish first
constexpr std::chrono::milliseconds between_attempts{200};
constexpr std::size_t longest_name = 127;
constexpr std::uint64_t longest_file = 1 << 20;
constexpr char const* kept_suffix = ".before-imprimatur";

/// CUPS: printable, without space, '/', '#', quotes; and nothing that is special in a URI.
bool is_queue_name(std::string_view name) {
    return !name.empty() && name.size() <= longest_name &&
           std::ranges::all_of(name, [](unsigned char c) {
               return c > 0x20 && c != 0x7f &&
                      std::string_view("/#?'\"\\%&=:").find(static_cast<char>(c)) ==
                          std::string_view::npos;
           });
}

std::string device_uri(Plan const& plan) {
    auto uri = std::string(our_scheme) + plan.target;
    if (plan.socket.empty()) {
        return uri;
    }
    if (!is_device(plan.target)) {
        return uri + "?socket=" + plan.socket;
    }
    return uri + (plan.target.find('?') == plan.target.npos ? "?" : "&") +
           "imprimatur-socket=" + plan.socket;
}

Result<void> check_plan(cups::Scheduler const& scheduler, Plan const& plan) {
    if (!is_queue_name(plan.queue)) {
        return fail(Fault::BadInput, {"queue.bad-name", {{"name", plan.queue}}}, "name");
    }
    if (cups::without_secret(plan.target) != plan.target) {
        return fail(Fault::BadInput, {"queue.secret-in-address", {{"file", cups::proofs_file}}},
                    "address");
    }
    if (is_device(plan.target)) {
        bool is_sound = !plan.target.starts_with("imprimatur:") &&
                        plan.target.find_first_of(" \n") == plan.target.npos;
        return is_sound ? Result<void>()
                        : fail(Fault::BadInput, {"queue.bad-target", {{"target", plan.target}}});
    }
    if (!is_queue_name(plan.target) || plan.target == plan.queue) {
        return fail(Fault::BadInput, {"queue.bad-target", {{"target", plan.target}}}, "name");
    }
    auto target = scheduler.read_queue(plan.target);
    if (!target) {
        return pass_on(target);
    }
    if (is_ours(*target)) {
        return fail(Fault::BadInput, {"queue.bad-target", {{"target", plan.target}}}, "ours");
    }
    return {};
}

/// Keeps the first configuration that we met, once; a later one holds our part already.
Result<std::string> keep_a_copy(std::string const& path, std::string const& text) {
    auto kept = path + kept_suffix;
    if (std::filesystem::exists(kept)) {
        return kept;
    }
    auto written = replace_file(kept, text, 0640);
    return written ? Result<std::string>(kept) : pass_on(written);
}

/// The scheduler installs and reads its new configuration itself; what it reads must be `path`.
Result<void> install(cups::Scheduler const& scheduler, std::string const& path,
                     std::string const& text) {
    if (auto put = scheduler.put_configuration(text); !put) {
        return put;
    }
    auto file = open_file(path);
    auto now = file ? read_whole(*file, longest_file) : Result<std::string>(pass_on(file));
    if (!now || *now != text) {
        return fail(Fault::Conflict, {"queue.other-configuration", {{"file", path}}},
                    "cupsd reads another file");
    }
    return {};
}

Result<bool> configure(cups::Scheduler const& scheduler, std::string const& path,
                       Accounts const* accounts) {
    auto file = open_file(path);
    if (!file) {
        return pass_on(file);
    }
    auto before = read_whole(*file, longest_file);
    if (!before) {
        return pass_on(before);
    }
    auto kept_file = open_file(path + kept_suffix);
    auto kept = kept_file ? read_whole(*kept_file, longest_file).value_or("") : std::string();
    auto after = accounts == nullptr ? without_configuration(*before, kept)
                                     : with_configuration(*before, *accounts);
    if (after == *before) {
        return false;
    }
    if (auto copied = keep_a_copy(path, *before); !copied) {
        return pass_on(copied);
    }
    auto installed = install(scheduler, path, after);
    return installed ? Result<bool>(true) : pass_on(installed);
}

/// A scheduler that reads its configuration anew is away for a moment, and does not know our
/// policies before it has.
template <class Step> auto after_reload(bool is_reloading, Step step) {
    auto const end = std::chrono::steady_clock::now() + longest_reload;
    for (;;) {
        auto outcome = step();
        if (outcome || !is_reloading || std::chrono::steady_clock::now() >= end ||
            (outcome.error().fault != Fault::Unavailable &&
             outcome.error().fault != Fault::BadInput &&
             outcome.error().fault != Fault::Conflict)) {
            return outcome;
        }
        std::this_thread::sleep_for(between_attempts);
    }
}

cups::QueueSettings settings_for(Plan const& plan) {
    cups::QueueSettings settings;
    settings.device = device_uri(plan);
    settings.info = plan.info.empty() ? plan.queue : plan.info;
    settings.policy = policy_of_ours;
    settings.error_policy = error_policy;
    settings.ppd_file = plan.ppd_file;
    settings.has_no_sheets = true;
    // Pages larger than the paper are made to fit; without this they would be cut at its edges.
    settings.defaults.emplace("print-scaling", "auto-fit");
    return settings;
}

} // namespace

bool is_ours(cups::Queue const& queue) {
    return queue.device.starts_with(our_scheme);
}

std::string target_of(std::string_view device) {
    device.remove_prefix(std::min(device.size(), our_scheme.size()));
    bool is_uri = is_device(device);
    auto mark = device.find(is_uri ? "imprimatur-" : "?");
    auto target = device.substr(0, mark);
    if (is_uri && mark != device.npos && (target.ends_with('?') || target.ends_with('&'))) {
        target.remove_suffix(1);
    }
    return std::string(target);
}

bool is_device(std::string_view target) {
    return target.find(":/") != target.npos;
}

Result<std::vector<Sentence>> add(cups::Scheduler const& scheduler, Plan const& plan) {
    if (auto sound = check_plan(scheduler, plan); !sound) {
        return pass_on(sound);
    }
    std::vector<Sentence> done;
    bool is_reloading = false;
    if (!plan.cupsd_conf.empty()) {
        auto changed = configure(scheduler, plan.cupsd_conf, &plan.accounts);
        if (!changed) {
            return pass_on(changed);
        }
        is_reloading = *changed;
        done.push_back({*changed ? "queue.configured" : "queue.configured-already",
                        {{"file", plan.cupsd_conf}, {"kept", plan.cupsd_conf + kept_suffix}}});
    }
    auto made = after_reload(is_reloading,
                             [&] { return scheduler.set_queue(plan.queue, settings_for(plan)); });
    if (!made && made.error().fault == Fault::BadInput && plan.cupsd_conf.empty()) {
        return fail(Fault::BadInput, {"queue.no-policy", {}}, made.error().cause);
    }
    if (!made) {
        return pass_on(made);
    }
    done.push_back({"queue.made", {{"queue", plan.queue}, {"target", plan.target}}});
    if (is_device(plan.target)) {
        done.push_back({"queue.close-device", {{"device", plan.target}}});
        return done;
    }
    cups::QueueSettings closed;
    closed.policy = policy_of_real;
    closed.is_shared = false;
    auto shut = scheduler.set_queue(plan.target, closed);
    if (!shut) {
        return pass_on(shut);
    }
    done.push_back({"queue.closed", {{"queue", plan.target}}});
    return done;
}

Result<std::vector<Sentence>> remove(cups::Scheduler const& scheduler, Removal const& removal) {
    auto queue = scheduler.read_queue(removal.queue);
    if (!queue) {
        return pass_on(queue);
    }
    if (!is_ours(*queue)) {
        return fail(Fault::BadInput, {"queue.not-ours", {{"queue", removal.queue}}}, queue->device);
    }
    if (auto removed = scheduler.remove_queue(removal.queue); !removed) {
        return pass_on(removed);
    }
    std::vector<Sentence> done{{"queue.removed", {{"queue", removal.queue}}}};
    auto target = target_of(queue->device);
    auto left = scheduler.list_queues();
    if (!left) {
        return pass_on(left);
    }
    bool is_used = std::ranges::any_of(*left, [&](cups::Queue const& other) {
        return is_ours(other) && target_of(other.device) == target;
    });
    bool is_queue = std::ranges::any_of(*left, [&](cups::Queue const& other) {
        return other.name == target && other.policy == policy_of_real;
    });
    if (is_queue && !is_used) {
        cups::QueueSettings open;
        open.policy = "default";
        if (auto opened = scheduler.set_queue(target, open); !opened) {
            return pass_on(opened);
        }
        done.push_back({"queue.opened", {{"queue", target}}});
    }
    if (!removal.cupsd_conf.empty() && std::ranges::none_of(*left, is_ours)) {
        auto changed = configure(scheduler, removal.cupsd_conf, nullptr);
        if (!changed) {
            return pass_on(changed);
        }
        done.push_back({"queue.unconfigured", {{"file", removal.cupsd_conf}}});
    }
    return done;
}

} // namespace imprimatur::queue
