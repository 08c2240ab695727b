#include "gateway/policy/entry.hpp"

#include <sstream>

#include "foundation/file/file.hpp"

namespace imprimatur::policy {

namespace {

constexpr std::uint64_t largest_file = 4U << 20U;

/// What stands in the file, short enough for a sentence.
std::string shown(toml::node const& node) {
    std::ostringstream out;
    node.visit([&out](auto const& value) { out << value; });
    auto text = out.str();
    constexpr std::size_t longest = 60;
    return text.size() <= longest ? text : text.substr(0, longest) + "...";
}

unsigned line_of(toml::node const& node) {
    return node.source().begin.line;
}

} // namespace

Entry::Entry(toml::table const& table, std::string file, Mistakes& mistakes, unsigned line)
    : table_(&table), place_{std::move(file), line > 0 ? line : line_of(table)},
      mistakes_(&mistakes) {}

Place Entry::place_of(std::string_view key) const {
    auto const* node = table_->get(key);
    return node == nullptr ? place_ : Place{place_.file, line_of(*node)};
}

toml::array const* Entry::find_list(std::string_view key) const {
    auto const* node = table_->get(key);
    return node == nullptr ? nullptr : node->as_array();
}

toml::node const* Entry::find(std::string_view key) {
    asked_.emplace(key);
    return table_->get(key);
}

void Entry::not_a(std::string_view key, std::string kind, toml::node const& node) {
    mistakes_->add({place_.file, line_of(node)}, "policy.not-a-" + kind,
                   {{"key", std::string(key)}, {"found", shown(node)}});
}

void Entry::need(std::string_view key) {
    if (!has(key)) {
        mistakes_->add(place_, "policy.missing-key", {{"expected", std::string(key)}});
    }
}

std::optional<Word> Entry::text(std::string_view key) {
    auto const* node = find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    auto value = node->value_exact<std::string>();
    if (!value || value->empty()) {
        not_a(key, "text", *node);
        return std::nullopt;
    }
    return Word{*value, {place_.file, line_of(*node)}};
}

std::optional<bool> Entry::yes_no(std::string_view key) {
    auto const* node = find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    auto value = node->value_exact<bool>();
    if (!value) {
        not_a(key, "yes-no", *node);
    }
    return value;
}

std::optional<int> Entry::number(std::string_view key, int least, int most) {
    auto const* node = find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    auto value = node->value_exact<std::int64_t>();
    if (!value || *value < least || *value > most) {
        mistakes_->add({place_.file, line_of(*node)}, "policy.not-a-number",
                       {{"key", std::string(key)},
                        {"found", shown(*node)},
                        {"least", std::to_string(least)},
                        {"most", std::to_string(most)}});
        return std::nullopt;
    }
    return static_cast<int>(*value);
}

std::optional<std::vector<Word>> Entry::words(std::string_view key) {
    auto const* node = find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    auto const* list = node->as_array();
    if (list == nullptr) {
        not_a(key, "list-of-texts", *node);
        return std::nullopt;
    }
    std::vector<Word> out;
    for (auto const& element : *list) {
        auto value = element.value_exact<std::string>();
        if (!value) {
            not_a(key, "list-of-texts", element);
            return std::nullopt;
        }
        out.push_back({*value, {place_.file, line_of(element)}});
    }
    return out;
}

std::vector<Entry> Entry::tables(std::string_view key) {
    auto const* node = find(key);
    std::vector<Entry> out;
    if (node == nullptr) {
        return out;
    }
    auto const* list = node->as_array();
    if (list == nullptr) {
        not_a(key, "list-of-tables", *node);
        return out;
    }
    for (auto const& element : *list) {
        if (auto const* table = element.as_table()) {
            out.emplace_back(*table, place_.file, *mistakes_);
        } else {
            not_a(key, "list-of-tables", element);
        }
    }
    return out;
}

std::optional<Entry> Entry::table(std::string_view key) {
    auto const* node = find(key);
    if (node == nullptr) {
        return std::nullopt;
    }
    auto const* table = node->as_table();
    if (table == nullptr) {
        not_a(key, "table", *node);
        return std::nullopt;
    }
    return Entry(*table, place_.file, *mistakes_);
}

std::optional<Word> Entry::needed_text(std::string_view key) {
    need(key);
    return text(key);
}

std::optional<std::vector<Word>> Entry::needed_words(std::string_view key) {
    need(key);
    return words(key);
}

std::vector<std::pair<Word, Entry>> Entry::named_tables() {
    std::vector<std::pair<Word, Entry>> out;
    for (auto const& [key, node] : *table_) {
        std::string name(key.str());
        asked_.insert(name);
        Place where{place_.file, key.source().begin.line};
        if (auto const* table = node.as_table()) {
            out.emplace_back(Word{name, where}, Entry(*table, place_.file, *mistakes_, where.line));
        } else {
            not_a(name, "table", node);
        }
    }
    return out;
}

void Entry::finish() {
    for (auto const& [key, node] : *table_) {
        if (!asked_.contains(key.str())) {
            mistakes_->add({place_.file, key.source().begin.line}, "policy.unknown-key",
                           {{"found", std::string(key.str())},
                            {"expected", listed({asked_.begin(), asked_.end()})}});
        }
    }
}

std::string RulesFile::canonical() const {
    std::ostringstream out;
    out << table;
    return out.str();
}

Result<RulesFile> read_rules_file(std::filesystem::path const& path) {
    auto file = open_file(path.string());
    if (!file) {
        return pass_on(file);
    }
    auto bytes = read_whole(*file, largest_file);
    if (!bytes) {
        return pass_on(bytes);
    }
    try {
        return RulesFile{path.string(), toml::parse(*bytes, path.string()), *bytes};
    } catch (toml::parse_error const& e) {
        Mistakes mistakes;
        mistakes.add({path.string(), e.source().begin.line}, "policy.not-toml",
                     {{"found", std::string(e.description())}});
        return tl::unexpected(mistakes.error());
    }
}

std::string listed(std::vector<std::string> const& words) {
    std::string out;
    for (auto const& word : words) {
        out += (out.empty() ? "\"" : ", \"") + word + "\"";
    }
    return out;
}

} // namespace imprimatur::policy
