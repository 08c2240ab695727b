#include "gateway/cli/clue.hpp"

#include <algorithm>
#include <array>
#include <filesystem>

#include "gateway/cli/plain.hpp"
#include "marking/mark/serial.hpp"
#include "marking/mark/typing.hpp"

namespace imprimatur::cli {

namespace {

/// What a person typed from a page, and not the name of a file: serial characters, `?` where one
/// cannot be read, a mark for a rest, hyphens and blanks.
bool looks_like_serial(std::string const& text) {
    auto const typed = half_width(text);
    auto is_of_serial = [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               std::string_view("- ?*.").find(c) != std::string_view::npos;
    };
    auto const dot = typed.find('.');
    return std::all_of(typed.begin(), typed.end(), is_of_serial) &&
           (dot == std::string::npos || typed.compare(dot, 2, "..") == 0);
}

/// Whether characters are missing, so that the service must look which copies fit.
bool is_part_of_serial(std::string const& text) {
    return half_width(text).find_first_of("?*.") != std::string::npos;
}

/// What can be a scan, a photo or a document.
bool is_of_a_page(std::filesystem::path const& file) {
    constexpr std::array known{".pdf", ".png", ".jpg", ".jpeg", ".jpe", ".tif", ".tiff"};
    auto ending = file.extension().string();
    std::transform(ending.begin(), ending.end(), ending.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return std::find(known.begin(), known.end(), ending) != known.end();
}

/// What stands in a folder and below it.
struct Content {
    std::vector<std::string> pages;
    std::vector<std::string> others; ///< names of what is no page or cannot be looked into
};

/// Links to folders are not followed: they may lead back.
void add_content(std::filesystem::path const& folder, Content& out) {
    std::error_code failed;
    auto entries = std::filesystem::directory_iterator(folder, failed);
    for (; !failed && entries != std::filesystem::directory_iterator(); entries.increment(failed)) {
        auto const& path = entries->path();
        std::error_code unknown;
        if (entries->is_directory(unknown) && !entries->is_symlink(unknown)) {
            add_content(path, out);
        } else if (is_of_a_page(path) && entries->is_regular_file(unknown)) {
            out.pages.push_back(path.string());
        } else {
            out.others.push_back(path.filename().string());
        }
    }
    if (failed) {
        out.others.push_back(folder.filename().string() + "/ (" + failed.message() + ")");
    }
}

Content content_of(std::string const& folder) {
    Content out;
    add_content(folder, out);
    std::sort(out.pages.begin(), out.pages.end());
    std::sort(out.others.begin(), out.others.end());
    return out;
}

/// Says which files of a folder are not traced, the first of them by name.
void warn_of_others(Session& session, std::string const& folder,
                    std::vector<std::string> const& others) {
    constexpr std::size_t most_names = 5;
    std::string names;
    for (std::size_t i = 0; i < std::min(others.size(), most_names); ++i) {
        names += (i > 0 ? ", " : "") + others[i];
    }
    names += others.size() > most_names ? ", …" : "";
    if (!others.empty()) {
        session.warn(
            {"cli.not-traced",
             {{"folder", folder}, {"count", std::to_string(others.size())}, {"names", names}}});
    }
}

bool is_file(std::string const& name) {
    std::error_code ignored;
    return std::filesystem::exists(name, ignored);
}

bool is_folder(std::string const& name) {
    std::error_code ignored;
    return std::filesystem::is_directory(name, ignored);
}

} // namespace

Result<Clue> clue_of(std::string const& text) {
    if (is_folder(text)) { // what is in one are other clues
        return fail(Fault::NotFound, {"cli.nothing-to-trace", {{"folder", text}}});
    }
    if (is_file(text) || !looks_like_serial(text)) {
        auto file = open_file(text);
        auto const name = std::filesystem::path(text).filename().string();
        return file ? Result<Clue>(Clue{{}, std::move(*file), plain(name)}) : pass_on(file);
    }
    if (is_part_of_serial(text)) {
        return Clue{text, {}, {}};
    }
    auto serial = Serial::read(text); // slips of the hand are told before anybody is asked
    if (!text.empty() && !serial && serial.error().sentence.id == "serial.wrong-length") {
        return Clue{text, {}, {}}; // the service says how to write a part
    }
    return serial ? Result<Clue>(Clue{serial->plain(), {}, {}}) : pass_on(serial);
}

std::vector<std::string> clues_of(Session& session, std::vector<std::string> const& given) {
    std::vector<std::string> out;
    for (auto const& text : given) {
        auto const content = is_folder(text) ? content_of(text) : Content();
        warn_of_others(session, text, content.others);
        out.insert(out.end(), content.pages.begin(), content.pages.end());
        if (content.pages.empty()) {
            out.push_back(text);
        }
    }
    return out;
}

} // namespace imprimatur::cli
