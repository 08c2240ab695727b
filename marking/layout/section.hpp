/// One table of a template file, read key by key; the first mistake is kept and told with its line.
#pragma once

#include <map>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <utility>

#include <toml++/toml.h>

#include "foundation/result/result.hpp"

namespace imprimatur::layout {

/// The file being read, and what is wrong with it.
class Source {
  public:
    explicit Source(std::string file) : file_(std::move(file)) {}
    /// Keeps the first mistake; `values` are completed with file and line.
    void refuse(std::string id, toml::source_region const& where,
                std::map<std::string, std::string> values);
    std::optional<Error> const& error() const { return error_; }

  private:
    std::string file_;
    std::optional<Error> error_;
};

struct Range {
    double least;
    double most;
};

/// After a mistake every value is a harmless default; the caller looks at Source::error() at the
/// end.
class Section {
  public:
    Section(toml::table const& table, Source& source) : table_(table), source_(source) {}

    bool has(std::string_view key) const { return table_.contains(key); }
    std::string text(std::string_view key);
    std::string text_or(std::string_view key, std::string fallback);
    double number(std::string_view key, Range range);
    double number_or(std::string_view key, Range range, double fallback);
    bool flag_or(std::string_view key, bool fallback);
    toml::table const& table(std::string_view key);
    /// One of the words of a table of pairs {word, value}.
    template <class Value>
    Value word_or(std::string_view key, std::span<std::pair<std::string_view, Value> const> words,
                  Value fallback);
    /// A key that somebody else reads.
    void know(std::string_view key) { asked_.emplace(key); }
    /// To be called last: any key that was not asked for is a mistake.
    void done();

    void refuse(std::string id, std::string_view key, std::map<std::string, std::string> values);

  private:
    toml::node const* find(std::string_view key);
    toml::node const* need(std::string_view key);
    std::string text_of(toml::node const& node, std::string_view key);
    double number_of(toml::node const& node, std::string_view key, Range range);

    toml::table const& table_;
    Source& source_;
    std::set<std::string, std::less<>> asked_;
};

template <class Value>
Value Section::word_or(std::string_view key,
                       std::span<std::pair<std::string_view, Value> const> words, Value fallback) {
    auto word = text_or(key, {});
    if (!has(key)) {
        return fallback;
    }
    std::string all;
    for (auto const& [name, value] : words) {
        if (word == name) {
            return value;
        }
        all += (all.empty() ? "" : ", ") + std::string(name);
    }
    refuse("layout.unknown-word", key, {{"found", word}, {"expected", all}});
    return fallback;
}

} // namespace imprimatur::layout
