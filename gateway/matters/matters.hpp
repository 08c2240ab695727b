/// Matters 事项: circulations, loans, returns, destructions and what else the registers follow,
/// from the opening to the end.
///
/// Promise: what a kind of matter allows stands in one table; each act is one transaction with its
/// signatures, movements and log entry; a refusal is recorded with its clause; nothing is half
/// done.
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gateway/print/parts.hpp"

namespace imprimatur::matters {

enum class Kind {
    Incoming,     ///< 收文登记 (K12)
    Circulation,  ///< 传阅 (K13)
    Loan,         ///< 借阅 (K14)
    CarryOut,     ///< 外带 (K33)
    Transmission, ///< 传真、发送 (K25)
    Provision,    ///< 对外提供 (K34)
    Publication,  ///< 公开发布 (K26)
    Return,       ///< 清退 (K15, K18)
    Destruction,  ///< 销毁 (K16, K19)
    HandOver,     ///< 移交 (K17)
    Meeting,      ///< 会议 (K35)
    Waste,        ///< 废页、草稿 (K19)
    Incident,     ///< 泄密、丢失 (K21)
    Inspection,   ///< 检查、清点 (K22)
};
std::string_view identifier(Kind kind);
std::optional<Kind> find_kind(std::string_view text);
std::vector<Kind> all_kinds();

/// A signature as it is given at the desk: the full name in the signer's own typing, and the PIN.
struct Signature {
    std::string account;
    std::string full_name;
    std::string pin;
};

/// What an opening or an act brings along; what of it is wanted stands in the kind's table.
struct Input {
    std::string document; ///< number
    std::vector<Serial> copies;
    std::vector<std::string> people; ///< accounts or names, in order
    std::string subject;             ///< whom it is about: borrower, leaver, receiver
    std::string purpose;
    std::string note;
    std::optional<Date> until; ///< last day
    std::optional<policy::Role> role;
    std::map<std::string, std::string> details;
    std::vector<Signature> signatures;
};

struct Line {
    registry::Item item;
    std::optional<registry::Copy> copy;
    std::string person_name; ///< full name, or what was written
    bool is_overdue = false;
};

struct View {
    registry::Matter matter;
    std::optional<registry::Document> document;
    std::string subject_name;
    std::map<std::string, std::string> names; ///< full names of the accounts that stand in it
    std::vector<Line> lines;
    std::vector<registry::Act> acts;
    std::vector<policy::Step> steps; ///< while agreements are due
    std::vector<std::string> next;   ///< acts that its state allows now
    bool is_overdue = false;
};

struct Filter {
    std::optional<Kind> kind;
    bool only_open = false;
    bool only_overdue = false;
    std::optional<Instant> due_before; ///< what falls due before then, overdue too
    std::string text;                  ///< in title, purpose, note, document number, or a name
    std::string person;                ///< account: its subject, or on its list
    std::optional<Serial> serial;
    std::optional<Date> from; ///< opened on these days
    std::optional<Date> to;
};

/// Thread-safe. `account` is whom the caller proved to be.
class Matters {
  public:
    explicit Matters(print::Parts const& parts) : parts_(parts) {}

    /// @error BadInput what is missing or not wanted; Denied the rules or rights refuse (recorded);
    /// Conflict a copy lies in another open matter.
    Result<View> open(Kind kind, std::string const& account, Input const& input) const;

    /// @error as open(); NotFound no such matter; Conflict its state does not allow the act.
    Result<View> act(registry::Id matter, std::string const& what, std::string const& account,
                     Input const& input) const;

    /// @error NotFound also when it is none of theirs.
    Result<View> show(registry::Id matter, std::string const& account) const;

    /// What `account` may see of it, in the order of opening.
    Result<std::vector<View>> list(Filter const& filter, std::string const& account) const;

    /// What a person has in keeping: copies whose holder they are.
    Result<std::vector<registry::Copy>> holdings(std::string const& account) const;

    /// Sets one's own PIN. @error BadInput too short or the old one again; Denied the old one is
    /// wrong, or locked.
    Result<void> set_pin(std::string const& account, std::string const& old_pin,
                         std::string const& pin) const;
    /// Takes a PIN away, so that its owner can set another (forgotten, locked).
    Result<void> clear_pin(std::string const& account, std::string const& by) const;

  private:
    print::Parts const& parts_;
};

} // namespace imprimatur::matters
