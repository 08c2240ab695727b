#include "gateway/registry/words.hpp"

#include <algorithm>
#include <iterator>

namespace imprimatur::registry {

namespace {

// In the order of the enumerators.
constexpr std::string_view document_words[] = {"active", "frozen", "declassified", "withdrawn"};
constexpr std::string_view request_words[] = {"waiting", "granted", "refused", "withdrawn"};
constexpr std::string_view verdict_words[] = {"agree", "refuse"};
constexpr std::string_view job_words[] = {"arriving", "in-custody", "waiting",  "reserved",
                                          "finished", "refused",    "cancelled"};
constexpr std::string_view review_words[] = {"waiting", "belongs", "stands-alone", "refused",
                                             "withdrawn"};
constexpr std::string_view kind_words[] = {"original", "duplicate", "copy", "excerpt", "draft"};
constexpr std::string_view copy_words[] = {"reserved", "delivering", "issued",    "spoiled",
                                           "void",     "returned",   "destroyed", "frozen"};

template <class Enum, std::size_t Count>
std::optional<Enum> find_in(std::string_view const (&words)[Count], std::string_view text) {
    auto const* found = std::ranges::find(words, text);
    return found == std::end(words) ? std::nullopt
                                    : std::optional(static_cast<Enum>(found - std::begin(words)));
}

template <class Enum, std::size_t Count>
std::string_view word_in(std::string_view const (&words)[Count], Enum value) {
    return words[static_cast<std::size_t>(value)];
}

} // namespace

std::string_view word(DocumentState value) {
    return word_in(document_words, value);
}
std::string_view word(RequestState value) {
    return word_in(request_words, value);
}
std::string_view word(ApprovalVerdict value) {
    return word_in(verdict_words, value);
}
std::string_view word(JobState value) {
    return word_in(job_words, value);
}
std::string_view word(ReviewState value) {
    return word_in(review_words, value);
}
std::string_view word(CopyKind value) {
    return word_in(kind_words, value);
}
std::string_view word(CopyState value) {
    return word_in(copy_words, value);
}

template <> std::optional<DocumentState> find_word(std::string_view text) {
    return find_in<DocumentState>(document_words, text);
}
template <> std::optional<RequestState> find_word(std::string_view text) {
    return find_in<RequestState>(request_words, text);
}
template <> std::optional<ApprovalVerdict> find_word(std::string_view text) {
    return find_in<ApprovalVerdict>(verdict_words, text);
}
template <> std::optional<JobState> find_word(std::string_view text) {
    return find_in<JobState>(job_words, text);
}
template <> std::optional<ReviewState> find_word(std::string_view text) {
    return find_in<ReviewState>(review_words, text);
}
template <> std::optional<CopyKind> find_word(std::string_view text) {
    return find_in<CopyKind>(kind_words, text);
}
template <> std::optional<CopyState> find_word(std::string_view text) {
    return find_in<CopyState>(copy_words, text);
}

} // namespace imprimatur::registry
