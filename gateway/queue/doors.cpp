#include "gateway/queue/doors.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <filesystem>
#include <memory>
#include <unistd.h>

#include "gateway/queue/ours.hpp"

namespace imprimatur::queue {

namespace {

constexpr std::chrono::milliseconds patience{3000};
constexpr std::chrono::seconds longest_probe{300};
constexpr char const* probe_title = "imprimatur queue check";
constexpr char const* no_queue = "imprimatur-queue-check"; // never made
constexpr char const* pretended = "root";

constexpr std::array printing{"Validate-Job", "Create-Job", "Print-Job"};
constexpr std::array of_a_queue{"Set-Printer-Attributes",
                                "Create-Printer-Subscriptions",
                                "Get-Subscriptions",
                                "Cancel-Jobs",
                                "Purge-Jobs",
                                "CUPS-Add-Modify-Printer"};
constexpr std::array of_the_scheduler{"CUPS-Create-Local-Printer", "Create-Printer-Subscriptions",
                                      "Get-Subscriptions", "Cancel-Jobs", "Purge-Jobs"};
constexpr std::array of_a_job{"Get-Job-Attributes", "CUPS-Get-Document", "Set-Job-Attributes",
                              "Hold-Job",           "CUPS-Move-Job",     "Release-Job"};
constexpr std::array pages{"/admin/conf/cupsd.conf", "/admin/log/error_log",
                           "/admin/log/access_log", "/admin/log/page_log"};
constexpr std::array raw_ports{9100, 515, 21}; // JetDirect, LPD and FTP ask nobody who he is

Answer answer_of(Result<cups::Door> const& door) {
    return !door ? Answer::Unseen : *door == cups::Door::Open ? Answer::Open : Answer::Closed;
}

/// A job of ours that waits, without a document; gone at the end.
class Probe {
  public:
    Probe(cups::Scheduler const& scheduler, std::string const& queue) : scheduler_(scheduler) {
        auto made = scheduler_.create_job(queue, probe_title, {{"job-hold-until", "indefinite"}});
        number_ = made.value_or(0);
        if (number_ > 0 && !scheduler_.hold_job(number_, longest_probe)) {
            remove();
        }
    }
    Probe(Probe const&) = delete;
    Probe& operator=(Probe const&) = delete;
    ~Probe() { remove(); }
    int number() const { return number_; }

  private:
    void remove() {
        if (number_ > 0) {
            static_cast<void>(scheduler_.purge_job(number_));
            number_ = 0;
        }
    }
    cups::Scheduler const& scheduler_;
    int number_ = 0;
};

class Plan {
  public:
    explicit Plan(cups::Scheduler const& scheduler) : scheduler_(scheduler) {}

    void add_knock(std::string const& place, cups::Knock const& knock) {
        add(place, knock.operation, !knock.claims.empty(),
            [this, knock] { return answer_of(scheduler_.try_door(knock)); });
    }

    void add_scheduler() {
        for (auto const* claims : {"", pretended}) {
            for (auto const* operation : of_the_scheduler) {
                add_knock("", {operation, "", 0, claims});
            }
            add_knock("", {"CUPS-Add-Modify-Printer", no_queue, 0, claims});
        }
        for (auto const* page : pages) {
            add(page, deed_read, false,
                [this, page] { return answer_of(scheduler_.try_page(page)); });
        }
    }

    void add_queue(cups::Queue const& queue) {
        for (auto const* claims : {"", pretended}) {
            bool const is_for_all = is_ours(queue) && *claims == '\0';
            for (auto const* operation : printing) {
                if (!is_for_all) {
                    add_knock(queue.name, {operation, queue.name, 0, claims});
                }
            }
            for (std::string_view const operation : of_a_queue) {
                if (queue.is_class && operation == "CUPS-Add-Modify-Printer") {
                    continue; // answered before anybody is asked who he is
                }
                add_knock(queue.name, {std::string(operation), queue.name, 0, claims});
            }
        }
    }

    void add_job(std::string const& queue, int job) {
        for (auto const* claims : {"", pretended}) {
            for (auto const* operation : of_a_job) {
                add_knock(queue, {operation, queue, job, claims});
            }
        }
        add(queue, deed_see, false, [this, queue] {
            auto found = scheduler_.find_job(queue, probe_title);
            return found && *found ? Answer::Open : Answer::Closed;
        });
        add(queue, deed_see, true, [this, queue] {
            return answer_of(scheduler_.try_door({"Get-Jobs", queue, 0, pretended}));
        });
        for (auto const* claims : {"", pretended}) {
            add_knock(queue, {"Cancel-Job", queue, job, claims});
        }
    }

    void add_device(std::string const& device) {
        auto const scheme = device.substr(0, device.find(':'));
        if (scheme == "usb") {
            add(device, deed_print, false, [] { return can_write_to_usb(); });
            return;
        }
        auto const host = host_of(device);
        if (scheme == "socket" || scheme == "lpd") {
            int const port = port_of(device, scheme == "lpd" ? 515 : 9100);
            add(device, deed_print, false, [host, port] {
                return cups::takes_connections(host, port, patience) ? Answer::Open
                                                                     : Answer::Unseen;
            });
        } else if (!host.empty()) {
            add(device, deed_print, false,
                [device] { return answer_of(cups::try_device(device, nullptr, patience)); });
            if (scheme == "ipps" || scheme == "https") {
                // The same device may ask for nothing where there is no TLS.
                auto const plain =
                    scheme.substr(0, scheme.size() - 1) + device.substr(scheme.size());
                add(device, deed_print, false, [plain] {
                    auto const door = cups::try_device(plain, nullptr, patience);
                    return door && *door == cups::Door::Open ? Answer::Open : Answer::Closed;
                });
            }
        }
        for (int port : raw_ports) {
            if (!host.empty()) {
                add(device, std::to_string(port), false, [host, port] {
                    return cups::takes_connections(host, port, patience) ? Answer::Open
                                                                         : Answer::Closed;
                });
            }
        }
    }

    std::vector<Attempt> take() { return std::move(attempts_); }

  private:
    void add(std::string place, std::string deed, bool is_lie, std::function<Answer()> go) {
        if (::geteuid() == 0 || is_lie) {
            attempts_.push_back({std::move(place), std::move(deed), is_lie, std::move(go)});
        }
    }

    static int port_of(std::string_view device, int usual) {
        auto const begin = device.find("://") + 3;
        auto const authority = device.substr(begin, device.find('/', begin) - begin);
        auto const colon = authority.rfind(':');
        int port = usual;
        if (colon != authority.npos && authority.find(']', colon) == authority.npos) {
            std::from_chars(authority.data() + colon + 1, authority.data() + authority.size(),
                            port);
        }
        return port;
    }

    static Answer can_write_to_usb() {
        std::error_code code;
        for (auto const& entry : std::filesystem::directory_iterator("/dev/usb", code)) {
            if (entry.path().filename().string().starts_with("lp") &&
                ::access(entry.path().c_str(), W_OK) == 0) {
                return Answer::Open;
            }
        }
        return code ? Answer::Unseen : Answer::Closed;
    }

    cups::Scheduler const& scheduler_;
    std::vector<Attempt> attempts_;
};

} // namespace

std::string host_of(std::string_view device) {
    auto begin = device.find("://");
    if (begin == device.npos) {
        return {};
    }
    auto authority = device.substr(begin + 3, device.find_first_of("/?", begin + 3) - begin - 3);
    authority.remove_prefix(authority.rfind('@') + 1); // npos + 1 is 0
    if (authority.starts_with('[')) {
        return std::string(authority.substr(1, authority.find(']') - 1));
    }
    return std::string(authority.substr(0, authority.find(':')));
}

bool is_printing(std::string const& deed) {
    return std::ranges::find(printing, deed) != printing.end();
}

template <class Which> bool Doors::any(Which which) const {
    for (std::size_t i = 0; i < attempts_.size(); ++i) {
        if (which(attempts_[i], answers_[i])) {
            return true;
        }
    }
    return false;
}

bool Doors::is_open(std::string const& place, std::string const& deed) const {
    return any([&](Attempt const& attempt, Answer answer) {
        return attempt.place == place && attempt.deed == deed && answer == Answer::Open;
    });
}

bool Doors::is_believed(std::string const& place) const {
    return any([&](Attempt const& attempt, Answer answer) {
        return attempt.place == place && attempt.is_lie && answer == Answer::Open;
    });
}

bool Doors::is_unseen(std::string const& place, std::string const& deed) const {
    return any([&](Attempt const& attempt, Answer answer) {
        return attempt.place == place && attempt.deed == deed && answer == Answer::Unseen;
    });
}

std::vector<std::string> Doors::open_deeds(std::string const& place) const {
    std::vector<std::string> out;
    for (auto const& attempt : attempts_) {
        bool is_wanted = attempt.place == place && !is_printing(attempt.deed) &&
                         attempt.deed != deed_see && is_open(place, attempt.deed);
        if (is_wanted && std::ranges::find(out, attempt.deed) == out.end()) {
            out.push_back(attempt.deed);
        }
    }
    return out;
}

std::vector<std::string> Doors::places_open_to(std::string const& deed) const {
    std::vector<std::string> out;
    for (auto const& attempt : attempts_) {
        if (attempt.deed == deed && is_open(attempt.place, deed) &&
            std::ranges::find(out, attempt.place) == out.end()) {
            out.push_back(attempt.place);
        }
    }
    return out;
}

Result<Doors> try_doors(cups::Scheduler const& scheduler, std::vector<cups::Queue> const& queues,
                        std::vector<std::string> const& devices) {
    Plan plan(scheduler);
    plan.add_scheduler();
    std::vector<std::unique_ptr<Probe>> probes;
    for (auto const& queue : queues) {
        plan.add_queue(queue);
        probes.push_back(std::make_unique<Probe>(scheduler, queue.name));
        if (probes.back()->number() > 0) {
            plan.add_job(queue.name, probes.back()->number());
        }
    }
    std::ranges::for_each(devices, [&](std::string const& device) { plan.add_device(device); });
    auto attempts = plan.take();
    auto answers = try_as_stranger(attempts);
    return answers ? Result<Doors>(Doors(std::move(attempts), std::move(*answers)))
                   : pass_on(answers);
}

} // namespace imprimatur::queue
