#include "cups-backend/voice.hpp"

#include <algorithm>
#include <iterator>
#include <unistd.h>

#include "cups-backend/text.hpp"

namespace imprimatur::backend {

namespace {

constexpr std::size_t longest_message = 1000; // text(MAX) is 1023 octets, RFC 8011 5.1.2
constexpr std::size_t longest_keyword = 127;

bool is_keyword(std::string_view text) {
    return !text.empty() && text.size() <= longest_keyword && text.front() != '-' &&
           std::ranges::all_of(text, [](unsigned char c) {
               return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '-' || c == '.';
           });
}

/// "paused" would stop our own queue; the others say something of the device's queue, not of paper.
bool is_for_us(std::string_view keyword) {
    return is_keyword(keyword) && keyword != "none" && !keyword.starts_with("paused") &&
           !keyword.starts_with("hold-new-jobs") && !keyword.starts_with("cups-") &&
           !keyword.starts_with("moving-to-paused");
}

std::string joined(std::set<std::string> const& words) {
    std::string out;
    for (auto const& word : words) {
        out += (out.empty() ? "" : ",") + word;
    }
    return out;
}

} // namespace

void Voice::line(std::string_view prefix, std::string_view text) {
    auto out = std::string(prefix) + tamed(text, longest_message) + "\n";
    std::string_view left = out;
    while (!left.empty()) {
        auto count = ::write(descriptor_, left.data(), left.size());
        if (count <= 0) {
            return; // nobody listens any more
        }
        left.remove_prefix(static_cast<std::size_t>(count));
    }
}

void Voice::say(Tone tone, std::string_view text) {
    char const* prefix = tone == Tone::Refusal  ? "ERROR: "
                         : tone == Tone::Notice ? "WARNING: "
                                                : "INFO: ";
    if (last_ == prefix + std::string(text)) {
        return;
    }
    last_ = prefix + std::string(text);
    line(prefix, text);
}

void Voice::clear_printer() {
    line("INFO:", "");
}

void Voice::note(std::string_view text) {
    line("DEBUG: ", text);
}

void Voice::reason(std::string_view keyword) {
    if (is_keyword(keyword)) {
        line("JOBSTATE: ", keyword);
    }
}

void Voice::show_states(std::vector<std::string> const& keywords) {
    std::set<std::string> wanted;
    std::ranges::copy_if(keywords, std::inserter(wanted, wanted.end()), is_for_us);
    std::set<std::string> gone;
    std::set<std::string> fresh;
    std::ranges::set_difference(shown_, wanted, std::inserter(gone, gone.end()));
    std::ranges::set_difference(wanted, shown_, std::inserter(fresh, fresh.end()));
    if (!gone.empty()) {
        line("STATE: -", joined(gone));
    }
    if (!fresh.empty()) {
        line("STATE: +", joined(fresh));
    }
    shown_ = std::move(wanted);
}

} // namespace imprimatur::backend
