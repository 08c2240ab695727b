/// From a serial, whole or in part, or a picture of a page, to the story of a copy.
///
/// Promise: what is read is told apart: ours, forged, made by hand, foreign. Every trace is in the
/// log.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "gateway/keys/keys.hpp"
#include "gateway/registry/registry.hpp"
#include "marking/pipe/pipe.hpp"

namespace imprimatur::trace {

/// What a code on a page turned out to be.
enum class Fit {
    Ours,     ///< sealed here, and in the registry
    Unknown,  ///< the seal is genuine, but no such copy is on record
    Forged,   ///< looks like ours, but its check fails
    Unsealed, ///< made by hand, without a registry
    Foreign,  ///< not of our kind
};
std::string_view identifier(Fit fit);

struct Found {
    std::uint32_t page = 0; ///< of the picture or file
    Fit fit = Fit::Foreign;
    std::optional<Seal> seal;
    std::string text; ///< of a foreign code
    Sentence sentence;
};

/// Everything on record about one copy.
struct Story {
    registry::Copy copy;
    registry::Document document;
    std::optional<registry::Request> request;
    std::vector<registry::Approval> approvals;
    std::optional<registry::Grant> grant;
    std::vector<registry::Movement> movements;
    std::vector<registry::Copy> ancestors;    ///< what it was copied from, nearest first
    std::vector<registry::Copy> children;     ///< what was copied from it
    std::map<std::string, std::string> names; ///< account → full name, of everybody in it
    std::vector<Sentence> lines;              ///< the story told

    /// The full name of an account, or the account.
    std::string name_of(std::string const& account) const;
};

struct Trace {
    std::vector<Found> findings; ///< empty when a serial was typed
    std::vector<Story> stories;
    Sentence sentence; ///< the outcome
};

/// What people call a role, in Chinese and in English.
struct Title {
    std::string chinese;
    std::string english;
};
using TitleOf = std::function<Title(std::string const& role)>;

/// Reads hard what is on a picture (pipe::Workers::read).
using Reader = std::function<Result<std::vector<pipe::Finding>>(Descriptor const& picture)>;

/// Thread-safe. `account` is the one who asks.
class Tracer {
  public:
    Tracer(registry::Registry& registry, keys::Keys const& keys, Reader reader, TitleOf title_of)
        : registry_(registry), keys_(keys), reader_(std::move(reader)),
          title_of_(std::move(title_of)) {}

    /// `serial` as typed; `?` stands for a character that cannot be read (at most ten).
    /// @error BadInput a slip of the hand, or too little to go by; NotFound no such copy.
    Result<Trace> by_text(std::string const& serial, std::string const& account) const;

    /// @error as Reader. Nothing readable is no error: the sentence says so.
    Result<Trace> by_picture(Descriptor const& picture, std::string const& account) const;

    /// One story without a line in the log. @error NotFound.
    Result<Story> story(Serial serial) const;

  private:
    registry::Registry& registry_;
    keys::Keys const& keys_;
    Reader reader_;
    TitleOf title_of_;
};

} // namespace imprimatur::trace
