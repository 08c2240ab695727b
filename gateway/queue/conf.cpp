#include "gateway/queue/conf.hpp"

#include <algorithm>
#include <cctype>
#include <fmt/format.h>
#include <fmt/ranges.h>
#include <sstream>

namespace imprimatur::queue {

namespace {

std::string lower(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(),
                           [](unsigned char c) { return static_cast<char>(std::tolower(c)); });
    return out;
}

/// A line without comment and spaces at its ends. @source cupsFileGetConf: a '#' ends the line
/// unless a '\' stands before it.
std::string bare(std::string_view line) {
    for (auto mark = line.find('#'); mark != line.npos; mark = line.find('#', mark + 1)) {
        if (mark == 0 || line[mark - 1] != '\\') {
            line = line.substr(0, mark);
            break;
        }
    }
    auto begin = line.find_first_not_of(" \t\r\n");
    if (begin == line.npos) {
        return {};
    }
    return std::string(line.substr(begin, line.find_last_not_of(" \t\r\n") - begin + 1));
}

/// "<Policy name>" or "Directive value" in two.
std::pair<std::string, std::string> halves(std::string const& line) {
    auto text = line.ends_with('>') ? line.substr(0, line.size() - 1) : line;
    auto end = text.find_first_of(" \t");
    auto rest = end == text.npos ? "" : text.substr(text.find_first_not_of(" \t", end));
    return {text.substr(0, end), rest};
}

bool is_section(std::string const& name) {
    return name == "<policy" || name == "<location";
}

std::string in_one_space(std::string const& text) {
    std::istringstream words(lower(text));
    std::vector<std::string> out;
    for (std::string word; words >> word;) {
        out.push_back(word);
    }
    return fmt::format("{}", fmt::join(out, " "));
}

/// Rules of a section for each operation; those outside of <Limit> stand under "".
std::map<std::string, std::vector<std::string>> rules_of(Piece const& section) {
    std::map<std::string, std::vector<std::string>> out;
    out[""];
    std::vector<std::string> operations;
    std::istringstream lines(section.text);
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
        auto const text = bare(line);
        auto const [name, value] = halves(text);
        auto const key = lower(name);
        if (key == "<limit" || key == "<limitexcept") {
            std::istringstream words(lower(value));
            operations.clear();
            for (std::string word; words >> word;) {
                operations.push_back(word);
                out[word];
            }
        } else if (key.starts_with("</")) {
            operations.clear();
        } else if (!text.empty()) {
            auto const rule = in_one_space(text);
            for (auto const& operation : operations) {
                out[operation].push_back(rule);
            }
            if (operations.empty()) {
                out[""].push_back(rule);
            }
        }
    }
    return out;
}

} // namespace

std::vector<Piece> pieces_of(std::string_view text) {
    std::vector<Piece> out;
    bool is_inside = false;
    while (!text.empty()) {
        auto const end = text.find('\n');
        auto const line = text.substr(0, end == text.npos ? end : end + 1);
        text.remove_prefix(line.size());
        auto const [name, value] = halves(bare(line));
        auto const key = lower(name);
        if (is_inside) {
            out.back().text += line;
            is_inside = key != "</policy" && key != "</location";
        } else if (is_section(key)) {
            out.push_back({std::string(line), key.substr(1), value});
            is_inside = true;
        } else {
            out.push_back({std::string(line), key, lower(value)});
        }
    }
    return out;
}

Meaning meaning_of(std::string_view text) {
    Meaning out;
    for (auto const& piece : pieces_of(text)) {
        if (piece.name != "policy" && piece.name != "location") {
            if (!piece.name.empty()) {
                out[piece.name] = in_one_space(piece.value);
            }
            continue;
        }
        auto const section = piece.name + " " + piece.value;
        for (auto& [operation, rules] : rules_of(piece)) {
            std::ranges::sort(rules);
            auto const key = operation.empty() ? section : section + " " + operation;
            auto const rule = fmt::format("{}", fmt::join(rules, "; "));
            auto const [place, is_new] = out.emplace(key, rule);
            place->second += is_new ? "" : " | twice: " + rule;
        }
    }
    return out;
}

std::string without(std::string_view text, std::function<bool(Piece const&)> const& is_out) {
    std::string out;
    for (auto const& piece : pieces_of(text)) {
        if (!is_out(piece)) {
            out += piece.text;
        }
    }
    return out;
}

} // namespace imprimatur::queue
