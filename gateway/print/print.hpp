/// The life of a print job, from its arrival to paper.
///
/// Promise: no page leaves before its serial is durable; never more than granted; whatever is
/// accepted stays in custody until every copy is settled; each decision is in the log with its
/// clauses, in the transaction that it belongs to. Killed at any step (foundation/step), it goes on
/// from what is on record.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <sys/types.h>
#include <utility>
#include <vector>

#include "gateway/print/parts.hpp"

namespace imprimatur::print {

/// What the print system says of a new job. Texts may be anything; they are tamed and cut.
struct Announcement {
    std::string queue;
    std::int64_t cups_job = 0;
    std::string cups_uuid;
    std::string user; ///< whom the print system authenticated; empty or "anonymous": nobody
    std::string title;
    std::string device;
    std::string arrangement; ///< page options that the document is printed with
    std::uint32_t copies = 1;
    std::vector<std::pair<std::string, std::string>> options;
};

struct Announced {
    std::string job;
    registry::JobState state;
    bool needs_document = false;
};

/// What the backend is to do.
enum class Verdict { Deliver, Hold, Refuse, Finished, Authenticate };
std::string_view identifier(Verdict verdict);

struct CopyLine {
    Serial serial;
    std::optional<CopyNumber> number;
    registry::CopyState state;
    std::string name; ///< of the job on the device; contains the serial
};

struct Proceeding {
    Verdict verdict = Verdict::Hold;
    Sentence sentence;
    std::string reason; ///< IPP keyword, "imprimatur-approval-needed"
    std::vector<std::string> clauses;
    std::vector<CopyLine> copies;
};

/// Gives the next bytes of a document into `room`; 0 at the end.
using Source = std::function<Result<std::size_t>(std::span<std::byte> room)>;

/// How a copy ended.
enum class Outcome { Issued, Spoiled, Void };

/// Thread-safe. `actor` is the account that the caller proved to be.
class Jobs {
  public:
    explicit Jobs(Parts const& parts);
    ~Jobs();

    /// Idempotent for (queue, cups_job, cups_uuid). @error BadInput "print.announcement-malformed";
    /// Denied "print.job-not-theirs", recorded: there is such a job of another person.
    Result<Announced> announce(Announcement announcement, std::string const& actor);

    /// Takes the document as the person sent it into custody, beside what take_document() will
    /// bring; durable when it returns. Brought again, it takes the place of what was there; nothing
    /// happens once the document is there. @error as take_document().
    Result<void> take_original(std::string const& job, Source const& source,
                               std::string const& actor);

    /// Takes the bytes into custody; durable when it returns. Nothing happens when they are there.
    /// @error NotFound; Exhausted disk full, or too large; what `source` fails with.
    Result<void> take_document(std::string const& job, Source const& source,
                               std::string const& actor);

    /// Takes the job as far as it can go now. @error NotFound; Conflict its bytes are not all here;
    /// Unavailable, Exhausted: nothing was lost, ask again later.
    Result<Proceeding> proceed(std::string const& job);

    /// From now on paper may exist. The same `process` may ask again (its answer got lost); another
    /// one may not, so that two backends of one job never both send it.
    /// @error NotFound no such copy of this job; Conflict it is past that; Unavailable another
    /// process carries it.
    Result<void> deliver(std::string const& job, Serial serial, std::string const& actor,
                         pid_t process);

    /// The marked copy while it is on its way. @error Conflict it is not on its way, or the service
    /// was started again since: then it certainly was not sent by this answer.
    Result<Descriptor> fetch(std::string const& job, Serial serial);

    /// The same outcome again is no error. The last one ends the job and removes it from custody.
    Result<void> settle(std::string const& job, Serial serial, Outcome outcome,
                        std::string const& note, std::string const& actor);

    /// Copies that are not on their way become void; no error when the job is at its end.
    Result<void> cancel(std::string const& job, std::string const& note, std::string const& actor);

    /// After a start: removes objects of no living job and no document, ends jobs whose copies are
    /// all settled, and releases what was decided meanwhile.
    Result<void> recover();

    /// Releases jobs that wait though their request is decided, and ends those that the print
    /// system has no more. Cheap; called now and then.
    Result<void> wake();

  private:
    class Inside;
    std::unique_ptr<Inside> inside_;
};

} // namespace imprimatur::print
