/// One table of a TOML file, read key by key. toml++ stays here.
///
/// Promise: whatever is not what was asked for is noted as a mistake with its line: a wrong type, a
/// number out of range, a missing key, and at finish() every key that nobody asked for.
#pragma once

#include <filesystem>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <toml++/toml.h>

#include "gateway/policy/mistakes.hpp"

namespace imprimatur::policy {

/// A text and where it stands.
struct Word {
    std::string text;
    Place place;
};

class Entry {
  public:
    Entry(toml::table const& table, std::string file, Mistakes& mistakes, unsigned line = 0);

    bool has(std::string_view key) const { return table_->contains(key); }
    Place place() const { return place_; }
    Place place_of(std::string_view key) const;

    /// Each of these is empty when the key is not there or is not of the kind.
    std::optional<Word> text(std::string_view key);
    std::optional<bool> yes_no(std::string_view key);
    std::optional<int> number(std::string_view key, int least, int most);
    std::optional<std::vector<Word>> words(std::string_view key); ///< a list of texts
    std::vector<Entry> tables(std::string_view key);              ///< a list of tables
    std::optional<Entry> table(std::string_view key);
    toml::array const* find_list(std::string_view key) const; ///< as it stands, of whatever

    /// The same, and a mistake when the key is not there.
    std::optional<Word> needed_text(std::string_view key);
    std::optional<std::vector<Word>> needed_words(std::string_view key);

    /// All keys with the tables they name: for files that are catalogues.
    std::vector<std::pair<Word, Entry>> named_tables();

    /// Notes every key that was not asked for.
    void finish();

    Mistakes& mistakes() const { return *mistakes_; }

  private:
    toml::node const* find(std::string_view key);
    void not_a(std::string_view key, std::string kind, toml::node const& node);
    void need(std::string_view key);

    toml::table const* table_;
    Place place_;
    Mistakes* mistakes_;
    std::set<std::string, std::less<>> asked_;
};

/// A file of rules as read. `table` lives as long as this does.
struct RulesFile {
    std::string name; ///< as in messages: the path
    toml::table table;
    std::string text;              ///< as it stands on disk
    std::string canonical() const; ///< what it says, without comments and layout
};

/// @error NotFound there is no such file; BadInput "policy.not-toml".
Result<RulesFile> read_rules_file(std::filesystem::path const& path);

/// `"a", "b", "c"` for the "expected" of a sentence.
std::string listed(std::vector<std::string> const& words);

} // namespace imprimatur::policy
