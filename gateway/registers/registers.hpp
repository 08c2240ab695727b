/// The registers that the rules want on paper: the copy record 复制记录 (K9, P5.8), the issue
/// register 发文簿 (K11, P5.6, P7.2), and the report of a trace.
///
/// Promise: a sheet says what the registry says at one moment, void and spoiled copies too.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "foundation/result/result.hpp"
#include "foundation/time/time.hpp"
#include "gateway/matters/breaches.hpp"
#include "gateway/matters/matters.hpp"
#include "gateway/registry/registry.hpp"
#include "gateway/trace/trace.hpp"
#include "marking/form/form.hpp"

namespace imprimatur::registers {

struct CopyRecord {
    registry::Document document;
    std::vector<registry::Copy> copies;
    form::Sheet sheet;
};

struct IssueRegister {
    std::vector<registry::Movement> movements;
    form::Sheet sheet;
};

/// Thread-safe. Texts are in the language asked for (templates/messages/registers.toml).
class Registers {
  public:
    Registers(registry::Registry& registry, Sentences const& sentences, Clock const& clock,
              std::string organisation, trace::TitleOf title_of)
        : registry_(registry), sentences_(sentences), clock_(clock),
          organisation_(std::move(organisation)), title_of_(std::move(title_of)) {}

    /// @error NotFound no such document.
    Result<CopyRecord> copy_record(std::string const& document, Language language) const;

    /// Everything issued from the first to the last day, both included. @error BadInput the days
    /// are the wrong way round.
    Result<IssueRegister> issue_register(std::optional<Date> first, std::optional<Date> last,
                                         Language language) const;

    /// What came into the store and left it, and with whom (进出库登记, P14.archive.9.3).
    /// @error BadInput the days are the wrong way round.
    Result<form::Sheet> store_register(std::optional<Date> first, std::optional<Date> last,
                                       Language language) const;

    /// The register of one kind of matters (借阅登记, 销毁登记, …), or of all.
    form::Sheet matter_register(std::optional<matters::Kind> kind,
                                std::vector<matters::View> const& views, Language language) const;
    /// One matter on paper: 传阅单, 销毁清册, 移交清单, …; a QR beside each serial, lines to sign
    /// on.
    form::Sheet slip(matters::View const& view, Language language) const;

    /// Who broke which clause (K36).
    form::Sheet breach_register(std::vector<matters::Breach> const& breaches,
                                std::vector<registry::Person> const& people,
                                Language language) const;

    /// @param key the public key that the report will be signed with, as people compare it
    form::Sheet trace_report(trace::Trace const& trace, std::string const& key,
                             Language language) const;

  private:
    registry::Registry& registry_;
    Sentences const& sentences_;
    Clock const& clock_;
    std::string organisation_;
    trace::TitleOf title_of_;
};

} // namespace imprimatur::registers
