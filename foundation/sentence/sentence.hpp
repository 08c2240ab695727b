/// What a person is told: one clear sentence, in Chinese or English, from a table of texts.
///
/// Promise: code names a sentence and gives its values; the words stand in
/// templates/messages/*.toml. Values are data: they are inserted as they are, control characters
/// replaced by U+FFFD, and never read as a pattern.
#pragma once

#include <filesystem>
#include <map>
#include <string>
#include <string_view>

namespace imprimatur {

enum class Language { Chinese, English };

/// A locale name of POSIX or HTTP ("zh_CN.UTF-8", "en-GB") to a language; anything but Chinese is
/// English.
Language language_of(std::string_view locale);

/// One thing to say. `id` is a key of templates/messages ("registry.grant-exhausted").
struct Sentence {
    std::string id;
    std::map<std::string, std::string> values;
    bool operator==(Sentence const&) const = default;
};

/// The table of all sentences.
class Sentences {
  public:
    /// Reads every *.toml in `folder`. A file that cannot be read, or a text without both
    /// languages, is a broken installation: throws std::runtime_error naming file and line.
    explicit Sentences(std::filesystem::path const& folder);

    /// The texts of files that were compiled into a program: name of the file → its TOML.
    explicit Sentences(std::map<std::string, std::string_view> const& files);

    /// The sentence in words. An unknown id gives the id itself with its values, so that nothing is
    /// ever swallowed.
    std::string say(Sentence const& sentence, Language language) const;

    bool knows(std::string const& id) const;

  private:
    struct Text {
        std::string chinese;
        std::string english;
    };
    void add(std::string const& file, std::string_view toml);
    std::map<std::string, Text> texts_;
};

/// The folder of data files (templates/, config/) that belongs to this program: beside the program
/// in a build tree and when installed (`<program>/../share/imprimatur`).
std::filesystem::path data_folder();

} // namespace imprimatur
