/// What the registry keeps, as plain values. Accounts are compared exactly; times are UTC.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "foundation/time/time.hpp"
#include "marking/mark/mark.hpp"

namespace imprimatur::registry {

using Id = std::int64_t;

struct Person {
    std::string account;
    std::string full_name;
    std::string department;
    std::set<std::string> roles;
    bool is_active = true;
    bool is_outsider = false;
    std::string outsider_purpose;
    std::optional<Date> agreement; ///< confidentiality agreement signed on (K23)
    std::optional<Date> training;  ///< last training on (K23)
};

enum class DocumentState { Active, Frozen, Declassified, Withdrawn };

struct Document {
    Id id = 0;
    std::string number; ///< "鼓委办〔2026〕12号"; unique
    std::string title;
    Level level = Level::Ordinary;
    std::optional<Period> period;
    std::optional<Date> issued;
    std::string category;
    std::string department;       ///< issuing department (制发部门)
    std::set<std::string> scope;  ///< 发放范围: accounts or departments; empty: not limited
    std::string keeper_original;  ///< account keeping the 正本 (P5.5)
    std::string keeper_duplicate; ///< account keeping the 副本
    std::string fingerprint;      ///< pipe::Fingerprint::text; empty: only known by name
    DocumentState state = DocumentState::Active;
    std::string registered_by;
    Instant registered_at{};
    std::uint32_t last_number = 0;      ///< the highest copy number given so far
    std::set<std::string> level_set_by; ///< accounts that set the present level (K1)
    bool is_level_proposed = false;     ///< more of them, or any at all, have to
    std::uint32_t pages = 0;            ///< of its file
    std::string object; ///< store name of its file; empty with a fingerprint: kept since before
                        ///< files were
    std::string sha256; ///< of the file's bytes
    bool is_provisional = false; ///< entered by a print job; nobody registered it yet
};

/// By what a page is found again (docs/recognition.md): 40 bits; the upper 20 choose a bucket.
using PageKey = std::uint64_t;

/// A page of a document's file that has so many of the keys asked for.
struct PageHit {
    Id document = 0;
    std::uint32_t page = 0; ///< from 1
    std::uint32_t hits = 0;
};

enum class RequestState { Waiting, Granted, Refused, Withdrawn };

/// Somebody asks to make copies of one document.
struct Request {
    Id id = 0;
    Id document = 0;
    std::string action; ///< identifier of policy::Action
    std::string requester;
    std::uint32_t count = 0;
    std::vector<std::string> recipients; ///< accounts or plain names, in the order of the copies
    std::string purpose;
    std::optional<std::string> job; ///< the print job that waits for it
    std::optional<Serial> parent;   ///< the copy that is copied
    std::string policy;             ///< policy::Policy::name() and edition() it was made under
    std::string fingerprint;        ///< of the very file; a grant is good for no other (P7.13.1)
    RequestState state = RequestState::Waiting;
    std::string reason; ///< of a refusal or a withdrawal
    Instant created_at{};
};

enum class ApprovalVerdict { Agree, Refuse };

/// One person's word on one step of a request.
struct Approval {
    Id request = 0;
    std::uint32_t step = 0; ///< place in the steps of the decision
    std::string role;
    std::string account;
    ApprovalVerdict verdict = ApprovalVerdict::Agree;
    std::string note;
    Instant at{};
};

/// So many copies for these people until that day.
struct Grant {
    Id id = 0;
    Id request = 0;
    Id document = 0;
    std::string fingerprint;
    std::uint32_t count = 0;
    std::uint32_t used = 0; ///< reserved + issued + spoiled, never more than count
    std::vector<std::string> recipients;
    std::optional<Instant> until;
    std::string granted_by; ///< who gave the last word
    Instant granted_at{};
};

/// The life of a print job (gateway/print holds the table of allowed moves).
enum class JobState {
    Arriving,  ///< announced; its bytes are not all here
    InCustody, ///< bytes are safe, nothing decided
    Waiting,   ///< for a grant
    Reserved,  ///< its copies have numbers; marking and delivery
    Finished,  ///< every copy is settled
    Refused,
    Cancelled,
};

struct Job {
    std::string id;    ///< 32 hex digits, ours
    std::string queue; ///< CUPS queue it came through
    std::int64_t cups_job = 0;
    std::string
        cups_uuid;    ///< job-uuid of CUPS, so that a reused number is not taken for the same job
    std::string user; ///< whom CUPS authenticated
    std::string title;
    std::string device; ///< where the copies go
    std::uint32_t copies = 1;
    std::vector<std::pair<std::string, std::string>> options; ///< imprimatur-* only
    JobState state = JobState::Arriving;
    std::string object;          ///< store name of the bytes that are printed
    std::string sha256;          ///< of those bytes
    std::string original;        ///< store name of the bytes as sent; empty: the same as `object`
    std::string original_sha256; ///< of those bytes
    std::string arrangement;     ///< page options, "number-up=2 sides=…"; empty: none
    std::string inspection;      ///< JSON of what the worker saw
    std::optional<Id> document;
    std::optional<Id> request;
    std::optional<Id> grant;
    std::optional<Serial> parent;
    std::string sentence; ///< JSON of the last Sentence said to the person
    std::string way;      ///< step of the marking ladder that was used
    Instant created_at{};
    Instant changed_at{};
};

enum class ReviewState {
    Waiting,
    Belongs,     ///< it is pages of a registered document
    StandsAlone, ///< it is none; it has the level that the officer stated
    Refused,
    Withdrawn, ///< its job ended before
};

/// A job whose pages are not surely those of a registered document, or bear what does not agree:
/// an officer says whose they are, and nothing of it is printed before (P7.13.1).
struct Review {
    Id id = 0;
    std::string job;
    std::string sentence;              ///< JSON of why it waits
    std::optional<Id> document;        ///< that it may belong to
    std::uint32_t page = 0;            ///< of the job, that should be looked at
    std::uint32_t registered_page = 0; ///< of that document, beside it; 0: none
    ReviewState state = ReviewState::Waiting;
    std::optional<Id> belongs_to; ///< Belongs
    std::optional<Level> level;   ///< StandsAlone
    std::optional<Period> period; ///< likewise
    std::string decided_by;
    std::string note; ///< why, in the officer's words
    Instant created_at{};
    std::optional<Instant> decided_at;
};

enum class CopyKind { Original, Duplicate, Copy, Excerpt, Draft };

enum class CopyState {
    Reserved,   ///< has its number; certainly not on paper yet
    Delivering, ///< on its way to the printer; paper may exist from now on
    Issued,
    Spoiled, ///< paper may exist: it must be accounted for (K19)
    Void,    ///< certainly no paper; the number stays unused for ever, the quota is returned
    Returned,
    Destroyed,
    Frozen, ///< an incident is open (K21)
};

struct Copy {
    Serial serial{0};
    Id document = 0;
    std::optional<CopyNumber> number; ///< empty where the policy asks for none
    std::optional<Serial> parent;
    CopyKind kind = CopyKind::Copy;
    std::string job;
    std::optional<Id> grant;
    std::string recipient; ///< for whom it was granted
    std::string holder;    ///< who has it now
    std::string place;     ///< printer
    CopyState state = CopyState::Reserved;
    std::string printed_by;
    Instant reserved_at{};
    std::optional<Instant> settled_at;
    std::string note; ///< why it is spoiled or void
};

/// A document that came out of secrecy, as it was before (K3).
struct Declassification {
    Id id = 0;
    Id document = 0;
    Level level = Level::Ordinary;
    std::optional<Period> period;
    Date day{}; ///< the first on which it is no longer secret
    std::vector<std::string> clauses;
    std::string by; ///< who recorded it; "imprimaturd": by itself
    Instant at{};
};

/// `document` is an excerpt or a compilation made from `source` (K37).
struct Derivation {
    Id document = 0;
    Id source = 0;
    std::string action; ///< identifier of policy::Action: "excerpt" or "compile"
};

/// The rules that requests were made under: what they are called, and the texts of their files.
struct Edition {
    std::string name; ///< as in Request::policy
    std::map<std::string, std::string> files;
};

/// What a key of this registry is called, so that another is known for what it is.
struct KeyName {
    std::uint32_t generation = 1; ///< from 1; the highest seals what is new
    std::string id;               ///< as keys::Keys::names() gives it
    Instant since{};
};

/// A copy changes hands or state; the issue register (发文簿) is made from these.
struct Movement {
    Id id = 0;
    std::string kind; ///< "issue", "return", "destroy", … (issue register: "issue")
    Serial serial{0};
    std::string from;
    std::string to;
    std::string by;
    std::string note;
    std::optional<Id> matter; ///< what it happened in
    std::string signed_name;  ///< full name as the taker signed; empty: nobody did
    Instant at{};
};

} // namespace imprimatur::registry
