/// What the files of this room share of Jobs.
#pragma once

#include "gateway/print/grants.hpp"
#include "gateway/print/identify.hpp"
#include "gateway/print/notes.hpp"
#include "gateway/print/print.hpp"
#include "gateway/print/shelf.hpp"

namespace imprimatur::print {

/// Commits and gives the connection back, so that the next transaction need not wait for it.
inline Result<void> commit(registry::Transaction transaction) {
    return transaction.commit();
}

/// What CUPS calls a person whom it did not authenticate.
inline constexpr std::string_view nobody = "anonymous";

/// "imprimatur-7K3M9Q2W0HXCVG08".
std::string device_name(Serial serial);

/// Writes `job` in its new state. @error Internal the table of moves does not know this one;
/// Conflict somebody else moved it.
Result<void> move_job(registry::Transaction& transaction, registry::Job& job, registry::JobState to,
                      registry::Entry const& entry);

/// Ends a job with a sentence; not yet committed.
Result<void> end_job(registry::Transaction& transaction, registry::Job& job, registry::JobState to,
                     Told const& told, std::map<std::string, std::string> details = {});

/// The text of the option, split, as accounts where they mean one person.
Result<std::vector<std::string>> recipients_of(registry::Transaction& transaction,
                                               registry::Job const& job);

/// One look at a job that is on record, with all that deciding needs.
struct Desk {
    registry::Transaction transaction;
    registry::Job job;
    Identity identity;
    std::vector<std::string> recipients; ///< stated by the person
    std::string fingerprint;
    std::vector<std::vector<registry::PageKey>> page_keys; ///< by which its pages are found again
    Instant now;
};

class Jobs::Inside {
  public:
    explicit Inside(Parts const& given) : parts(given) {}

    Result<registry::Job> find(std::string const& job) const;

    // Deciding: each ends in a Proceeding that is committed, or leads on to the next.
    Result<Proceeding> consider(registry::Job const& job);
    Result<Proceeding> consider_seen(registry::Transaction transaction, registry::Job job,
                                     Seen const& seen);
    Result<Proceeding> hold_for_review(registry::Transaction transaction, registry::Job job,
                                       Doubt const& doubt);
    Result<Proceeding> decide(Desk desk);
    Result<Proceeding> refuse(registry::Transaction transaction, registry::Job job,
                              Told const& told);
    Result<Proceeding> hold(Desk desk, policy::Decision const& decision,
                            std::optional<registry::Request> request);
    Result<Proceeding> follow_request(Desk desk, registry::Request const& request);
    Result<Proceeding> seek_grant(Desk desk, policy::Decision const& decision);
    /// Empty: it is not for these recipients, or the approvals behind it do not hold any more, and
    /// it was not this job's own.
    Result<std::optional<Proceeding>> use_grant(Desk& desk, registry::Grant const& grant,
                                                registry::Request const& request, bool is_own);
    Result<Proceeding> reserve(Desk& desk, policy::Decision const& decision,
                               std::vector<std::string> recipients,
                               std::optional<registry::Id> grant);
    Result<Proceeding> reservation_refused(Desk& desk, Error const& error,
                                           policy::Decision const& decision);
    Result<void> register_new(Desk& desk);

    // Delivering
    Result<Proceeding> deliver_rest(registry::Job const& job);
    Result<void> mark_rest(registry::Job const& job);
    Result<Proceeding> give_up(registry::Job const& job, Error const& error);
    Result<Proceeding> finish(registry::Job const& job);
    void leave_custody(registry::Job const& job);
    void remove(registry::Job const& job, std::string const& object);
    Result<void> cancel(std::string const& job, std::string const& note, std::string const& actor);

    Result<std::optional<registry::Review>> review_of(registry::Job const& job) const;
    /// Looks at the document, unless that was done and kept.
    Result<Seen> seen_of(registry::Job& job);
    Result<std::optional<Arranged>> arranged_of(registry::Job const& job);

    // Jobs that the print system has no more
    bool is_gone_long_enough(registry::Job const& job);
    Result<void> abandon(registry::Job const& job);
    Result<void> look_after(registry::Job const& job, bool is_decided);

    Parts const& parts;
    Shelf shelf;
    JobLocks locks;
    Carriers carriers;
    std::mutex gone_mutex;
    std::map<std::string, Instant> gone_since; ///< first seen to be gone
};

} // namespace imprimatur::print
