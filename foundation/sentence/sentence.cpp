#include "foundation/sentence/sentence.hpp"

#include <fstream>
#include <iterator>
#include <stdexcept>

#include <fmt/format.h>
#include <toml++/toml.h>

namespace imprimatur {

namespace {

/// Control characters never reach a terminal, a log line or a scheduler through a value.
std::string tame(std::string_view value) {
    std::string out;
    out.reserve(value.size());
    for (char c : value) {
        auto byte = static_cast<unsigned char>(c);
        if (byte < 0x20 || byte == 0x7f) {
            out += "\xEF\xBF\xBD";
        } else {
            out += c;
        }
    }
    return out;
}

std::string fill(std::string_view text, std::map<std::string, std::string> const& values) {
    std::string out;
    while (!text.empty()) {
        auto open = text.find('{');
        auto close = open == text.npos ? text.npos : text.find('}', open);
        if (close == text.npos) {
            out += text;
            break;
        }
        out += text.substr(0, open);
        auto name = std::string(text.substr(open + 1, close - open - 1));
        auto value = values.find(name);
        out += value == values.end() ? "{" + name + "}" : tame(value->second);
        text.remove_prefix(close + 1);
        bool const is_empty_end = text.empty() && value != values.end() && value->second.empty();
        if (is_empty_end && out.ends_with(' ')) { // "… (by 王华). " without a note
            out.pop_back();
        }
    }
    return out;
}

} // namespace

Language language_of(std::string_view locale) {
    return locale.starts_with("zh") ? Language::Chinese : Language::English;
}

Sentences::Sentences(std::filesystem::path const& folder) {
    for (auto const& entry : std::filesystem::directory_iterator(folder)) {
        if (entry.path().extension() != ".toml") {
            continue;
        }
        std::ifstream file(entry.path());
        std::string text((std::istreambuf_iterator<char>(file)), {});
        if (!file) {
            throw std::runtime_error(entry.path().string() + ": cannot be read");
        }
        add(entry.path().string(), text);
    }
}

Sentences::Sentences(std::map<std::string, std::string_view> const& files) {
    for (auto const& [name, text] : files) {
        add(name, text);
    }
}

void Sentences::add(std::string const& file, std::string_view text) {
    toml::table table;
    try {
        table = toml::parse(text);
    } catch (toml::parse_error const& e) {
        throw std::runtime_error(
            fmt::format("{}:{}: {}", file, e.source().begin.line, e.description()));
    }
    for (auto const& [id, node] : table) {
        auto zh = node.as_table() ? (*node.as_table())["zh"].value<std::string>() : std::nullopt;
        auto en = node.as_table() ? (*node.as_table())["en"].value<std::string>() : std::nullopt;
        if (!zh || !en) {
            throw std::runtime_error(fmt::format("{}:{}: sentence \"{}\" needs zh and en", file,
                                                 node.source().begin.line, id.str()));
        }
        if (!texts_.emplace(id.str(), Text{*zh, *en}).second) {
            throw std::runtime_error(fmt::format("{}:{}: sentence \"{}\" stands in two files", file,
                                                 node.source().begin.line, id.str()));
        }
    }
}

std::string Sentences::say(Sentence const& sentence, Language language) const {
    auto found = texts_.find(sentence.id);
    if (found != texts_.end()) {
        auto const& text =
            language == Language::Chinese ? found->second.chinese : found->second.english;
        return fill(text, sentence.values);
    }
    std::string out = tame(sentence.id);
    for (auto const& [name, value] : sentence.values) {
        out += fmt::format(" {}={}", name, tame(value));
    }
    return out;
}

bool Sentences::knows(std::string const& id) const {
    return texts_.contains(id);
}

std::filesystem::path data_folder() {
    auto program = std::filesystem::read_symlink("/proc/self/exe").parent_path();
    for (auto const& place : {program / "../share/imprimatur", program / "share/imprimatur"}) {
        if (std::filesystem::is_directory(place)) {
            return std::filesystem::canonical(place);
        }
    }
    return "/usr/share/imprimatur";
}

} // namespace imprimatur
