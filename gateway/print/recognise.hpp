/// Which registered documents the pages of a job are of.
///
/// Promise: a page is recognised, not a file: one page of a registered document among others, cut,
/// turned, scaled or scanned, is found, and what is only alike is told apart from what is the same
/// (docs/recognition.md). A code or a number that a person states never admits: it says which
/// document is looked at first.
#pragma once

#include <optional>
#include <set>
#include <string>
#include <vector>

#include "gateway/print/parts.hpp"

namespace imprimatur::print {

/// A registered document of which a page of the job is, or may be.
struct Recognised {
    registry::Id document = 0;
    pipe::Likeness likeness = pipe::Likeness::Doubtful; ///< of its likest page
    std::vector<pipe::PageMatch> pages; ///< looked at closely; those that are Different too
    std::set<std::uint32_t> printed;    ///< of the document's pages, as far as the index tells
};

/// "1-3, 7": for the record of what was printed.
std::string to_ranges(std::set<std::uint32_t> const& pages);

/// The pages as the person's page options arrange them for the printer.
struct Arranged {
    std::uint32_t sheets = 0;
    std::vector<pipe::Finding> findings; ///< where codes stand on them
};

/// What is known of a job's document before anything is decided.
struct Seen {
    pipe::Inspection inspection;        ///< of the document as it was sent
    std::vector<Recognised> recognised; ///< what is claimed first, then the strictest level
    std::optional<Arranged> arranged;   ///< empty: it is printed as it was sent
};

/// Pages that must be those of a document, since a code or a person says so.
struct Claim {
    registry::Id document = 0;
    std::vector<pipe::PagePair> pairs;
};

/// What the codes on the pages and the person's option claim.
Result<std::vector<Claim>> claims_of(registry::Transaction& transaction, registry::Job const& job,
                                     pipe::Inspection const& inspection);

/// Looks up every page and compares the likeliest closely, by a worker; no transaction is open
/// meanwhile. Every document that is claimed is among them.
/// @error as Workers::compare(), store::Store::open_object()
Result<std::vector<Recognised>> recognise(Parts const& parts, Descriptor const& document,
                                          registry::Job const& job,
                                          pipe::Inspection const& inspection);

} // namespace imprimatur::print
