/// The pipe to the worker: the only way by which the gateway touches a document.
///
/// Promise: untrusted bytes are parsed in a separate process that has no network, no files of ours
/// and bounded memory and time. A worker that crashes, hangs or asks for too much is killed and
/// replaced; the caller gets an Error and its inputs are untouched. Only a second death is laid to
/// the document: somebody may have killed the first. Documents go across as sealed memory files.
#pragma once

#include <chrono>
#include <cstdint>
#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "foundation/file/file.hpp"
#include "foundation/result/result.hpp"
#include "marking/form/form.hpp"
#include "marking/mark/mark.hpp"

namespace imprimatur::pipe {

/// How much a worker may take for one request.
struct Limits {
    std::uint64_t memory_bytes = 4ULL << 30U;
    std::chrono::seconds time{120};
    /// Workers::read() begins no further page after so long, however many are left.
    std::chrono::seconds reading{600};
    /// Workers::inspect() gives up on a document whose pictures take longer to be looked at.
    std::chrono::seconds looking{3600};
    std::uint64_t output_bytes = 4ULL << 30U;
    std::uint32_t pages = 20000;
    /// Of each copy so many pages are checked before it goes out: all of a shorter one, else first,
    /// last and evenly between.
    std::uint32_t verified_pages = 2;
};

struct Settings {
    std::filesystem::path program; ///< imprimatur-worker
    std::filesystem::path data;    ///< folder with templates/
    std::size_t processes = 2;     ///< how many requests at once; further ones wait
    Limits limits;
    /// 32 bytes each, for the covert dots, oldest first: the last draws, all read. Asked anew for
    /// each request; without any, none are drawn and none are read.
    std::function<std::vector<std::string>()> dots_keys;
    /// Every worker ends after its one request, whatever the document. As many again stand ready.
    bool one_document_per_life = false;
    /// So many that have served nobody stand ready for documents that have a worker to themselves;
    /// 0: one is started when it is needed.
    std::size_t fresh = 0;
    /// Refuse to start where the kernel lacks any protection; else missing_protections() tells.
    bool demand_every_protection = false;
};

/// Which worker a document may go to. Alone: one that has seen no other document and will see none
/// (from 机密 up, and while the level is not known).
enum class Sharing { Any, Alone };

/// What kind of file the bytes really are, whatever they were called.
enum class FileKind { Pdf, Png, Jpeg, Tiff, Unknown };

/// A thing found on a page that says which copy it is.
struct Finding {
    std::uint32_t page;        ///< of the input, from 1
    std::optional<Seal> seal;  ///< empty: a QR that is not ours
    std::string text;          ///< what the QR says, at most 200 bytes
    OldMark::Point corners[4]; ///< mm from the top left of the page as shown
};

/// How a sheet lies on a picture, as its dots tell.
struct Lie {
    double width = 0;      ///< of what is seen, mm on the sheet
    double height = 0;     ///< mm
    double resolution = 0; ///< pixels an inch of the sheet; 0: the dots do not tell
    double turn = 0;       ///< degrees by which the sheet is turned clockwise, −180 to 180
};

/// Covert dots (点阵水印) of one sheet on a page, or of a part of it where they name no copy.
struct DotsSeen {
    std::uint32_t page; ///< of the input, from 1
    /// mm from the top left of the page as shown: of what is seen of the sheet, its own top left
    /// first, where `lie` tells; else of the part that was looked at.
    OldMark::Point corners[4];
    std::optional<Serial> serial; ///< whom they name by themselves; empty: too little is seen
    bool mirrored = false;        ///< seen from behind, or the dots of a copy's copy
    Lie lie;                      ///< of a sheet whose copy is known
    double lattices = 1;          ///< that were tried on the page: each is a chance to be wrong
    std::uint32_t generation = 0; ///< which of Settings::dots_keys they were read with, from 0
    /// What is seen: for each pair of a tile how much it speaks for the second site, once for each
    /// likely placing; the likeliest first, and only that one where `serial` is known.
    std::vector<std::vector<std::int8_t>> placings;
};

/// Everything of ours on the pages of a scan, a photo or a PDF.
struct Reading {
    struct Page {
        double width; ///< mm, or as if the longer side were 297 mm
        double height;
    };
    std::vector<Page> pages; ///< all of the file; without a size where a page was not read
    std::vector<Finding> codes;
    std::vector<DotsSeen> dots;
    std::vector<std::uint32_t> unread; ///< pages that failed, or for which there was no time
    std::string unread_cause; ///< why the first of them failed, for the log; empty: no time
};

/// A copy on record that dots are likely those of.
struct Likely {
    Serial serial;
    double score;  ///< how well it fits, in standard deviations of what another copy would show
    double chance; ///< at most this, of its being the wrong one
};

/// The content of a document, whatever program wrote the bytes: survives pdftopdf and re-saving,
/// not a change of words or pictures. Opaque text; equal documents have similar, not equal,
/// fingerprints.
struct Fingerprint {
    std::string text; ///< versioned, ASCII, to be stored
};

/// What a document is.
struct Inspection {
    FileKind kind = FileKind::Unknown;
    std::uint32_t pages = 0;
    std::vector<Finding> findings;
    std::optional<Level> written_level; ///< the highest level that stands on its pages as a mark
    /// False: it is a mark of another scale or of none (CONFIDENTIAL, 商业秘密, 保密), and
    /// `written_level` the nearest of ours.
    bool is_level_certain = true;
    std::string written_where; ///< "page 1: 机密★10年"
    Fingerprint fingerprint;
    bool is_signed = false; ///< a digital signature will not survive marking
    /// Those that name a copy, on pages that a scanner may have made. Of more than 30 of them a
    /// sample is looked at first, and the others where it has some.
    std::vector<DotsSeen> dots;
    std::vector<std::uint32_t> unread_pages; ///< pages that are one picture and carry no finding
    std::vector<std::vector<std::uint64_t>>
        page_keys; ///< by which each page is found again; kept in the registry
    /// For each page what is asked of the registry: some of the keys kept of any page that is
    /// alike. Not kept.
    std::vector<std::vector<std::uint64_t>> asked_keys;
    /// Those that words alone do not tell: their pictures were looked at, and read.
    std::vector<std::uint32_t> hard_pages;
    /// For each of hard_pages those of asked_keys that are of words: one of them says more than
    /// several of pictures do. Not kept.
    std::vector<std::vector<std::uint64_t>> word_keys;
    /// Pages that are one picture, for whose words there was no time: what level they bear is not
    /// known.
    std::vector<std::uint32_t> silent_pages;
};

/// How a page of a job is to a page of a registered document.
enum class Likeness {
    Different,
    Doubtful, ///< a person must look
    Same,     ///< also as a part of it, or as one of several pages on a sheet
};

/// A page of a job and one of a registered document, both from 1.
struct PagePair {
    std::uint32_t page;
    std::uint32_t registered;
    bool is_likely = true; ///< worth reading where the pages are pictures that do not fit
};

struct PageMatch {
    PagePair pair;
    Likeness likeness;
    double of_page;       ///< share of the job's page that the registered one has too
    double of_registered; ///< share of the registered page that the job's has too
};

/// How a copy was made; kept in the job's record.
struct Marked {
    std::string
        way; ///< "appended", "repaired", "vector", "image": the step of the ladder that was used
    std::uint32_t pages = 0;
    std::vector<Sentence>
        remarks; ///< "a signature ended", "no free room on page 3": for the person
    std::vector<Descriptor> copies; ///< sealed, one for each mark asked for, in that order
    std::string causes{};           ///< why the steps before that one would not do; for the log
};

/// A register, a slip or a report, as values.
using form::Cell;
using form::Sheet;

/// A pool of workers. Thread-safe; move-only.
class Workers {
  public:
    /// @error Unavailable the program cannot be started, or the kernel lacks a protection that is
    /// demanded (sentence says which).
    static Result<Workers> start(Settings settings);
    Workers(Workers&&) noexcept;
    Workers& operator=(Workers&&) noexcept;
    ~Workers();

    /// @error BadInput empty, broken, encrypted or not a document ("pipe.*" sentences say which);
    /// Exhausted too many pages or bytes; TimedOut; Internal two workers died on it.
    /// @param sharing as Making::sharing
    Result<Inspection> inspect(Descriptor const& document, Sharing sharing = Sharing::Any) const;

    /// Looks closely at pairs of pages of two documents. @error as inspect(), for either of them.
    Result<std::vector<PageMatch>> compare(Descriptor const& document, Descriptor const& registered,
                                           std::vector<PagePair> const& pairs) const;

    /// Both pages of a pair beside each other as PNG, the job's on the left; what only one of them
    /// has is outlined. @param dpi 10 to 200. @error as render(), for either of them.
    Result<Descriptor> side_by_side(Descriptor const& document, Descriptor const& registered,
                                    PagePair pair, int dpi) const;

    /// How many pages it has. @error as inspect(), before any page is looked at.
    Result<std::uint32_t> count(Descriptor const& document) const;

    /// How alike two documents are: 0 different, 1 the same. The same document gives >= 0.98
    /// (`same`).
    static double likeness(Fingerprint const& a, Fingerprint const& b);
    static constexpr double same = 0.98;
    /// The very same file, whatever program wrote its bytes: equal words on every page and, where
    /// words do not tell, equal pixels (P7.13.1).
    static bool is_same_file(Fingerprint const& a, Fingerprint const& b);
    /// Documents that are the same have the same key: to find candidates in an index.
    static std::string key(Fingerprint const& fingerprint);

    /// What the kernel does not give the workers: of "landlock", "seccomp", "memory"; empty is
    /// good. The person in charge must be told (`imprimatur check`).
    std::vector<std::string> missing_protections() const;

    /// How a marked copy is to be made.
    struct Making {
        bool whole = false; ///< written anew as one file, for people to keep; not for a printer
        bool only_image = false; ///< pages become pictures: nothing hidden in the document survives
        Sharing sharing = Sharing::Any;
    };

    /// Marks the document once for each of `marks` with the template of that name
    /// (templates/marks/NAME.toml), with the covert dots where there is a key for them, and
    /// verifies every copy with the other library before returning.
    /// @error as inspect; and BadInput the mark does not fit the template.
    Result<Marked> mark(Descriptor const& document, std::string const& template_name,
                        std::vector<Mark> const& marks,
                        Making how = {false, false, Sharing::Any}) const;

    /// One page as PNG. @param dpi 10 to 600. @error as inspect; NotFound no such page.
    Result<Descriptor> render(Descriptor const& document, std::uint32_t page, int dpi,
                              Sharing sharing = Sharing::Any) const;

    /// Everything of ours that can be read on a scan, a photo or a PDF. Reads harder than
    /// inspect(): page by page, each within the limits of a request, and those that fail are said
    /// to be unread. @error as inspect(), and where no page at all can be read.
    Result<Reading> read(Descriptor const& image) const;

    /// Of the copies that exist, the one that dots fit best; empty without a key, or without
    /// copies. Where the dots name their copy themselves it is that one, if it exists.
    std::optional<Likely> likeliest(DotsSeen const& dots, std::vector<Serial> const& copies) const;

    /// A part of a page to be outlined on its picture.
    struct Outline {
        std::uint32_t page;
        OldMark::Point corners[4];
        std::string colour;   ///< "#rrggbb"
        std::uint32_t number; ///< written at its top left corner
    };
    /// Page `page` of a picture or file as PNG, with outlines. @error as render().
    Result<Descriptor> outline(Descriptor const& image, std::uint32_t page,
                               std::vector<Outline> const& outlines) const;

    /// A register as PDF.
    Result<Descriptor> draw(Sheet const& sheet) const;

  private:
    /// The pages that words do not tell, some at a time, each time within a request's limits.
    Result<void> look_deeper(Descriptor const& document, Inspection& inspection,
                             Sharing sharing) const;

    struct Pool;
    explicit Workers(std::unique_ptr<Pool> pool);
    std::unique_ptr<Pool> pool_;
};

} // namespace imprimatur::pipe
