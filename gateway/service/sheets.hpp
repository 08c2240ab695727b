/// Registers as answers: the words as JSON, or the sheet as PDF.
#pragma once

#include "gateway/service/route.hpp"
#include "marking/form/form.hpp"

namespace imprimatur::service {

Result<http::Response> pdf_reply(Exchange const& exchange, form::Sheet const& sheet);

/// A register that goes out on paper is itself a copy of the book: the log says who drew it.
Result<void> record_drawing(Exchange const& exchange, std::string const& subject);

/// As PDF where that is wanted, and then on record under `subject`; else as JSON.
Result<http::Response> sheet_reply(Exchange const& exchange, Result<form::Sheet> const& sheet,
                                   std::string const& subject);

} // namespace imprimatur::service
