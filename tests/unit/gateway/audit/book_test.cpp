// The book of events (docs/audit.md) and the sources say the same.
#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

namespace imprimatur::audit {
namespace {

std::filesystem::path const root = IMPRIMATUR_SOURCE_DIR;

std::string content_of(std::filesystem::path const& path) {
    std::ifstream file(path);
    return {std::istreambuf_iterator<char>(file), {}};
}

/// "job.held": two words of small letters and hyphens.
bool is_event_name(std::string_view text) {
    auto dot = text.find('.');
    return dot != std::string_view::npos && dot > 0 && dot + 1 < text.size() &&
           text.find('.', dot + 1) == std::string_view::npos &&
           std::ranges::all_of(
               text, [](char c) { return (c >= 'a' && c <= 'z') || c == '.' || c == '-'; });
}

/// Every text between two `quote`s of one line that looks like an event and of whose surroundings
/// `is_meant` (what stands before, what comes after) says yes.
template <class IsMeant>
std::set<std::string> names_in(std::string_view text, char quote, IsMeant is_meant) {
    std::set<std::string> out;
    for (auto begin = text.find(quote); begin != std::string_view::npos;
         begin = text.find(quote, begin + 1)) {
        auto end = text.find_first_of(std::string{quote, '\n'}, begin + 1);
        if (end == std::string_view::npos) {
            break;
        }
        auto name = text.substr(begin + 1, end - begin - 1);
        if (is_event_name(name) && is_meant(text.substr(0, begin), name, text.substr(end + 1))) {
            out.emplace(name);
        }
    }
    return out;
}

std::string_view without_blanks_before(std::string_view text) {
    auto first = text.find_first_not_of(" \n");
    return first == std::string_view::npos ? std::string_view() : text.substr(first);
}

char last_before(std::string_view text) {
    auto last = text.find_last_not_of(" \n");
    return last == std::string_view::npos ? '\0' : text[last];
}

/// `, "job:…`: a subject comes after it.
bool has_subject_after(std::string_view after) {
    if (!after.starts_with(",")) {
        return false;
    }
    after = without_blanks_before(after.substr(1));
    auto end = after.find_first_not_of("abcdefghijklmnopqrstuvwxyz", 1);
    return after.starts_with("\"") && end != std::string_view::npos && end > 1 && after[end] == ':';
}

/// An entry in the sources: its event, then a subject such as "job:" + …; or the name of an event
/// that is chosen first ("agrees ? …"). Steps have names of that kind too, and are none.
bool is_entry(std::string_view before, std::string_view name, std::string_view after) {
    constexpr std::array<std::string_view, 7> things = {"person",   "document", "job", "request",
                                                        "approval", "grant",    "copy"};
    auto mark = last_before(before);
    bool is_chosen = (mark == '?' || mark == ':') &&
                     std::ranges::count(things, name.substr(0, name.find('.'))) > 0;
    return is_chosen || has_subject_after(after);
}

bool is_listed(std::string_view before, std::string_view, std::string_view after) {
    return before.ends_with("\n| ") && after.starts_with(" | ");
}

TEST(BookOfEvents, ListsEveryEventThatIsWritten) {
    auto listed = names_in(content_of(root / "docs/audit.md"), '`', is_listed);
    EXPECT_GT(listed.size(), 20U);
    std::set<std::string> written;
    for (auto const& file : std::filesystem::recursive_directory_iterator(root / "gateway")) {
        if (file.path().extension() == ".cpp") {
            written.merge(names_in(content_of(file.path()), '"', is_entry));
        }
    }
    EXPECT_GT(written.size(), 15U) << "the entries in the sources are no longer found";
    for (auto const& event : written) {
        EXPECT_TRUE(listed.contains(event)) << event << " is not in docs/audit.md";
    }
}

} // namespace
} // namespace imprimatur::audit
