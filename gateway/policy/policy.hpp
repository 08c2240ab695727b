/// Who may make a copy, on whose word, and what goes with it. Pure: no clock, no database, no I/O
/// but reading profiles.
///
/// Promise: the same profile and the same facts give the same decision, with the clauses that say
/// so. A profile may be stricter than the baseline, never looser; layered profiles: the stricter
/// wins.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include "foundation/result/result.hpp"
#include "marking/mark/mark.hpp"

namespace imprimatur::policy {

enum class Action {
    Print,    ///< from a file
    Copy,     ///< from a page of a numbered copy
    Excerpt,  ///< 摘抄
    Compile,  ///< 汇编
    Loan,     ///< 借阅
    CarryOut, ///< 外带
    Transmit, ///< 传真, 发送
    Provide,  ///< 对外提供
    Publish,  ///< 公开发布
    Exhibit,  ///< 参展
    Destroy,  ///< 销毁
};
std::string_view identifier(Action action);
std::optional<Action> find_action(std::string_view text);

std::string_view chinese_name(Action action); ///< "打印", "复制", …

/// A part that people play in the rules; a name of config/policies/roles.toml: "user", "approver"
/// parts
/// ("general-manager", "county-leader", "issuing-head", "original-authority", "company-leader",
/// "department-head", "confidentiality-officer"), "registry-officer", "operator", and the three
/// administrators "system-administrator", "security-administrator", "auditor".
using Role = std::string;

/// What is known of a person on the day.
struct PersonFacts {
    std::string account;
    std::string full_name;
    std::string department;
    std::set<Role> roles;
    bool is_active = true;
    bool is_outsider = false;
    std::string outsider_purpose;  ///< approved purpose; empty: none (K24)
    std::optional<Date> agreement; ///< signed confidentiality agreement (K23)
    std::optional<Date> training;  ///< last training (K23)
};

struct DocumentFacts {
    std::string number; ///< empty: not registered
    Level level = Level::Ordinary;
    std::optional<Period> period;
    std::optional<Date> issued;
    std::string category;        ///< identifier of a category of the profile; empty: none
    std::string department;      ///< issuing department
    std::set<std::string> scope; ///< accounts or departments that may read; empty: not limited
    bool is_frozen = false;      ///< an incident is open (K21)
    bool is_declassified = false;
    bool is_level_proposed = false; ///< those who may set its level have not done so yet (K1)
};

/// Somebody's agreement to one step, as it stands in the registry.
struct ApprovalFacts {
    std::size_t step; ///< place in Decision::steps of the decision it answers
    Role role;
    std::string account;
    bool is_active = true;  ///< still in office, and still in this role, when looked at
    std::string department; ///< of that person; a step of the issuing department asks for it
};

struct Facts {
    Action action = Action::Print;
    DocumentFacts document;
    PersonFacts person; ///< who asks
    std::uint32_t count = 1;
    std::vector<PersonFacts> recipients; ///< one for each copy where named; may be fewer
    std::string purpose;
    std::string place; ///< the printer's name
    Date today{};
    std::vector<ApprovalFacts> approvals; ///< collected so far for this very request
    bool is_abroad = false;               ///< sent across the border (P13.5)
};

/// One agreement that is still or was asked for.
struct Step {
    std::vector<Role> roles; ///< any one of these
    std::uint32_t how_many = 1;
    std::string department; ///< not empty: they must be of this department (issuing-head: K4, P5.8)
    std::string clause;     ///< "P7.13.1"
    bool is_done = false;
    bool of_issuing_department = false; ///< `department` is the document's issuing department
    bool is_operation = false; ///< done by working the device, after the others agreed (K20)
};

/// What goes with the copies, each with its clause.
struct Obligations {
    bool number = false;                    ///< a copy number 份号 for each (K6)
    bool name_recipients = false;           ///< a named recipient for each copy (K27)
    std::string template_name;              ///< templates/marks/NAME.toml
    std::optional<int> return_within_hours; ///< K18
    std::uint32_t witnesses = 0;            ///< for destruction (K16)
    bool as_image = false;    ///< mark on re-rendered images only, so that nothing hidden survives
    bool fixed_count = false; ///< exactly the agreed number is made (K5)
    bool encrypt = false;     ///< sent encrypted only (K25, K29)
    std::optional<int> loan_days; ///< a loan comes back after so many days; 0: the same day (K14)
    std::set<std::string> places; ///< printers where it may be made; empty: any (K20)
    /// name of the member above ("number", "name_recipients", …) → clause
    std::map<std::string, std::string> clauses;
};

/// Clauses as sentences name them: "P7.13.1, P7.5".
std::string cited(std::vector<std::string> const& clauses);

enum class Verdict { Allow, Ask, Refuse };

struct Decision {
    Verdict verdict = Verdict::Refuse;
    std::vector<Step> steps; ///< in order; Ask: at least one is not done
    Obligations obligations;
    std::vector<std::string> clauses; ///< every clause that took part, "P7.5"
    Sentence sentence; ///< for the person: what is missing, whom to ask, which clause
};

/// One or more profiles, layered. Immutable; copy freely.
class Policy {
  public:
    /// Reads `folder`/NN.toml for each profile name ("P7" → 07.toml) over the baseline
    /// (baseline.toml). No names: the baseline alone. A name that is not "P" and a number is a
    /// deployment's own NAME.toml.
    /// @error BadInput "policy.*": file, line, what stands there ("found") and what is expected;
    /// `cause` lists every mistake. NotFound "policy.profile-unknown".
    static Result<Policy> read(std::filesystem::path const& folder,
                               std::vector<std::string> const& profiles);

    Decision decide(Facts const& facts) const;

    /// The level that a category of content has by itself (K2). Empty: the category is unknown.
    std::optional<Level> find_category_level(std::string const& category) const;
    /// The longest, or the usual, period of a level where the person states none (K3).
    std::optional<Period> find_default_period(Level level) const;
    /// The longest period that a level may be given (K3; 2024 law, art. 20). Empty: below 秘密.
    std::optional<Period> find_longest_period(Level level) const;
    /// Who sets this level (K1): every step needs one of its roles. Empty: anybody.
    std::vector<Step> level_setters(Level level) const;
    /// Whether this person may have a say in it.
    bool may_set(Level level, PersonFacts const& person) const;
    /// Whether the level stands on the word of these people, each of them in office: every step has
    /// enough of them.
    bool is_level_set(Level level, std::vector<PersonFacts> const& people) const;
    /// What a document that nobody registered is taken for, unless more is stated or written on it.
    Level unregistered_level() const;
    /// The level that decide() goes by: of an unregistered document the highest of what is stated,
    /// what its category says and unregistered_level(); of one whose period is over, the
    /// declassified level.
    Level level_on(DocumentFacts const& document, Date today) const;
    /// The day from which a document is no longer secret by itself (K3), and the clauses that say
    /// so.
    struct Ending {
        Date day;
        std::vector<std::string> clauses;
    };
    /// Empty: not 秘密 or above, not known when issued, until something happens, or released
    /// already.
    std::optional<Ending> find_ending(DocumentFacts const& document) const;
    /// The clauses that say what becomes of a document that is no longer secret.
    std::vector<std::string> release_clauses() const;
    /// The clauses by which an excerpt or a compilation follows its sources (K8, K37).
    /// @param level the highest of the sources.
    std::vector<std::string> derivation_clauses(Action action, Level level) const;
    /// "P7" or "P7+P11": what a request remembers it was made under.
    std::string name() const;
    /// SHA-256-free short text that changes whenever the rules do (version of the profiles).
    std::string edition() const;

    /// What it was read from, by the names of the files in their folder: enough to read it again.
    std::map<std::string, std::string> const& files() const;

    /// The outcome as a table: level × action → who agrees, in which order, and what goes with it.
    struct Row {
        Level level;
        Action action;
        Decision decision; ///< for a person and a document that lack nothing
    };
    /// Of documents in general, or of one category that has rules of its own (P7.九(4): archives).
    std::vector<Row> table(std::string const& category = {}) const;

    /// A word of the rules with what people call it.
    struct Term {
        std::string id;
        std::string chinese;
        std::string english;
        std::string kind; ///< of a role: "approver", "officer", "administrator" or "user"
    };
    std::vector<Term> roles() const;      ///< config/policies/roles.toml
    std::vector<Term> categories() const; ///< config/policies/categories.toml

    /// How long a paper of a person holds before it has to be renewed (K23).
    struct PaperTerm {
        std::optional<int> months; ///< empty: once there, it holds
        std::vector<std::string> clauses;
    };
    /// The strictest of any action at any level; empty: nobody asks for it.
    std::optional<PaperTerm> agreement_term() const;
    std::optional<PaperTerm> training_term() const;

    /// One register, reminder or way of working that the rules switch on beside decide() (K9–K19,
    /// …).
    struct Duty {
        std::string capability; ///< "K13"
        std::string clause;     ///< "P7.传阅3"
        std::set<Level> levels;
        std::optional<int> hours; ///< the time that it gives, e.g. 48 for a circulation
        std::string note;         ///< of several in one capability, which: "circulation", "urgent"
    };
    /// All of them, the strictest first within a capability and note.
    std::vector<Duty> duties() const;

  private:
    struct Rules;
    explicit Policy(std::shared_ptr<Rules const> rules) : rules_(std::move(rules)) {}
    std::shared_ptr<Rules const> rules_;
};

} // namespace imprimatur::policy
