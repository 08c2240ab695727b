/// The words of the command in the language of the person at the keyboard.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/result/result.hpp"
#include "foundation/sentence/sentence.hpp"
#include "gateway/cli/command.hpp"

namespace imprimatur::cli {

class Texts {
  public:
    Texts(Sentences const& sentences, Language language)
        : sentences_(sentences), language_(language) {}

    Language language() const { return language_; }
    /// "zh-CN" or "en": what is asked of the service.
    std::string_view http_language() const;

    std::string say(Sentence const& sentence) const;
    /// Heading or label `name` ("cli.label.NAME").
    std::string label(std::string_view name) const;
    /// A state, a role, a kind … of the API in words ("cli.word.NAME"); what has no words stays as
    /// it is.
    std::string word(std::string const& name) const;
    /// A level by its identifier: 机密, Secret.
    std::string level(std::string const& identifier) const;

    std::string help(Command const& command) const;
    std::string help(Command const& command, Option const& option) const;
    /// What stands for an option's value in help: "日期", "DATE".
    std::string placeholder(Option const& option) const;

  private:
    Sentences const& sentences_;
    Language language_;
};

/// The language of POSIX locale settings: LC_ALL before LC_MESSAGES before LANG.
Language language_of(std::map<std::string, std::string> const& environment);

} // namespace imprimatur::cli
