/// From a serial, whole or in part, or a picture of a page, to the story of a copy.
///
/// Promise: what is read is told apart: ours, forged, made by hand, foreign; marks that disagree
/// are shown as such; a copy is named only when the chance of a wrong name is below one in ten
/// million, and that chance is said. Every trace is in the log, also of what cannot be read.
#pragma once

#include <array>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "foundation/time/time.hpp"
#include "gateway/keys/keys.hpp"
#include "gateway/registry/registry.hpp"
#include "marking/pipe/pipe.hpp"

namespace imprimatur::trace {

/// What a code on a page turned out to be.
enum class Fit {
    Ours,      ///< sealed here, and in the registry
    Unknown,   ///< the seal is genuine, but no such copy is on record
    Forged,    ///< names a copy on record, but its check fails
    Elsewhere, ///< of another registry's making, or forged: names no copy on record
    Unsealed,  ///< made by hand, without a registry
    Unchecked, ///< a key that the registry knows is not here: nobody can tell
    Unsure,    ///< may be dots of ours, too few to name a copy
    Foreign,   ///< not of our kind
};
std::string_view identifier(Fit fit);

/// By what kind of mark.
enum class Sign { Code, Dots };
std::string_view identifier(Sign sign);

/// Millimetres from the top left of the page; clockwise, the top left as printed first.
using Corners = std::array<OldMark::Point, 4>;

/// One mark of one copy on one page, however often it stands there; dots once for each sheet.
struct Found {
    std::uint32_t page = 0; ///< of the picture or file
    Sign sign = Sign::Code;
    Fit fit = Fit::Foreign;
    std::optional<Seal> seal;
    std::optional<Serial> serial; ///< what the mark says
    std::string text;             ///< of a foreign code
    Corners corners{};            ///< around all of it
    std::vector<Corners> places;  ///< each of the codes that say so
    double chance = 1;            ///< Fit::Ours: of its being another copy, at most
    pipe::Lie lie;                ///< Fit::Ours: as dots tell
    Sentence sentence;
};

/// What a page shows of one sheet of one copy: all marks there that say so.
struct Region {
    std::uint32_t number = 0; ///< from 1, as on the outlined picture
    std::uint32_t page = 0;
    Corners corners{};
    std::vector<Corners> codes; ///< where the codes stand
    Serial serial;
    std::optional<std::uint32_t> printed_page; ///< of the copy, as its code says
    bool by_code = false;
    bool by_dots = false;
    double chance = 1; ///< of its being another copy, at most
    pipe::Lie lie;     ///< as its dots tell
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
    std::vector<registry::Copy> descendants;  ///< all made from it, each after its own parent
    std::vector<registry::Copy> others;       ///< further ones of the document: who has these pages
    std::map<std::string, std::string> names; ///< account → full name, of everybody in it
    std::vector<Sentence> lines;              ///< the story told
    std::vector<Sentence> next;               ///< what is to be done now (K21)
    std::optional<Sentence> alarm;            ///< finding it contradicts the register

    /// The full name of an account, or the account.
    std::string name_of(std::string const& account) const;
};

/// What was asked, by whom and when: what ties an answer to its evidence.
struct Asked {
    std::string by;      ///< account
    std::string by_name; ///< full name, where it is known
    Instant at{};
    std::string serial; ///< as typed; empty: a file was shown
    std::string file;   ///< its name as the one who asks calls it; may be empty
    std::string sha256; ///< of the file, 64 hex digits
};

/// One of several copies that what was typed fits.
struct Candidate {
    registry::Copy copy;
    std::string document; ///< its number
    std::string title;
    std::string holder_name; ///< in full, or the account
};

struct Trace {
    Asked asked;
    std::vector<Found> findings; ///< codes that were read; none when a serial was typed
    std::vector<Region> regions;
    /// Genuine marks of one page that name different copies: to be said before all else.
    std::vector<Sentence> disagreements;
    std::vector<Sentence> warnings;    ///< what else is to be known before a copy is named
    std::vector<Story> stories;        ///< copies that dots name come first
    std::vector<Candidate> candidates; ///< where a part of a serial fits several; then no stories
    std::size_t further = 0;           ///< that fit as well and are not listed
    std::vector<pipe::Reading::Page> pages; ///< of the picture or file
    std::vector<std::uint32_t> unread;      ///< pages that were not looked at; a warning says so
    Sentence sentence;                      ///< the outcome
};

/// What people call a role, in Chinese and in English.
struct Title {
    std::string chinese;
    std::string english;
};
using TitleOf = std::function<Title(std::string const& role)>;

/// Reads hard what is on a picture, and holds dots against copies (pipe::Workers).
struct Reader {
    std::function<Result<pipe::Reading>(Descriptor const& picture)> read;
    std::function<std::optional<pipe::Likely>(pipe::DotsSeen const&, std::vector<Serial> const&)>
        likeliest;
};

/// Thread-safe. `account` is the one who asks.
class Tracer {
  public:
    Tracer(registry::Registry& registry, keys::Keys const& keys, Clock const& clock, Reader reader,
           TitleOf title_of)
        : registry_(registry), keys_(keys), clock_(clock), reader_(std::move(reader)),
          title_of_(std::move(title_of)) {}

    /// `serial` as typed; `?` stands for a character that cannot be read, `…` or `*` for a rest.
    /// One copy that fits gives its story, several a short list. The text of a code, as a phone
    /// reads it, is checked as one on a picture is.
    /// @error BadInput a slip of the hand, or nothing to go by; NotFound no such copy.
    Result<Trace> by_text(std::string const& serial, std::string const& account) const;

    /// `file` is what the picture is called where it comes from.
    /// @error as Reader. Nothing readable is no error: the sentence says so.
    Result<Trace> by_picture(Descriptor const& picture, std::string const& file,
                             std::string const& account) const;

    /// One story without a line in the log. @error NotFound.
    Result<Story> story(Serial serial) const;

  private:
    Result<Trace> by_code(std::string const& text, std::string const& account) const;

    registry::Registry& registry_;
    keys::Keys const& keys_;
    Clock const& clock_;
    Reader reader_;
    TitleOf title_of_;
};

} // namespace imprimatur::trace
