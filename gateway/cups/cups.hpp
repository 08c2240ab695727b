/// What the gateway asks of a CUPS scheduler, by IPP.
///
/// Promise: every call ends within its patience, however the scheduler behaves; nobody is ever
/// asked for a password (who we are, the scheduler learns from the kernel at its Unix socket);
/// texts that come back are data.
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <vector>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"

namespace imprimatur::cups {

/// RFC 8011, 5.3.7: job-state.
enum class JobState { Pending = 3, Held, Processing, Stopped, Canceled, Aborted, Completed };

/// No more will come of it: canceled, aborted or completed.
bool is_ended(JobState state);

struct Job {
    int number = 0;
    JobState state = JobState::Pending;
    std::string name;                 ///< its title
    std::string uuid;                 ///< job-uuid: numbers are used again, this is not
    std::int64_t created = 0;         ///< time-at-creation, which cupsd takes from nobody
    std::string queue;                ///< where it is
    std::vector<std::string> reasons; ///< job-state-reasons
    std::string message;              ///< what its printer said last
    std::string hold_until;           ///< job-hold-until: "no-hold", "indefinite", a time
    int documents = 0;                ///< how many files it has received
    bool has_begun = false;           ///< it was processed at least once, so paper may exist
};

/// What tells a job from another one of its number: a client may choose the job-uuid, and cupsd
/// that lost a job gives its number to the next, but the time of its making is cupsd's own.
std::string identity_of(Job const& job);

/// RFC 8011, 5.4.11: printer-state.
enum class QueueState { Idle = 3, Processing, Stopped };

struct Queue {
    std::string name;
    std::string device; ///< device-uri; empty where we may not see it
    QueueState state = QueueState::Idle;
    std::vector<std::string> reasons; ///< printer-state-reasons
    std::string message;
    std::string policy;       ///< printer-op-policy
    std::string error_policy; ///< printer-error-policy
    bool is_accepting = false;
    bool is_shared = false;
    bool is_class = false;            ///< leads to other queues
    std::vector<std::string> allowed; ///< requesting-user-name-allowed
    std::vector<std::string> denied;  ///< requesting-user-name-denied
    std::vector<std::string> sheets;  ///< job-sheets-default: before and after a job
};

using Options = std::map<std::string, std::string>;

/// What is set of a queue; what is empty stays as it is.
struct QueueSettings {
    std::string device;
    std::string info;
    std::string policy;
    std::string error_policy;
    std::string ppd_file; ///< path of a PPD to send along
    std::optional<bool> is_shared;
    std::optional<std::vector<std::string>> allowed; ///< accounts; empty: everybody
    Options defaults;           ///< of jobs that do not say otherwise: {"print-scaling", "fit"}
    bool has_no_sheets = false; ///< job-sheets none,none
};

/// Whether an operation is open to whoever asks.
enum class Door { Open, NeedsLogin, Closed };

/// One operation that somebody asks for, in a form that changes nothing even if he is let in.
struct Knock {
    std::string operation; ///< its name, e.g. "Create-Job"
    std::string queue;     ///< empty: the scheduler itself
    int job = 0;           ///< of operations on a job: one that may be held, released and cancelled
    /// Whom we say to be, without proof; empty: we say who we are, and prove it.
    std::string claims;
};

/// The gateway's file of proofs, one table for each device.
inline constexpr char const* proofs_file = "/etc/imprimatur/devices.toml";

/// What proves to a device who we are.
struct Proof {
    std::string user;
    std::string password;
};

/// One scheduler. Stateless: each call is a connection of its own.
class Scheduler {
  public:
    /// @param server path of its Unix socket or host:port; empty: where libcups finds it
    /// (CUPS_SERVER, client.conf, the default socket).
    explicit Scheduler(std::string server = {},
                       std::chrono::milliseconds patience = std::chrono::seconds(10));

    // Jobs. @error each: Unavailable the scheduler is away; TimedOut; Denied; NotFound.

    Result<Job> read_job(int number) const;
    /// The newest job of that name in a queue, ended ones included.
    Result<std::optional<Job>> find_job(std::string const& queue, std::string const& name) const;
    /// @return its number. It waits for its document. @error Conflict the queue accepts no jobs.
    Result<int> create_job(std::string const& queue, std::string const& name,
                           Options const& options) const;
    /// The one and last document of a job, from the start of `file`.
    Result<void> send_document(std::string const& queue, int number, Descriptor const& file,
                               std::string const& type) const;
    /// Lets a held job go on. A job that is just being held (its backend has not ended yet) is
    /// waited for, at most `longest`. Nothing happens to a job that is not held then.
    Result<void> release_job(int number,
                             std::chrono::milliseconds longest = std::chrono::seconds(5)) const;
    /// Holds a job, and lets it go on by itself after `time`.
    /// @error Conflict it ended already.
    Result<void> hold_job(int number, std::chrono::seconds time) const;
    /// A job that ended already is no error.
    Result<void> cancel_job(int number) const;
    /// Cancels it and leaves no trace of it.
    Result<void> purge_job(int number) const;

    // Queues.

    Result<Queue> read_queue(std::string const& name) const;
    Result<std::vector<Queue>> list_queues() const;
    /// Makes it if there is none of that name, and lets it accept jobs and print.
    /// @error BadInput a setting that the scheduler refuses, e.g. an unknown policy.
    Result<void> set_queue(std::string const& name, QueueSettings const& settings) const;
    Result<void> remove_queue(std::string const& name) const;
    /// The PPD of a queue as the scheduler keeps it. @error NotFound it has none.
    Result<std::string> read_ppd(std::string const& queue) const;
    /// @error Internal no harmless form of this operation is known; NotFound no such queue or job.
    Result<Door> try_door(Knock const& knock) const;
    /// Whether the account of this process is given a page of its web server.
    Result<Door> try_page(std::string const& resource) const;

    // The scheduler itself.

    /// Hands it a new cupsd.conf, which it installs (keeping the old one) and reads at once.
    Result<void> put_configuration(std::string const& text) const;
    Result<std::string> read_configuration() const;

  private:
    std::string server_;
    std::chrono::milliseconds patience_;
};

/// A device's URI without what may stand before its host, which may be a password.
std::string without_secret(std::string const& device);

/// What an IPP device answers to someone who wants to print there (Validate-Job; nothing is
/// printed), with or without a proof, which is sent over TLS only, to
/// a device whose certificate is the one that was seen first (kept where libcups keeps them).
/// @error Unavailable it cannot be reached; Denied it should get a proof and is not trusted;
/// Unsupported no device of IPP.
Result<Door> try_device(std::string const& uri, Proof const* proof,
                        std::chrono::milliseconds patience);

/// Whether something takes connections there.
bool takes_connections(std::string const& host, int port, std::chrono::milliseconds patience);

} // namespace imprimatur::cups
