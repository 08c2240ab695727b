/// Who sets a document's level: it stands on the word of those whom the rules name, and is a
/// proposal until then (K1; P5.4, P10.5.1; 2024 law, article 17).
#pragma once

#include "gateway/service/route.hpp"

namespace imprimatur::service {

/// The caller may have a say in the level of this document.
bool may_set_level(Exchange const& exchange, registry::Document const& document);

/// After the caller stated the level of `document`: adds the caller's word where it counts, and
/// finds whether that is enough.
void settle_level(Exchange const& exchange, std::vector<registry::Person> const& people,
                  registry::Document& document);

/// `after` is less secret than `before`, or secret for a shorter time.
bool is_lessened(registry::Document const& before, registry::Document const& after);

/// The caller has no say in that level. @return Denied, with the clauses and whom to ask.
tl::unexpected<Error> not_theirs_to_set(Exchange const& exchange,
                                        registry::Document const& document);

} // namespace imprimatur::service
