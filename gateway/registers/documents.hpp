/// The register of documents 文件登记 (K1–K3, K10), and what ends of itself: the list of documents
/// that came out of secrecy, and the notice 解密通知 that their holders get (K3, L.24).
///
/// Promise: a sheet says what the registry says at one moment.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "foundation/result/result.hpp"
#include "foundation/sentence/sentence.hpp"
#include "foundation/time/time.hpp"
#include "gateway/registry/registry.hpp"
#include "gateway/trace/trace.hpp"
#include "marking/form/form.hpp"

namespace imprimatur::registers {

/// One line of the list.
struct Released {
    registry::Declassification record;
    registry::Document document;
};

struct ReleaseRegister {
    std::vector<Released> lines;
    form::Sheet sheet;
};

/// Thread-safe. Texts are in the language asked for.
class DocumentRegisters {
  public:
    /// @param category_title what people call a category of content.
    DocumentRegisters(registry::Registry& registry, Sentences const& sentences, Clock const& clock,
                      std::string organisation, trace::TitleOf category_title)
        : registry_(registry), sentences_(sentences), clock_(clock),
          organisation_(std::move(organisation)), category_title_(std::move(category_title)) {}

    /// These documents, in their order.
    Result<form::Sheet> documents(std::vector<registry::Document> const& documents,
                                  Language language) const;

    /// What came out of secrecy from the first to the last day, both included.
    /// @error BadInput the days are the wrong way round.
    Result<ReleaseRegister> released(std::optional<Date> first, std::optional<Date> last,
                                     Language language) const;

    /// To all who hold a copy. @error NotFound no such document; Conflict it is still secret.
    Result<form::Sheet> release_notice(std::string const& document, Language language) const;

  private:
    registry::Registry& registry_;
    Sentences const& sentences_;
    Clock const& clock_;
    std::string organisation_;
    trace::TitleOf category_title_;
};

} // namespace imprimatur::registers
