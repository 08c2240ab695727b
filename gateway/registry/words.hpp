/// The words that enumerators have in the database, in sentences and in the log.
#pragma once

#include <optional>
#include <string_view>

#include "gateway/registry/records.hpp"

namespace imprimatur::registry {

std::string_view word(DocumentState value);
std::string_view word(RequestState value);
std::string_view word(ApprovalVerdict value);
std::string_view word(JobState value);
std::string_view word(ReviewState value);
std::string_view word(CopyKind value);
std::string_view word(CopyState value);

/// Empty: not one of its words.
template <class Enum> std::optional<Enum> find_word(std::string_view text);
template <> std::optional<DocumentState> find_word(std::string_view text);
template <> std::optional<RequestState> find_word(std::string_view text);
template <> std::optional<ApprovalVerdict> find_word(std::string_view text);
template <> std::optional<JobState> find_word(std::string_view text);
template <> std::optional<ReviewState> find_word(std::string_view text);
template <> std::optional<CopyKind> find_word(std::string_view text);
template <> std::optional<CopyState> find_word(std::string_view text);

} // namespace imprimatur::registry
