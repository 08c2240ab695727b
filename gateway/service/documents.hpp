/// Who may see which document; shared by the handlers of documents, copies and grants.
#pragma once

#include "gateway/service/route.hpp"

namespace imprimatur::service {

/// Registry and confidentiality officers see every document; others those whose scope names them or
/// their department, that they keep or registered, and what is not classified and not limited.
bool sees_every_document(Exchange const& exchange);
bool is_seen_by(registry::Document const& document, Exchange const& exchange);

/// @error NotFound also when the caller may not see it.
Result<registry::Document> visible_document(Exchange const& exchange,
                                            registry::Transaction& transaction,
                                            std::string const& number);

} // namespace imprimatur::service
