#include "gateway/print/marks.hpp"

#include <algorithm>

#include "gateway/identity/identity.hpp"
#include "gateway/print/facts.hpp"
#include "gateway/print/identify.hpp"

namespace imprimatur::print {

namespace {

struct Source {
    bool is_odd_generation = false; ///< a copy of a copy of …, an odd number of times
    registry::Document document;
    std::vector<registry::Person> people;
    std::optional<registry::Copy> parent;
    std::optional<registry::Request> request;
    std::optional<std::uint32_t> granted;
};

/// Whether a copy made from `parent` stands an odd number of copyings away from the original.
Result<bool> is_odd_below(registry::Transaction& transaction,
                          std::optional<registry::Copy> parent) {
    constexpr int most_generations = 1000;
    bool is_odd = false;
    for (int i = 0; parent && i < most_generations; ++i) {
        is_odd = !is_odd;
        if (!parent->parent) {
            break;
        }
        auto above = transaction.find_copy(*parent->parent);
        if (!above) {
            return pass_on(above);
        }
        parent = *above;
    }
    return is_odd;
}

Result<Source> source_of(registry::Transaction& transaction, registry::Job const& job) {
    Source out;
    auto document = transaction.document(job.document.value_or(0));
    if (!document) {
        return pass_on(document);
    }
    out.document = *document;
    auto people = transaction.people();
    if (!people) {
        return pass_on(people);
    }
    out.people = *people;
    if (job.parent) {
        auto parent = transaction.find_copy(*job.parent);
        if (!parent) {
            return pass_on(parent);
        }
        out.parent = *parent;
        auto odd = is_odd_below(transaction, *parent);
        if (!odd) {
            return pass_on(odd);
        }
        out.is_odd_generation = *odd;
    }
    if (job.grant) {
        auto grant = transaction.grant(*job.grant);
        if (!grant) {
            return pass_on(grant);
        }
        out.granted = grant->count;
        auto request = transaction.request(grant->request);
        if (!request) {
            return pass_on(request);
        }
        out.request = *request;
    }
    return out;
}

std::string full_name(std::vector<registry::Person> const& people, std::string const& name) {
    auto const* person = identity::find_meant(people, name);
    return person == nullptr || person->full_name.empty() ? name : person->full_name;
}

std::string department(std::vector<registry::Person> const& people, std::string const& name) {
    auto const* person = identity::find_meant(people, name);
    return person == nullptr ? "" : person->department;
}

std::vector<OldMark> old_marks(Seen const& seen, registry::Copy const& parent) {
    std::vector<OldMark> out;
    for (auto const& finding : seen.arranged ? seen.arranged->findings : seen.inspection.findings) {
        if (!finding.seal || finding.seal->serial != parent.serial) {
            continue;
        }
        OldMark old{finding.page, *finding.seal, {}, parent.number};
        for (std::size_t i = 0; i < 4; ++i) {
            old.corners[i] = finding.corners[i];
        }
        out.push_back(old);
    }
    return out;
}

std::vector<std::string> seal_texts(keys::Keys const& keys, Serial serial, std::uint32_t pages) {
    std::vector<std::string> out;
    for (std::uint32_t page = 1; page <= pages; ++page) {
        out.push_back(to_text(keys.seal(serial, page)));
    }
    return out;
}

std::uint32_t pages_printed(Seen const& seen) {
    return seen.arranged ? seen.arranged->sheets : seen.inspection.pages;
}

std::string joined(std::set<std::string> const& names,
                   std::vector<registry::Person> const& people) {
    std::string out;
    for (auto const& name : names) {
        out += (out.empty() ? "" : "、") + full_name(people, name);
    }
    return out;
}

/// What all copies of the job share.
Mark common_mark(Parts const& parts, registry::Job const& job, Source const& source) {
    auto today = local_date(parts.clock.now());
    Mark mark;
    auto const& document = source.document;
    mark.level = parts.policies.current().level_on(facts_of(document, today), today);
    if (mark.level == document.level && is_classified(mark.level)) {
        mark.period = document.period;
    }
    mark.document = document.number;
    mark.title = document.title;
    mark.copying_unit = parts.settings.organisation;
    mark.purpose = source.request ? source.request->purpose : option_of(job, "imprimatur-purpose");
    mark.scope = joined(document.scope, source.people);
    mark.user = full_name(source.people, job.user);
    mark.issued = document.issued ? to_text(*document.issued) : "";
    mark.total = source.granted;
    if (source.parent) {
        mark.parent = source.parent->number;
    }
    return mark;
}

} // namespace

Result<std::vector<Mark>> marks_of(Parts const& parts, registry::Transaction& transaction,
                                   registry::Job const& job, Seen const& seen,
                                   registry::Reservation const& reservation) {
    auto source = source_of(transaction, job);
    if (!source) {
        return pass_on(source);
    }
    auto common = common_mark(parts, job, *source);
    if (source->parent) {
        common.old_marks = old_marks(seen, *source->parent);
        // The dots of what is copied stay on the page: ours must be told from them.
        common.dots_mirrored = source->is_odd_generation;
    }
    std::vector<Mark> marks;
    for (auto const& copy : reservation.copies()) {
        Mark mark = common;
        mark.serial = copy.serial;
        mark.number = copy.number;
        mark.seals = seal_texts(parts.keys, copy.serial, pages_printed(seen));
        mark.recipient = full_name(source->people, copy.recipient);
        mark.unit = department(source->people, copy.recipient);
        mark.printed = local_text(copy.reserved_at);
        marks.push_back(std::move(mark));
    }
    return marks;
}

pipe::Workers::Making making_of(policy::Obligations const& obligations,
                                std::vector<Mark> const& marks) {
    pipe::Workers::Making out;
    out.only_image = obligations.as_image;
    bool const is_grave = std::any_of(marks.begin(), marks.end(),
                                      [](Mark const& mark) { return mark.level >= Level::Secret; });
    out.sharing = is_grave ? pipe::Sharing::Alone : pipe::Sharing::Any;
    return out;
}

} // namespace imprimatur::print
