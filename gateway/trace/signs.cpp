#include "gateway/trace/signs.hpp"

#include <algorithm>
#include <cmath>
#include <set>

#include "foundation/sentence/figures.hpp"
#include "gateway/trace/corners.hpp"

namespace imprimatur::trace {

namespace {

using Values = std::map<std::string, std::string>;

/// A wrong name must not happen once in the life of all registries.
constexpr double most_chance = 1e-7;
/// A pattern that fits some copy no worse than this is hardly one by chance.
constexpr double least_telling = 1e-3;
/// The MAC of a code has 80 bits.
constexpr double chance_of_code = 1e-24;

Corners corners_of(OldMark::Point const (&points)[4]) {
    return {{points[0], points[1], points[2], points[3]}};
}

Sentence sentence_of(Found const& found) {
    Values values{{"page", std::to_string(found.page)}};
    if (found.serial) {
        values["serial"] = found.serial->text();
        values["chance"] = chance_text(found.chance);
    }
    if (found.seal) {
        values["printed_page"] = std::to_string(found.seal->page);
    }
    if (found.fit == Fit::Unsure) { // whether those dots are any at all, only a likely copy tells
        values["chance"] = chance_text(found.chance);
        return {found.chance <= least_telling ? "trace.found-dots-unsure"
                                              : "trace.found-dots-faint",
                values};
    }
    auto const kind = std::string(found.sign == Sign::Dots ? "dots-" : "");
    return {"trace.found-" + kind + std::string(identifier(found.fit)), values};
}

Found judged(keys::Keys const& keys, Known const& known, pipe::Finding const& finding) {
    Found out;
    out.page = finding.page;
    out.corners = corners_of(finding.corners);
    out.seal = finding.seal;
    if (!finding.seal) {
        out.text = finding.text;
        return out;
    }
    out.serial = finding.seal->serial;
    switch (keys.check(*finding.seal)) {
    case keys::SealFit::Ours:
        out.fit = known.has(*out.serial) ? Fit::Ours : Fit::Unknown;
        out.chance = chance_of_code;
        break;
    case keys::SealFit::Forged:
        out.fit = known.has(*out.serial) ? Fit::Forged : Fit::Elsewhere;
        break;
    case keys::SealFit::Unsealed:
        out.fit = Fit::Unsealed;
        break;
    case keys::SealFit::KeyMissing:
        out.fit = Fit::Unchecked;
        break;
    }
    return out;
}

Found judged(Reader const& reader, Known const& known, pipe::DotsSeen const& seen) {
    Found out;
    out.sign = Sign::Dots;
    out.page = seen.page;
    out.corners = corners_of(seen.corners);
    if (seen.serial && !known.has(*seen.serial)) {
        out.fit = Fit::Unknown;
        out.serial = seen.serial;
        return out;
    }
    auto const likely = reader.likeliest(seen, known.serials());
    if (!likely || likely->chance > most_chance) {
        out.fit = Fit::Unsure;
        out.chance = likely ? likely->chance : 1;
        return out;
    }
    out.fit = Fit::Ours;
    out.serial = likely->serial;
    out.chance = likely->chance;
    out.lie = seen.lie;
    return out;
}

/// A page bears its code more than once: one line for each. Dots are told sheet by sheet.
void add(std::vector<Found>& all, Found found) {
    bool const is_sheet = found.sign == Sign::Dots && found.fit == Fit::Ours;
    for (auto& other : all) {
        bool const is_same = other.page == found.page && other.sign == found.sign &&
                             other.fit == found.fit && other.text == found.text &&
                             other.serial == found.serial && other.seal == found.seal;
        if (is_same && !is_sheet) {
            other.corners = around(other.corners, found.corners);
            other.places.push_back(found.corners);
            other.chance = std::min(other.chance, found.chance);
            return;
        }
    }
    found.places = {found.corners};
    all.push_back(std::move(found));
}

/// Dots that name nobody are nothing to tell of on a page that other marks name.
void drop_needless_doubts(std::vector<Found>& findings) {
    auto const all = findings;
    std::erase_if(findings, [&](Found const& found) {
        return found.fit == Fit::Unsure &&
               std::any_of(all.begin(), all.end(), [&](Found const& other) {
                   return other.page == found.page && other.fit == Fit::Ours;
               });
    });
}

/// The sheet that a code stands on: of its copy, and without the code of another page.
std::vector<Region>::iterator sheet_of(std::vector<Region>& regions, Found const& code) {
    auto find = [&](bool within) {
        return std::find_if(regions.begin(), regions.end(), [&](Region const& region) {
            return region.page == code.page && region.serial == *code.serial &&
                   region.printed_page.value_or(code.seal->page) == code.seal->page &&
                   (!within || lies_in(code.corners, region.corners));
        });
    };
    auto const around_it = find(true);
    return around_it == regions.end() ? find(false) : around_it;
}

std::vector<Region> regions_of(std::vector<Found> const& findings) {
    std::vector<Region> out;
    auto add = [&](Found const& found) {
        out.push_back({.page = found.page, .corners = found.corners, .serial = *found.serial});
        return out.end() - 1;
    };
    for (auto const& found : findings) {
        if (found.fit == Fit::Ours && found.sign == Sign::Dots) {
            auto const sheet = add(found);
            sheet->by_dots = true;
            sheet->chance = found.chance;
            sheet->lie = found.lie;
        }
    }
    for (auto const& found : findings) {
        if (found.fit == Fit::Ours && found.sign == Sign::Code) {
            auto sheet = sheet_of(out, found);
            sheet = sheet == out.end() ? add(found) : sheet;
            sheet->by_code = true;
            sheet->chance = std::min(sheet->chance, found.chance);
            sheet->printed_page = found.seal->page;
            sheet->corners = around(sheet->corners, found.corners);
            sheet->codes.push_back(found.corners);
        }
    }
    return out;
}

Sentence about_two(std::string const& id, std::uint32_t page, Serial first, Serial second) {
    return {id,
            {{"page", std::to_string(page)}, {"first", first.text()}, {"second", second.text()}}};
}

/// On a copy that was made from paper, the dots of what it was made from show through: no second
/// copy, and nobody else's page. Where its own dots are not seen around them, its code may be
/// pasted on, or the two lie beside each other.
void drop_what_shows_through(Known const& known, Trace& trace) {
    auto& regions = trace.regions;
    for (std::size_t i = 0; i < regions.size();) {
        auto const& old = regions[i];
        auto const newer = std::find_if(regions.begin(), regions.end(), [&](Region const& region) {
            return region.page == old.page && region.by_dots &&
                   lies_in(old.corners, region.corners) &&
                   known.is_descended(region.serial, old.serial);
        });
        if (old.by_code || newer == regions.end()) {
            ++i;
            continue;
        }
        trace.warnings.push_back(
            about_two("trace.shows-through", old.page, newer->serial, old.serial));
        regions.erase(regions.begin() + static_cast<std::ptrdiff_t>(i));
    }
}

/// What two copies on one page mean. A code that only the dots around it contradict may be pasted
/// on: dots lie all over a page.
void tell_of_two(Region const& a, Region const& b, Trace& trace) {
    auto const& code = a.by_dots ? b : a;
    auto const& other = a.by_dots ? a : b;
    bool const is_contradicted = !code.by_dots && other.by_dots;
    if (is_contradicted && lies_in(code.corners, other.corners)) {
        trace.disagreements.push_back(
            about_two("trace.code-pasted", a.page, code.serial, other.serial));
    } else if (is_contradicted && !other.by_code) {
        trace.disagreements.push_back(
            about_two("trace.code-apart", a.page, code.serial, other.serial));
    } else {
        trace.warnings.push_back(about_two("trace.two-copies", a.page, a.serial, b.serial));
    }
}

void tell_disagreements(Trace& trace) {
    auto const& regions = trace.regions;
    for (std::size_t i = 0; i < regions.size(); ++i) {
        for (std::size_t k = i + 1; k < regions.size(); ++k) {
            if (regions[i].page == regions[k].page && regions[i].serial != regions[k].serial) {
                tell_of_two(regions[i], regions[k], trace);
            }
        }
    }
    for (auto const& found : trace.findings) {
        for (auto const& region : regions) {
            if (found.fit == Fit::Forged && region.page == found.page) {
                trace.disagreements.push_back(
                    about_two("trace.forged-on-copy", found.page, *found.serial, region.serial));
            }
        }
    }
}

/// More than one sheet of a copy on one page.
void tell_sheets(Trace& trace) {
    std::map<std::pair<std::uint32_t, Serial>, std::vector<std::uint32_t>> sheets;
    for (auto const& region : trace.regions) {
        sheets[{region.page, region.serial}].push_back(region.number);
    }
    for (auto const& [of, numbers] : sheets) {
        if (numbers.size() > 1) {
            trace.warnings.push_back({"trace.several-sheets",
                                      {{"page", std::to_string(of.first)},
                                       {"serial", of.second.text()},
                                       {"count", std::to_string(numbers.size())},
                                       {"regions", spans_of(numbers)}}});
        }
    }
}

/// Of a page whose code is not seen the dots may be those that show through on a copy of it.
void tell_possible_copies(Known const& known, Trace& trace) {
    for (auto const& region : trace.regions) {
        bool const has_code =
            std::any_of(trace.regions.begin(), trace.regions.end(), [&](Region const& other) {
                return other.by_code && other.page == region.page && other.serial == region.serial;
            });
        if (has_code) {
            continue;
        }
        std::string serials;
        for (auto const& child : known.descendants(region.serial)) {
            serials += (serials.empty() ? "" : " ") + child.text();
        }
        if (!serials.empty()) {
            trace.warnings.push_back({"trace.or-a-copy-of-it",
                                      {{"page", std::to_string(region.page)},
                                       {"serial", region.serial.text()},
                                       {"copies", serials}}});
        }
    }
}

/// A genuine code by itself says nothing of the paper around it.
void tell_codes_alone(Trace& trace) {
    for (auto const& region : trace.regions) {
        auto const is_contradicted =
            std::any_of(trace.regions.begin(), trace.regions.end(), [&](Region const& other) {
                return other.page == region.page && other.by_dots && other.serial != region.serial;
            }); // that is said already
        if (!region.by_dots && !is_contradicted) {
            trace.warnings.push_back(
                {"trace.code-alone",
                 {{"page", std::to_string(region.page)}, {"serial", region.serial.text()}}});
        }
    }
}

void number_regions(Trace& trace) {
    std::uint32_t number = 0;
    for (auto& region : trace.regions) {
        region.number = ++number;
        auto const kind = region.by_code && region.by_dots ? "both"
                          : region.by_code                 ? "code"
                                                           : "dots";
        Values values{{"number", std::to_string(number)},
                      {"page", std::to_string(region.page)},
                      {"serial", region.serial.text()},
                      {"chance", chance_text(region.chance)}};
        if (region.printed_page) {
            values["printed_page"] = std::to_string(*region.printed_page);
        }
        region.sentence = {"trace.region-" + std::string(kind), std::move(values)};
    }
}

} // namespace

Result<Known> Known::of(registry::Registry& registry) {
    auto transaction = registry.look();
    if (!transaction) {
        return pass_on(transaction);
    }
    auto documents = transaction->documents();
    if (!documents) {
        return pass_on(documents);
    }
    Known out;
    for (auto const& document : *documents) {
        auto copies = transaction->copies(document.id);
        if (!copies) {
            return pass_on(copies);
        }
        for (auto& copy : *copies) {
            out.serials_.push_back(copy.serial);
            out.copies_.emplace(copy.serial, std::move(copy));
        }
    }
    return out;
}

bool Known::is_descended(Serial copy, Serial ancestor) const {
    std::set<Serial> passed; // a damaged register may go round in circles
    for (auto at = copies_.find(copy); at != copies_.end() && passed.insert(at->first).second;
         at = copies_.find(*at->second.parent)) {
        if (!at->second.parent) {
            return false;
        }
        if (*at->second.parent == ancestor) {
            return true;
        }
    }
    return false;
}

std::vector<Serial> Known::descendants(Serial serial) const {
    std::vector<Serial> out;
    for (auto const& [name, copy] : copies_) {
        if (name != serial && is_descended(name, serial)) {
            out.push_back(name);
        }
    }
    return out;
}

void judge(keys::Keys const& keys, Reader const& reader, Known const& known,
           pipe::Reading const& reading, Trace& trace) {
    std::vector<Found> all;
    for (auto const& code : reading.codes) {
        all.push_back(judged(keys, known, code));
    }
    for (auto const& dots : reading.dots) {
        all.push_back(judged(reader, known, dots));
    }
    for (auto const& found : all) {
        add(trace.findings, found);
    }
    drop_needless_doubts(trace.findings);
    for (auto& found : trace.findings) {
        found.sentence = sentence_of(found);
    }
    trace.pages = reading.pages;
    trace.regions = regions_of(all);
    drop_what_shows_through(known, trace);
    number_regions(trace);
    tell_disagreements(trace);
    tell_sheets(trace);
    tell_possible_copies(known, trace);
    tell_codes_alone(trace);
}

} // namespace imprimatur::trace
