/// One matter on the desk while something is done in it: the transaction and all that it changes.
#pragma once

#include "gateway/matters/matters.hpp"
#include "gateway/policy/policy.hpp"
#include "gateway/registry/copy_states.hpp"

namespace imprimatur::matters {

/// Lives for one opening or one act. What a kind's function changes in `matter`, `items` and `act`
/// is written when it succeeds; when it fails, nothing is.
class Desk {
  public:
    Desk(print::Parts const& parts, registry::Transaction& transaction, std::string account);

    print::Parts const& parts;
    registry::Transaction& transaction;
    std::string const account; ///< at the keyboard
    Instant const now;
    policy::Policy const policy;
    std::vector<registry::Person> people;
    registry::Matter matter;
    std::vector<registry::Item> items;
    std::vector<registry::Act> past;
    registry::Act act;                ///< being written
    std::vector<std::string> clauses; ///< that took part; for the log
    std::optional<registry::Document> document;

    Date today() const { return local_date(now); }

    /// A refusal by the rules: Fault::Denied, with the clauses for the log and the sentence's
    /// {clause}.
    tl::unexpected<Error> refuse(std::string const& id, std::map<std::string, std::string> values,
                                 std::vector<std::string> clauses);
    std::vector<std::string> const& refused_by() const { return refused_by_; }

    /// The duty of a capability, of one note where there are several. Of a level where it names
    /// levels.
    std::optional<policy::Policy::Duty> find_duty(std::string const& capability,
                                                  std::string const& note = {}) const;
    /// The clauses to cite for it: of that note, else of the capability; its name where the rules
    /// in force say nothing of it.
    std::vector<std::string> clauses_of(std::string const& capability,
                                        std::string const& note = {}) const;
    void cite(std::string const& clause);
    void cite(std::vector<std::string> const& clauses);

    /// Account for a written name, else the name as it is.
    std::string account_of(std::string const& name) const;
    registry::Person const* find_person(std::string const& account) const;
    std::string name_of(std::string const& account) const;
    bool has_role(std::string_view role) const; ///< the one at the keyboard, in office

    /// A copy that is on paper and not destroyed. @error NotFound; Conflict.
    Result<registry::Copy> copy_in_use(Serial serial);
    /// @error Conflict the copy is on the list of another open matter of this kind set ("a|b").
    Result<void> check_free(Serial serial, std::string_view kinds);
    /// Hands a copy to somebody; the movement is of this kind and this matter.
    Result<void> hand(Serial serial, std::string const& to, std::string const& movement,
                      std::string const& signed_name = {});
    Result<void> move(Serial serial, registry::CopyState to);

    /// The document of these copies; of several, where they may be, the one with the highest level.
    /// @error BadInput they are of several documents and must not.
    Result<registry::Document> document_of(std::vector<Serial> const& copies, bool may_be_several);

    /// Who signed, of the signatures that were checked; empty name: this person did not.
    std::string signed_name(Input const& input, std::string const& account) const;
    /// @error Denied this person has not signed (P5.6, P7.2).
    Result<std::string> want_signature(Input const& input, std::string const& account,
                                       std::vector<std::string> const& clauses);

    registry::Item* find_item(Serial serial);
    registry::Item* find_item(std::string const& person);

    /// What the rules are asked about; only for kinds that need agreements.
    policy::Action action() const;
    /// What the rules say of this matter now, with the agreements so far.
    Result<policy::Decision> decide();
    void close(std::string const& state);

  private:
    bool is_about(policy::Policy::Duty const& duty, std::string const& capability,
                  std::string const& note) const;

    std::vector<std::string> refused_by_;
};

} // namespace imprimatur::matters
