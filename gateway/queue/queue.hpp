/// The queue "Secure Printer": set up, looked over, taken away.
///
/// Promise: after add() and a clean check() nobody prints on the real printer of this scheduler but
/// through the gateway, and nobody prints in another's name. What a person must still do comes back
/// as sentences; what was there before is kept.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "foundation/result/result.hpp"
#include "gateway/cups/cups.hpp"

namespace imprimatur::queue {

/// Accounts that the policies of the queues name.
struct Accounts {
    std::string service = "imprimatur"; ///< may release held jobs
    std::vector<std::string> backends{
        "lp", "root"}; ///< may print on the real queue: CUPS runs backends so
};

/// Our part of cupsd.conf: what people may do, by operation, everything else being for the system
/// group; and the settings that keep no files and show nothing.
std::string configuration(Accounts const& accounts);

/// Whether a cupsd.conf says all of our part and nothing that opens a door beside it, wherever it
/// stands and whoever wrote it anew (cupsctl drops all comments).
bool says_ours(std::string_view text, Accounts const& accounts);

/// A cupsd.conf with our part in it, once: in the place of an older one, or at the end. Other
/// policies, other rules for /admin and settings that ours contradict go.
std::string with_configuration(std::string_view text, Accounts const& accounts);
/// @param kept the file as it was before our part came; what had to go comes back from it.
std::string without_configuration(std::string_view text, std::string_view kept = {});

struct Plan {
    std::string queue;      ///< its name, e.g. "Secure-Printer"
    std::string target;     ///< the real queue's name, or the URI of a device
    std::string info;       ///< what print dialogs show; empty: the name
    std::string cupsd_conf; ///< path; empty: the configuration is not touched
    std::string ppd_file;   ///< config/cups/imprimatur.ppd
    std::string socket;     ///< of the service; empty: the backend's own default
    Accounts accounts;
};

/// Makes the queue, or brings an older one up to date; closes the real queue to everybody but the
/// backend. @return what was done, and what a person must still do.
/// @error BadInput a name or target that cannot be; NotFound no such real queue; Denied;
/// Unavailable.
Result<std::vector<Sentence>> add(cups::Scheduler const& scheduler, Plan const& plan);

struct Removal {
    std::string queue;
    std::string cupsd_conf; ///< path; empty: the configuration is not touched
};

/// Takes the queue away, opens the real one again, and takes our part out of the configuration when
/// no other queue of ours is left. Jobs that wait in the queue are lost: check that there are none.
/// @error NotFound no such queue; BadInput it is not ours.
Result<std::vector<Sentence>> remove(cups::Scheduler const& scheduler, Removal const& removal);

enum class Severity {
    Breach, ///< lets people print around the gateway, or in another's name
    Danger, ///< may lose a job, keep a document, or multiply copies
    Remark  ///< could not be looked at, or differs without harm
};

struct Finding {
    Severity severity;
    Sentence sentence;
};

struct Inspection {
    std::string queue;    ///< one queue; empty: all of ours
    std::string ppd_file; ///< what the queue's PPD is compared with
    std::string backend = "/usr/lib/cups/backend/imprimatur";
    std::string guard = "/usr/lib/cups/daemon/imprimatur-guard";
    std::string filter = "/usr/lib/cups/filter/imprimatur-topdf";
    std::string spool = "/var/spool/cups"; ///< RequestRoot
    std::string proofs = cups::proofs_file;
    Accounts accounts;
};

/// Looks at a running scheduler, by what it does rather than by what it should do. Nothing is
/// changed or printed. @error Unavailable, Denied the scheduler does not let us look.
Result<std::vector<Finding>> check(cups::Scheduler const& scheduler, Inspection const& inspection);

} // namespace imprimatur::queue
