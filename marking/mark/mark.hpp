/// What is to be marked on the pages of one copy. Plain values: no PDF, no people, no database.
///
/// Promise: every text a template can ask for is here, already decided; marking decides nothing.
#pragma once

#include <compare>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "foundation/time/time.hpp"
#include "marking/mark/serial.hpp"

namespace imprimatur {

/// Levels, lowest first (K1, P1.3.3, P7.3). The three classified ones and two below them.
enum class Level { Ordinary, Internal, Confidential, Secret, TopSecret };

/// 普通 内部 秘密 机密 绝密 / Ordinary Internal Confidential Secret Top Secret.
std::string_view chinese_name(Level level);
std::string_view english_name(Level level);
/// Either name, or the identifiers ordinary, internal, confidential, secret, top-secret.
std::optional<Level> find_level(std::string_view text);
std::string_view identifier(Level level);
/// 秘密 and above: must be marked, counted, approved.
bool is_classified(Level level);

/// How long a document stays secret (保密期限, K3, P7.3): so many years or months, up to a day, or
/// until something happens.
struct Period {
    enum class Kind { Years, Months, Until, Event };
    Kind kind = Kind::Years;
    int count = 0;       ///< years or months
    Date until{};        ///< Kind::Until
    std::string event{}; ///< Kind::Event: "公布后" and the like

    /// "10年", "6个月", "2030年1月1日", or the event's words: what stands after ★.
    std::string text() const;
    /// The same to readers of English: "10 years", "6 months", "until 2030-01-01".
    std::string english() const;
    /// "10y", "6m", "2030-01-01", "event:…": what is stored and typed. read() accepts text() as
    /// well.
    std::string identifier() const;
    bool operator==(Period const&) const = default;
};
std::optional<Period> find_period(std::string_view text);
/// The first day on which it is no longer secret; empty for an event.
std::optional<Date> declassification_date(Period const& period, Date issued);
/// `机密★10年`; the level alone without a period (GB/T 9704-2012, 7.2.2).
std::string level_mark(Level level, std::optional<Period> const& period);
/// The same to readers of English: "Secret (10 years)".
std::string english_mark(Level level, std::optional<Period> const& period);

/// 份号: 1 to 999 999, printed as six digits (GB/T 9704-2012, 7.2.1).
struct CopyNumber {
    std::uint32_t value;
    std::string text() const; ///< "000123"
    auto operator<=>(CopyNumber const&) const = default;
};

/// A mark of ours that is already on a page of the input (a scan of a copy, or a file of one).
/// Millimetres from the top left corner of the page as shown.
struct OldMark {
    std::uint32_t page; ///< from 1
    Seal seal;
    struct Point {
        double x;
        double y;
    };
    Point corners[4];                 ///< of the QR, top left first, clockwise as printed
    std::optional<CopyNumber> number; ///< to be struck through
};

/// Everything that one copy shows. Texts are UTF-8 and already in the language of the document.
struct Mark {
    Level level = Level::Ordinary;
    std::optional<Period> period;
    std::optional<CopyNumber> number;
    std::optional<std::uint32_t> total; ///< copies made under the same grant
    std::optional<CopyNumber> parent;   ///< copied from that one, which is struck through
    Serial serial{0};
    std::vector<std::string> seals; ///< text of the QR, one a page; fewer: the last is kept
    std::string document;           ///< document number
    std::string title;
    std::string recipient;
    std::string unit;         ///< of the recipient
    std::string copying_unit; ///< who made the copy (2024 regulations, art. 27)
    std::string purpose;
    std::string scope;   ///< 发放范围
    std::string user;    ///< who printed
    std::string printed; ///< local time of printing, as shown
    std::string issued;  ///< date of issue, as shown
    std::vector<OldMark> old_marks;
    /// The covert dots: '0' or '1' for each pair of a tile (marking/dots); empty: none. Drawn as in
    /// a mirror where the page bears the dots of another copy, so that both can be told apart.
    std::string dots;
    bool dots_mirrored = false;
};

} // namespace imprimatur
