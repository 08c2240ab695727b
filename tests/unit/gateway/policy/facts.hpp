/// People and documents that lack nothing, for tests to take something away from.
#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "gateway/policy/policy.hpp"

namespace imprimatur::policy {

inline constexpr Date today{std::chrono::year{2026}, std::chrono::month{11}, std::chrono::day{23}};

std::filesystem::path profiles_folder();
/// Fails the test and stops the program when the profiles cannot be read.
Policy read(std::vector<std::string> const& profiles);

/// A copy of the shipped folder, for profiles that are not shipped. Removed at the end.
class OwnFolder {
  public:
    OwnFolder();
    ~OwnFolder();
    OwnFolder(OwnFolder const&) = delete;
    OwnFolder& operator=(OwnFolder const&) = delete;

    std::filesystem::path const& path() const { return path_; }
    /// Writes the profile P`number`; its head takes lines 1 to 6, `body` begins on line 7.
    void write(int number, std::string const& body) const;

  private:
    std::filesystem::path path_;
};

PersonFacts person(std::string account, std::set<Role> roles = {"user"});
/// A registered document of this level, issued by "综合科" this year, that zhang, li and wang may
/// read.
DocumentFacts document(Level level);
/// zhang asks for copies of document(level), one for zhang, li, wang, … as far as `count` goes.
Facts facts(Action action, Level level, std::uint32_t count = 1);
ApprovalFacts approval(Role role, std::string account, std::size_t step = 0);
/// Agrees to every step of the decision, by as many people as each needs.
Facts agreed(Policy const& policy, Facts facts);

/// The sentence in Chinese.
std::string say(Decision const& decision);
bool cites(Decision const& decision, std::string const& clause);
bool has_open_step_for(Decision const& decision, Role const& role);

} // namespace imprimatur::policy
