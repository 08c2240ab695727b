/// Who must agree to copies, who did, and the grant that comes of it.
///
/// Promise: the rules are asked again at each word and at the print; nobody speaks on their own
/// request; a grant is bound to the very file that was asked for (K5, P7.13.1).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "gateway/print/parts.hpp"

namespace imprimatur::print {

/// What an approver must know.
struct RequestView {
    registry::Request request;
    registry::Document document;
    std::optional<registry::Person> requester;
    std::vector<std::string> recipient_names;
    std::optional<CopyNumber> parent_number;
    policy::Decision decision; ///< as the rules see it now
    std::vector<registry::Approval> approvals;
    std::optional<std::size_t> due_step;    ///< waiting for this one
    std::vector<policy::Role> may_speak_as; ///< the one who looks, on the due step
    std::uint32_t copies_so_far = 0;        ///< that are or may be on paper
    std::optional<std::uint32_t> pages;     ///< of the waiting job
    std::string arrangement;                ///< of its pages; empty: as they came
    std::optional<registry::Grant> grant;
};

struct Asked {
    std::string document; ///< number
    policy::Action action = policy::Action::Print;
    std::uint32_t count = 1;
    std::vector<std::string> recipients;
    std::string purpose;
};

/// Narrower than asked; what is empty stays as asked.
struct Narrowing {
    std::optional<std::uint32_t> count;
    std::optional<std::vector<std::string>> recipients;
    std::optional<Date> until; ///< last day
    bool is_empty() const { return !count && !recipients && !until; }
};

struct Word {
    registry::ApprovalVerdict verdict = registry::ApprovalVerdict::Agree;
    std::optional<policy::Role> role; ///< may be left out when only one fits
    std::string note;
    Narrowing narrowing;
};

/// A case to be explained. A registered document by its number, or level and the like of another.
struct Question {
    policy::Action action = policy::Action::Print;
    std::string document;
    Level level = Level::Ordinary;
    std::optional<Period> period;
    std::string category;
    std::string account;
    std::uint32_t count = 1;
    std::vector<std::string> recipients;
    std::string purpose;
    std::string place;
};

/// Thread-safe. `account` is the one who looks or speaks.
class Requests {
  public:
    explicit Requests(Parts const& parts) : parts_(parts) {}

    /// Those that `account` may see: their own, those they may speak on; all with `every`.
    Result<std::vector<RequestView>> list(std::string const& account, bool every,
                                          std::optional<registry::RequestState> state) const;
    /// @error NotFound also when `account` may not see it.
    Result<RequestView> show(registry::Id request, std::string const& account, bool every) const;

    /// Asks before printing. @error Denied the rules refuse (the policy's sentence); NotFound the
    /// document; BadInput counts do not match; Conflict the document has no file yet.
    Result<RequestView> ask(std::string const& account, Asked const& asked) const;

    /// @error Denied not theirs to say; Conflict no longer waiting; BadInput wider than asked.
    Result<RequestView> speak(registry::Id request, std::string const& account,
                              Word const& word) const;

    /// @error Denied not their own; Conflict no longer waiting.
    Result<RequestView> withdraw(registry::Id request, std::string const& account,
                                 std::string const& note) const;

    /// One page of the waiting job as PNG; the look is logged. @error NotFound no job waits for it.
    Result<Descriptor> preview(registry::Id request, std::string const& account, bool every,
                               std::uint32_t page, int dpi) const;

    /// What the rules would say. Nothing is changed or logged. @error NotFound the document.
    Result<policy::Decision> explain(Question const& question) const;

  private:
    Parts const& parts_;
};

} // namespace imprimatur::print
