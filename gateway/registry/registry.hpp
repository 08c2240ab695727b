/// The one book: people, documents, requests, grants, jobs, copies, movements, and the log of it
/// all.
///
/// Promise: every change is one transaction that also writes its audit entry; a number or a serial
/// is given once, ever; reserved + issued + spoiled never exceeds what was granted, with any number
/// of gateways at once. SQLite or PostgreSQL, by the same statements. SOCI stays in this room.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/result/result.hpp"
#include "foundation/time/time.hpp"
#include "gateway/audit/audit.hpp"
#include "gateway/registry/matters.hpp"
#include "gateway/registry/records.hpp"

namespace imprimatur::registry {

/// Copies whose numbers are durable: the only thing that marking may be asked for.
/// Only Transaction::reserve and Transaction::reserved_copies make one.
class Reservation {
  public:
    std::vector<Copy> const& copies() const { return copies_; }

  private:
    friend class Transaction;
    explicit Reservation(std::vector<Copy> copies) : copies_(std::move(copies)) {}
    std::vector<Copy> copies_;
};

/// What an audit entry says beside the actor and the time.
struct Entry {
    std::string what;
    std::string subject;
    std::vector<std::string> clauses;
    std::map<std::string, std::string> details;
};

/// Where the log ends.
struct Head {
    std::uint64_t sequence = 0;
    std::string hash;
};

/// Is told of every commit, in a place outside the registry. Thread-safe.
class Witness {
  public:
    virtual ~Witness() = default;
    /// Asked before anything is written: what cannot be witnessed is not begun.
    virtual Result<void> is_ready() = 0;
    /// The log is durable up to `head`. Calls may come late and out of order.
    /// @param numbers_given as Transaction::numbers_given(), where this commit gave some
    virtual void see(Head const& head, std::optional<std::uint64_t> numbers_given) = 0;
};

/// One transaction. Undone at the end of its life unless committed. Not thread-safe; move-only.
/// Every call that changes something takes the Entry that the log keeps of it.
/// Errors common to all: Unavailable (database away), Exhausted (disk full), Internal.
class Transaction {
  public:
    Transaction(Transaction&&) noexcept;
    ~Transaction();
    Result<void> commit();

    /// Appends an entry by itself: a refusal, a look at something.
    Result<void> record(Entry const& entry);

    // People
    Result<void> put_person(Person const& person, Entry const& entry); ///< new or changed
    Result<std::optional<Person>> find_person(std::string const& account);
    Result<std::vector<Person>> people();

    // Documents
    /// @error Conflict the number is taken.
    Result<Document> add_document(Document document, Entry const& entry);
    Result<void> change_document(Document const& document, Entry const& entry);
    /// By its number, or by that of what was joined to it.
    Result<std::optional<Document>> find_document(std::string const& number);
    Result<Document> document(Id id); ///< the whole that it was joined into. @error NotFound
    Result<std::vector<Document>> documents();
    /// Those whose file has this pipe::Workers::key().
    Result<std::vector<Document>> find_documents_by_key(std::string const& key);
    /// Numbers that lead to it beside its own.
    Result<std::vector<std::string>> other_numbers(Id document);
    /// Store names of the files that documents have in custody.
    Result<std::vector<std::string>> kept_objects();
    /// What is on record of `part` is of `whole` from now on: copies, grants, requests, jobs,
    /// matters, pages, its number. Copies keep theirs. @error Conflict they are one already.
    Result<void> join_document(Document const& part, Document const& whole, Entry const& entry);

    // Pages by which documents are found (pages.cpp); no entry of their own in the log
    /// Enters the pages of a document's file; what was there of the document is taken out first.
    /// @error Exhausted the index has given its last place.
    Result<void> index_pages(Id document, std::vector<std::vector<PageKey>> const& pages);
    /// Pages that have at least `least` of the keys, most first, at most 64; those of provisional
    /// documents take only the room that others leave. Reads one row for each bucket asked.
    Result<std::vector<PageHit>> find_pages(std::vector<PageKey> const& asked, std::uint32_t least);

    // What becomes of documents, and the rules over time
    /// Takes an active document out of secrecy from `day` on. Its grants end now.
    /// @error Conflict it is frozen, withdrawn, or released already.
    Result<Declassification> declassify(Document const& document, Date day,
                                        std::vector<std::string> const& clauses,
                                        Entry const& entry);
    Result<std::vector<Declassification>> declassifications();
    Result<void> add_source(Derivation const& derivation); ///< its document's entry stands for it
    Result<std::vector<Derivation>> sources(Id document);
    Result<std::vector<Derivation>> derived_from(Id source);
    Result<void> keep_edition(Edition const& edition); ///< known already: nothing happens
    Result<std::vector<Edition>> editions();

    // Requests, approvals, grants
    Result<Request> add_request(Request request, Entry const& entry);
    Result<Request> request(Id id); ///< @error NotFound
    Result<std::vector<Request>> requests(std::optional<RequestState> state = std::nullopt);
    /// @error Conflict the request is no longer waiting, or this person has already spoken on the
    /// step.
    Result<void> add_approval(Approval const& approval, Entry const& entry);
    Result<std::vector<Approval>> approvals(Id request);
    /// Ends a request that was refused or withdrawn. @error Conflict it is not waiting.
    Result<void> close_request(Id id, RequestState state, std::string const& reason,
                               Entry const& entry);
    /// Makes the grant of a waiting request. @error Conflict it is not waiting.
    Result<Grant> add_grant(Grant grant, Entry const& entry);
    Result<Grant> grant(Id id); ///< @error NotFound
    Result<std::vector<Grant>> grants(Id document);
    /// Takes one use of a grant for what is no copy: an excerpt (K37). @error Exhausted
    Result<void> spend_grant(Id grant, Instant now, Entry const& entry);

    // Jobs
    Result<Job> add_job(Job job, Entry const& entry);
    /// Writes everything that can change on a job. @error Conflict its state is no longer
    /// `expected`.
    Result<void> change_job(Job const& job, JobState expected, Entry const& entry);
    Result<std::optional<Job>> find_job(std::string const& id);
    Result<std::optional<Job>> find_cups_job(std::string const& queue, std::int64_t cups_job,
                                             std::string const& cups_uuid);
    Result<std::vector<Job>> jobs(std::optional<JobState> state = std::nullopt);

    // Jobs that wait for an officer's word
    Result<Review> add_review(Review review, Entry const& entry);
    /// Writes what was decided. @error Conflict it is not waiting any more.
    Result<void> decide_review(Review const& review, Entry const& entry);
    Result<Review> review(Id id); ///< @error NotFound
    Result<std::optional<Review>> find_review(std::string const& job);
    Result<std::vector<Review>> reviews(std::optional<ReviewState> state = std::nullopt);

    // Copies
    struct Ask {
        Id document;
        std::string job;
        std::optional<Id> grant; ///< empty: the policy asks for none
        std::uint32_t count = 1;
        bool numbered = true;
        std::vector<std::string> recipients; ///< one for each, or empty
        std::optional<Serial> parent;
        CopyKind kind = CopyKind::Copy;
        std::string place;
        std::string printed_by;
    };
    /// Takes copies from the grant, gives numbers and serials. All or nothing.
    /// @error Exhausted the grant has fewer left ("registry.grant-exhausted": left, asked), its
    /// time has run out ("registry.grant-over"), or number 999999 is reached.
    Result<Reservation> reserve(Ask const& ask, Instant now, Entry const& entry);
    /// The copies of a job that are still Reserved: after a restart, marking begins again with
    /// them.
    Result<Reservation> reserved_copies(std::string const& job);
    /// One allowed move of a copy's state (table in copy_states.hpp). Void returns the quota.
    /// Issued writes the movement "issue". @error Conflict the move is not allowed from where it
    /// is.
    Result<Copy> move_copy(Serial serial, CopyState to, std::string const& note,
                           Entry const& entry);
    Result<std::optional<Copy>> find_copy(Serial serial);
    Result<std::vector<Copy>> copies(Id document);
    Result<std::vector<Copy>> copies_of_job(std::string const& job);
    Result<std::vector<Copy>> copies_of_grant(Id grant); ///< Void ones too
    Result<std::vector<Copy>> children(Serial parent);
    Result<std::vector<Movement>> movements(Serial serial);
    Result<std::vector<Movement>> movements_of_kind(std::string const& kind, Instant from,
                                                    Instant to);

    Result<std::vector<Copy>> copies_of_holder(std::string const& account);

    // Matters: what the registers follow. The copies in them move by move_copy and hand_copy.
    struct Handing {
        std::string to;   ///< who has it from now on
        std::string kind; ///< of the movement, one of handing_kinds(): "loan", "loan-back", …
        std::string note;
        std::optional<Id> matter;
        std::string signed_name; ///< full name as the taker signed; empty: nobody did
    };
    /// The copy changes hands and stays in its state; writes the movement. @error NotFound.
    Result<Copy> hand_copy(Serial serial, Handing const& handing, Entry const& entry);
    Result<Id> next_matter();
    /// `matter.id` is of next_matter(); `act` says how it was opened (its id, by and at are set).
    Result<void> add_matter(Matter const& matter, std::vector<Item> const& items, Act const& act,
                            Entry const& entry);
    /// @error Conflict its state is no longer `expected`.
    Result<void> change_matter(Matter const& matter, std::string const& expected,
                               std::vector<Item> const& items, Act const& act, Entry const& entry);
    Result<std::optional<Matter>> find_matter(Id id);
    /// In the order of their opening; `kind` empty: of all kinds.
    Result<std::vector<Matter>> matters(std::string const& kind, bool only_open);
    Result<std::vector<Matter>> matters_of_copy(Serial serial);
    Result<std::vector<Item>> items(Id matter);
    Result<std::vector<Act>> acts(Id matter);

    /// `entry` empty: a wrong or a right try is counted, which is no change of anybody's PIN.
    Result<void> put_pin(Pin const& pin, std::optional<Entry> const& entry);
    Result<std::optional<Pin>> find_pin(std::string const& account);

    // The registry itself
    Result<std::vector<KeyName>> key_names(); ///< oldest first
    /// @error Conflict that generation has a name.
    Result<void> name_key(KeyName const& name, Entry const& entry);
    Result<std::optional<std::string>> find_trait(std::string const& name);
    Result<void> put_trait(std::string const& name, std::string const& value);

    /// How far to go beyond what a restored registry knows.
    struct Leap {
        std::uint64_t entry = 0;   ///< number of the log's next entry; no less than it would have
        std::uint32_t numbers = 0; ///< on every document, and below the first copy of those to come
        std::uint64_t ids = 0;     ///< of requests, grants, matters, …
    };
    /// Nothing that can have been given in entries that were lost is given again; grants that have
    /// something left end. `entry` must be "registry.restored"; gets the detail "after".
    Result<void> leap(Leap const& leap, Entry entry);

    // The log
    Result<void> each_event(std::uint64_t from_sequence,
                            std::function<Result<void>(audit::Event const&)> take);
    using Head = registry::Head;
    Result<Head> head();
    /// How many copy numbers were given in all documents together; never fewer than in any one.
    Result<std::uint64_t> numbers_given();

  private:
    friend class Registry;
    struct State;
    explicit Transaction(std::unique_ptr<State> state);
    std::unique_ptr<State> state_;
};

/// Thread-safe.
class Registry {
  public:
    /// `connection`: "sqlite:///path/registry.db" or "postgresql://…" (libpq URI or key=value after
    /// "postgresql:"). Brings the schema up to date from any earlier version.
    /// @error Unavailable; Corrupt the schema is newer than this program.
    static Result<Registry> open(std::string const& connection, std::shared_ptr<Clock const> clock);
    Registry(Registry&&) noexcept;
    Registry& operator=(Registry&&) noexcept;
    ~Registry();

    /// From now on. Not while transactions are open.
    void tell(std::shared_ptr<Witness> witness);

    /// A transaction that may write, in the name of `actor` (an account).
    Result<Transaction> begin(std::string const& actor);
    /// A transaction that only reads, one consistent picture.
    Result<Transaction> look();

  private:
    struct Pool;
    explicit Registry(std::unique_ptr<Pool> pool);
    std::unique_ptr<Pool> pool_;
};

} // namespace imprimatur::registry
