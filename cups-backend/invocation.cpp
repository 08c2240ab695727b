#include "cups-backend/invocation.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <unistd.h>

#include "cups-backend/options.hpp"
#include "cups-backend/text.hpp"

namespace imprimatur::backend {

namespace {

constexpr std::size_t longest_title = 4096;
constexpr std::size_t longest_user = 255;
constexpr unsigned most_copies = 9999;

std::optional<unsigned> read_number(std::string const& text) {
    unsigned value = 0;
    auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    bool is_whole = error == std::errc() && end == text.data() + text.size();
    return is_whole ? std::optional(value) : std::nullopt;
}

tl::unexpected<Error> wrong_call(std::string cause) {
    return fail(Fault::BadInput, {"backend.wrong-call", {}}, std::move(cause));
}

/// Only our filter's own stream is taken apart. A person's bytes come by themselves for a job that
/// is sent raw; those cannot pass for the filter's, whatever they begin with.
bool is_filtered(Environment const& environment) {
    return environment("FINAL_CONTENT_TYPE") == "application/pdf" &&
           environment("CONTENT_TYPE") != "application/vnd.cups-raw";
}

Result<Descriptor> document_of(std::vector<std::string> const& words) {
    if (words.size() == 7) {
        return open_file(words[6]);
    }
    return Descriptor(::dup(STDIN_FILENO));
}

bool is_keyword(std::string const& text) {
    return !text.empty() && text.size() <= 127 && std::ranges::all_of(text, [](unsigned char c) {
        return std::isalnum(c) != 0 || c == '-' || c == '_' || c == '.';
    });
}

/// A print dialog sends each choice of the PPD: "none" where nothing was chosen, "Custom.…" for a
/// text.
std::string chosen(std::string const& value) {
    constexpr std::string_view custom = "Custom.";
    return value == "none" ? "" : value.starts_with(custom) ? value.substr(custom.size()) : value;
}

void sort_options(Invocation& out, std::string const& text) {
    for (auto const& [name, value] : read_options(text)) {
        if (name == "job-uuid") {
            out.uuid = value.substr(0, 255);
        } else if (name.starts_with("imprimatur-")) {
            if (auto choice = chosen(value); !choice.empty()) {
                out.options.emplace(name, std::move(choice));
            }
        } else if (is_keyword(value)) {
            out.device_options.emplace(name == "PageSize" ? "media" : name, value);
        }
    }
}

} // namespace

bool is_known_person(std::string const& user) {
    return !user.empty() && user != "anonymous" && is_tame(user, longest_user);
}

Result<Invocation> read_invocation(std::vector<std::string> const& words,
                                   Environment const& environment) {
    if (words.size() != 6 && words.size() != 7) {
        return wrong_call("number of arguments");
    }
    Invocation out;
    auto job = read_number(words[1]);
    auto copies = read_number(words[4]);
    if (!job || *job == 0 || *job > INT32_MAX || !copies) {
        return wrong_call("job or copies is not a number");
    }
    out.job = static_cast<int>(*job);
    out.copies = std::clamp(*copies, 1U, most_copies);
    out.user = words[2];
    out.title = tamed(words[3], longest_title);
    sort_options(out, words[5]);
    out.arrangement = read_arrangement(words[5], paper_of_ppd());
    out.queue = environment("PRINTER").value_or("");
    out.device = environment("DEVICE_URI").value_or(words[0]);
    out.language = language_of(environment("LANG").value_or(""));
    auto destination = read_destination(out.device);
    if (!destination) {
        return pass_on(destination);
    }
    out.destination = std::move(*destination);
    auto document = document_of(words);
    if (!document) {
        return pass_on(document);
    }
    out.document = std::move(*document);
    out.is_framed = words.size() == 6 && is_filtered(environment);
    return out;
}

} // namespace imprimatur::backend
