#include "cups-backend/talk.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace imprimatur::backend {

namespace {

constexpr std::size_t longest_line = 8192;
constexpr std::array<std::string_view, 5> schemes_that_tell{"ipp", "ipps", "http", "https",
                                                            "dnssd"};
constexpr std::array<std::string_view, 4> doubts{
    "cups-ipp-missing-job-history", "cups-ipp-missing-job-id", "cups-ipp-missing-job-state",
    "cups-ipp-missing-get-job-attributes"};
constexpr std::string_view answered = "Get-Job-Attributes: successful-ok";

/// What follows `prefix`; nothing when the text does not begin with it.
bool take(std::string_view& text, std::string_view prefix) {
    if (!text.starts_with(prefix)) {
        return false;
    }
    text.remove_prefix(prefix.size());
    return true;
}

std::vector<std::string> words_of(std::string_view text) {
    std::vector<std::string> out;
    while (!text.empty()) {
        auto end = std::min(text.find_first_of(", "), text.size());
        if (end > 0) {
            out.emplace_back(text.substr(0, end));
        }
        text.remove_prefix(std::min(end + 1, text.size()));
    }
    return out;
}

} // namespace

bool is_doubt(std::string_view keyword) {
    return std::ranges::find(doubts, keyword) != doubts.end();
}

Talk::Talk(std::string const& scheme, Watcher const& watcher, Note const& note)
    : watcher_(watcher), note_(note),
      must_tell_(std::ranges::find(schemes_that_tell, scheme) != schemes_that_tell.end()) {}

void Talk::hear(std::string_view bytes) {
    for (;;) {
        auto const end = bytes.find('\n');
        auto const piece = bytes.substr(0, end);
        rest_.append(piece.substr(0, longest_line - std::min(longest_line, rest_.size())));
        if (end == bytes.npos) {
            return;
        }
        line(rest_);
        rest_.clear();
        bytes.remove_prefix(end + 1);
    }
}

void Talk::line(std::string_view text) {
    if (take(text, "STATE: ")) {
        states(text);
        watcher_({states_.begin(), states_.end()}, "");
    } else if (take(text, "DEBUG: ")) {
        debug(text);
        note_(text);
    } else if (take(text, "INFO: ") || take(text, "NOTICE: ") || take(text, "WARNING: ") ||
               take(text, "ERROR: ")) {
        watcher_({states_.begin(), states_.end()}, std::string(text));
    } else {
        is_alive_ = is_alive_ || text.starts_with("PAGE: ");
        note_(text); // also what would be a command: it says nothing of our queue
    }
}

/// "+a,b" adds, "-a,b" takes away, "a,b" stands instead of all.
void Talk::states(std::string_view text) {
    bool const is_less = text.starts_with('-');
    bool const is_more = text.starts_with('+');
    text.remove_prefix(is_less || is_more ? 1 : 0);
    if (!is_less && !is_more) {
        states_.clear();
    }
    for (auto const& word : words_of(text)) {
        if (is_less) {
            states_.erase(word);
            continue;
        }
        states_.insert(word);
        if (is_doubt(word)) {
            missing_.insert(word);
        }
    }
}

void Talk::debug(std::string_view text) {
    is_alive_ = is_alive_ || text.starts_with(answered);
    if (take(text, "job-state enum ")) {
        job_state_ = text;
    } else if (take(text, "job-state-reasons keyword ") ||
               take(text, "job-state-reasons 1setOf keyword ")) {
        job_reasons_ = text;
    }
}

bool Talk::take_sign_of_life() {
    return std::exchange(is_alive_, false);
}

std::string Talk::doubt() const {
    if (!missing_.empty()) {
        return "backend.note-not-known";
    }
    if (job_state_.empty()) {
        return must_tell_ ? "backend.note-not-told" : "";
    }
    if (job_state_ != "completed") {
        return "backend.note-not-completed";
    }
    bool const is_bad = job_reasons_.find("job-completed-with-errors") != std::string::npos;
    return is_bad ? "backend.note-with-errors" : "";
}

} // namespace imprimatur::backend
