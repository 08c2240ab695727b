/// Answers of the service.
#pragma once

#include <string>

#include <nlohmann/json.hpp>

#include "gateway/service/route.hpp"

namespace imprimatur::service {

http::Response json_reply(nlohmann::json const& value, unsigned status = 200);
http::Response nothing_reply();
http::Response file_reply(Descriptor file, std::string const& type);

/// {"fault", "sentence_id", "sentence"} with the status of the fault.
nlohmann::json json_of(Error const& error, Sentences const& sentences, Language language);
http::Response error_reply(Error const& error, Sentences const& sentences, Language language);

/// The first of Accept-Language that is Chinese or English, by its weights; else `otherwise`.
Language language_asked(http::Headers const& headers, Language otherwise);

/// Whether PDF is wanted: format=pdf, or Accept names it and not JSON.
bool wants_pdf(http::Request const& request);

/// A line of the log: control characters become '?'.
std::string log_line(std::string_view text);

} // namespace imprimatur::service
