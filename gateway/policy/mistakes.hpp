/// What is wrong in the files of rules, and where.
///
/// Promise: reading goes on after a mistake, so that all of them are known; the first by file and
/// line is what the person is told, the log keeps the whole list.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "foundation/result/result.hpp"

namespace imprimatur::policy {

/// A line of a file of rules.
struct Place {
    std::string file;
    unsigned line = 0;
    auto operator<=>(Place const&) const = default;
};

class Mistakes {
  public:
    /// `id`: a sentence "policy.…" whose values are file, line and these.
    void add(Place const& place, std::string id, std::map<std::string, std::string> values);
    bool is_empty() const { return all_.empty(); }
    /// The first mistake as an error. Only when there is one.
    Error error() const;

  private:
    struct Mistake {
        Place place;
        Sentence sentence;
    };
    std::vector<Mistake> all_;
};

} // namespace imprimatur::policy
