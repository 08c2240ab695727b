#include "gateway/registers/words.hpp"

#include <utility>

namespace imprimatur::registers {

std::string Words::level(registry::Document const& document) const {
    return language_ == Language::Chinese ? level_mark(document.level, document.period)
                                          : english_mark(document.level, document.period);
}

std::string Words::state(registry::CopyState state) const {
    switch (state) {
    case registry::CopyState::Reserved:
        return (*this)("state-reserved");
    case registry::CopyState::Delivering:
        return (*this)("state-delivering");
    case registry::CopyState::Issued:
        return (*this)("state-issued");
    case registry::CopyState::Spoiled:
        return (*this)("state-spoiled");
    case registry::CopyState::Void:
        return (*this)("state-void");
    case registry::CopyState::Returned:
        return (*this)("state-returned");
    case registry::CopyState::Destroyed:
        return (*this)("state-destroyed");
    case registry::CopyState::Frozen:
        break;
    }
    return (*this)("state-frozen");
}

std::vector<form::Sheet::Column> Words::columns(std::vector<Heading> const& headings) const {
    std::vector<form::Sheet::Column> out;
    for (auto const& heading : headings) {
        out.push_back({(*this)(heading.name), heading.width});
    }
    return out;
}

Names names_of(std::vector<registry::Person> const& people) {
    Names out;
    for (auto const& person : people) {
        out.emplace(person.account, person);
    }
    return out;
}

std::string full_name(Names const& names, std::string const& account) {
    auto found = names.find(account);
    return found == names.end() || found->second.full_name.empty() ? account
                                                                   : found->second.full_name;
}

std::string department(Names const& names, std::string const& account) {
    auto found = names.find(account);
    return found == names.end() ? "" : found->second.department;
}

std::string number_text(std::optional<CopyNumber> const& number) {
    return number ? number->text() : "—";
}

std::vector<form::Cell> row(std::vector<std::string> texts) {
    std::vector<form::Cell> out;
    for (auto& text : texts) {
        out.push_back({std::move(text), {}});
    }
    return out;
}

} // namespace imprimatur::registers
