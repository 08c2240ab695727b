#include "gateway/print/recognise.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "gateway/print/facts.hpp"
#include "gateway/print/identify.hpp"

namespace imprimatur::print {

namespace {

constexpr std::size_t most_documents = 48;    // that are looked at closely
constexpr std::size_t most_pairs = 6;         // of each: one page that is the same is enough
constexpr std::size_t most_of_a_picture = 16; // pages that one which is a picture may be
constexpr std::size_t most_by_words = 8;      // that it shares a key of words with, besides
constexpr std::uint32_t likely = 4;           // keys found again, of 24

/// A document and where its pages may be in the job.
struct Candidate {
    registry::Document document;
    Level level = Level::Ordinary;                                         ///< as it is today
    std::map<std::pair<std::uint32_t, std::uint32_t>, std::uint32_t> hits; ///< page, registered
    std::uint32_t all_hits = 0;
    bool is_claimed = false;
};

using Candidates = std::map<registry::Id, Candidate>;

using Hits = std::vector<registry::PageHit>;

/// Of a page that words alone do not tell. Keys of pictures are found on pages that they are not
/// of; those of words hardly are, so that one that was read may find what the picture does not.
Result<Hits> find_picture(registry::Transaction& transaction, std::vector<std::uint64_t> const& all,
                          std::vector<std::uint64_t> const& words) {
    auto found = transaction.find_pages(all, 2);
    auto read = words.empty() ? Result<Hits>(Hits()) : transaction.find_pages(words, 1);
    if (!found || !read) {
        return found ? read : found;
    }
    found->resize(std::min(found->size(), most_of_a_picture));
    read->resize(std::min(read->size(), most_by_words));
    for (auto const& hit : *read) {
        bool const is_known = std::ranges::any_of(*found, [&](auto const& one) {
            return one.document == hit.document && one.page == hit.page;
        });
        if (!is_known) {
            found->push_back(hit);
        }
    }
    return found;
}

Result<Hits> find_page(registry::Transaction& transaction, pipe::Inspection const& inspection,
                       std::uint32_t page) {
    auto const& asked = inspection.asked_keys[page - 1];
    auto const hard = std::ranges::lower_bound(inspection.hard_pages, page);
    if (hard == inspection.hard_pages.end() || *hard != page) {
        return transaction.find_pages(asked, 1);
    }
    auto const place = static_cast<std::size_t>(hard - inspection.hard_pages.begin());
    bool const is_read = place < inspection.word_keys.size();
    return find_picture(transaction, asked,
                        is_read ? inspection.word_keys[place] : std::vector<std::uint64_t>());
}

Result<void> add_hits(registry::Transaction& transaction, pipe::Inspection const& inspection,
                      Candidates& candidates) {
    for (std::uint32_t i = 0; i < inspection.asked_keys.size(); ++i) {
        if (inspection.asked_keys[i].empty()) {
            continue;
        }
        auto found = find_page(transaction, inspection, i + 1);
        if (!found) {
            return pass_on(found);
        }
        for (auto const& hit : *found) {
            auto& candidate = candidates[hit.document];
            candidate.hits[{i + 1, hit.page}] += hit.hits;
            candidate.all_hits += hit.hits;
        }
    }
    return {};
}

void add_claims(std::vector<Claim> const& claims, Candidates& candidates) {
    constexpr std::uint32_t before_all = 1U << 20U;
    for (auto const& claim : claims) {
        auto& candidate = candidates[claim.document];
        candidate.is_claimed = true;
        for (auto const& pair : claim.pairs) {
            candidate.hits[{pair.page, pair.registered}] += before_all;
        }
    }
}

/// Documents that somebody registered, or that are secret: what else a print job entered is known
/// as a whole file only.
bool is_known_by_page(registry::Document const& document, Level level) {
    return !document.is_provisional || is_classified(level);
}

Result<std::vector<Candidate>> find_candidates(Parts const& parts, registry::Job const& job,
                                               pipe::Inspection const& inspection) {
    auto transaction = parts.registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    Candidates candidates;
    auto claims = claims_of(*transaction, job, inspection);
    if (!claims) {
        return pass_on(claims);
    }
    add_claims(*claims, candidates);
    if (auto added = add_hits(*transaction, inspection, candidates); !added) {
        return pass_on(added);
    }
    auto const today = local_date(parts.clock.now());
    std::vector<Candidate> out;
    for (auto& [id, candidate] : candidates) {
        auto document = transaction->document(id);
        if (!document) {
            return pass_on(document);
        }
        candidate.document = *document;
        candidate.level = is_declassified(*document, today) ? Level::Ordinary : document->level;
        if (candidate.is_claimed || is_known_by_page(*document, candidate.level)) {
            out.push_back(std::move(candidate));
        }
    }
    std::ranges::sort(out, [](Candidate const& a, Candidate const& b) {
        return std::tuple(a.is_claimed, a.level, a.all_hits) >
               std::tuple(b.is_claimed, b.level, b.all_hits);
    });
    return out;
}

/// The likeliest first, each page of the job at most twice, so that one that is common to many does
/// not hide the others.
std::vector<pipe::PagePair> likeliest_pairs(Candidate const& candidate) {
    std::vector<std::pair<std::uint32_t, pipe::PagePair>> all;
    for (auto const& [pages, hits] : candidate.hits) {
        all.push_back({hits, {pages.first, pages.second}});
    }
    std::ranges::stable_sort(all, std::greater(), [](auto const& one) { return one.first; });
    std::map<std::uint32_t, int> taken;
    std::vector<pipe::PagePair> out;
    std::uint32_t claimed = 0;
    for (auto const& [hits, pair] : all) {
        bool const is_claim = candidate.is_claimed && hits >= (1U << 20U);
        claimed += is_claim ? 1 : 0;
        if (is_claim || (out.size() < most_pairs + claimed && ++taken[pair.page] <= 2)) {
            out.push_back({pair.page, pair.registered, hits >= likely});
        }
    }
    return out;
}

/// For each page of the job the one that it has most keys of.
std::set<std::uint32_t> printed_pages(Candidate const& candidate) {
    std::map<std::uint32_t, std::pair<std::uint32_t, std::uint32_t>> best; // page: hits, registered
    for (auto const& [pages, hits] : candidate.hits) {
        best[pages.first] = std::max(best[pages.first], {hits, pages.second});
    }
    std::set<std::uint32_t> out;
    for (auto const& [page, one] : best) {
        out.insert(one.second);
    }
    return out;
}

/// Of a document whose file is not kept here: what the index says, and never less than a doubt.
Recognised by_hits(Candidate const& candidate) {
    constexpr std::uint32_t surely = 12; // of the 24 keys of a page
    Recognised out{candidate.document.id, pipe::Likeness::Different, {}, printed_pages(candidate)};
    for (auto const& [pages, hits] : candidate.hits) {
        auto const real = hits & ((1U << 20U) - 1);
        auto const likeness = real >= surely ? pipe::Likeness::Same
                              : real >= 3    ? pipe::Likeness::Doubtful
                                             : pipe::Likeness::Different;
        out.likeness = std::max(out.likeness, likeness);
        out.pages.push_back({{pages.first, pages.second}, likeness, 0, 0});
    }
    return out;
}

Result<Recognised> look_closely(Parts const& parts, Descriptor const& document,
                                Candidate const& candidate) {
    if (candidate.document.object.empty()) {
        return by_hits(candidate); // registered before files were kept
    }
    auto file = parts.store.open_object(candidate.document.object);
    if (!file && file.error().fault == Fault::NotFound) {
        return by_hits(candidate); // or at another gateway
    }
    if (!file) {
        return pass_on(file);
    }
    auto matches = parts.documents.compare(document, *file, likeliest_pairs(candidate));
    if (!matches) {
        return pass_on(matches);
    }
    Recognised out{candidate.document.id, pipe::Likeness::Different, std::move(*matches),
                   printed_pages(candidate)};
    for (auto const& match : out.pages) {
        out.likeness = std::max(out.likeness, match.likeness);
    }
    return out;
}

} // namespace

std::string to_ranges(std::set<std::uint32_t> const& pages) {
    std::string out;
    for (auto page = pages.begin(); page != pages.end();) {
        auto last = *page;
        auto const first = *page;
        while (++page != pages.end() && *page == last + 1) {
            last = *page;
        }
        out += (out.empty() ? "" : ", ") + std::to_string(first);
        out += last > first ? "-" + std::to_string(last) : "";
    }
    return out;
}

Result<std::vector<Claim>> claims_of(registry::Transaction& transaction, registry::Job const& job,
                                     pipe::Inspection const& inspection) {
    std::vector<Claim> out;
    auto claim = [&](registry::Id document) -> Claim& {
        auto found = std::ranges::find(out, document, &Claim::document);
        return found == out.end() ? out.emplace_back(Claim{document, {}}) : *found;
    };
    for (auto const& finding : inspection.findings) {
        if (!finding.seal) {
            continue;
        }
        auto copy = transaction.find_copy(finding.seal->serial);
        if (!copy) {
            return pass_on(copy);
        }
        if (*copy) {
            claim((*copy)->document).pairs.push_back({finding.page, finding.seal->page});
        }
    }
    if (auto const number = option_of(job, "imprimatur-document"); !number.empty()) {
        auto document = transaction.find_document(number);
        if (!document) {
            return pass_on(document);
        }
        auto const pages = std::min<std::uint32_t>(inspection.pages, most_pairs);
        for (std::uint32_t page = 1; *document && page <= pages; ++page) {
            claim((*document)->id).pairs.push_back({page, page});
        }
    }
    return out;
}

Result<std::vector<Recognised>> recognise(Parts const& parts, Descriptor const& document,
                                          registry::Job const& job,
                                          pipe::Inspection const& inspection) {
    auto candidates = find_candidates(parts, job, inspection);
    if (!candidates) {
        return pass_on(candidates);
    }
    std::vector<Recognised> out;
    std::optional<Level> known; // the strictest level of which a page is there surely
    std::size_t looked_at = 0;
    for (auto const& candidate : *candidates) {
        bool const is_needed = !known || candidate.level > *known;
        if (!candidate.is_claimed && (!is_needed || ++looked_at > most_documents)) {
            continue;
        }
        auto seen = look_closely(parts, document, candidate);
        if (!seen) {
            return pass_on(seen);
        }
        if (seen->likeness == pipe::Likeness::Same) {
            known = std::max(known.value_or(candidate.level), candidate.level);
        }
        if (candidate.is_claimed || seen->likeness != pipe::Likeness::Different) {
            out.push_back(std::move(*seen));
        }
    }
    return out;
}

} // namespace imprimatur::print
