/// The words of register sheets, by their short names.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "foundation/sentence/sentence.hpp"
#include "foundation/time/time.hpp"
#include "gateway/registry/records.hpp"
#include "gateway/trace/trace.hpp"
#include "marking/form/form.hpp"

namespace imprimatur::registers {

/// Says "registers.<name>" in one language.
class Words {
  public:
    Words(Sentences const& sentences, Language language)
        : sentences_(sentences), language_(language) {}

    std::string operator()(std::string const& name,
                           std::map<std::string, std::string> values = {}) const {
        return sentences_.say({"registers." + name, std::move(values)}, language_);
    }
    /// A word of gateway/matters: a kind, a state, an act, a detail ("matter-words.<name>").
    std::string matter_word(std::string const& name) const {
        return sentences_.say({"matter-words." + name, {}}, language_);
    }
    bool has_matter_word(std::string const& name) const {
        return sentences_.knows("matter-words." + name);
    }
    std::string say(Sentence const& sentence) const { return sentences_.say(sentence, language_); }
    std::string level(registry::Document const& document) const;
    std::string state(registry::CopyState state) const;
    std::string role(trace::Title const& title) const {
        return language_ == Language::Chinese ? title.chinese : title.english;
    }

    struct Heading {
        char const* name;
        double width; ///< mm; 0: what is left, shared
    };
    std::vector<form::Sheet::Column> columns(std::vector<Heading> const& headings) const;

  private:
    Sentences const& sentences_;
    Language language_;
};

/// Full names of accounts.
using Names = std::map<std::string, registry::Person>;
Names names_of(std::vector<registry::Person> const& people);
std::string full_name(Names const& names, std::string const& account);
std::string department(Names const& names, std::string const& account);

/// "000123", or "—" for a copy without a number.
std::string number_text(std::optional<CopyNumber> const& number);

/// A row of plain cells.
std::vector<form::Cell> row(std::vector<std::string> texts);

} // namespace imprimatur::registers
