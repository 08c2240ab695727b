#include "gateway/print/identify.hpp"

#include <algorithm>
#include <set>

#include "gateway/print/facts.hpp"
#include "gateway/print/period.hpp"
#include "gateway/print/seals.hpp"

namespace imprimatur::print {

namespace {

Identified unfit(std::string id, std::map<std::string, std::string> values,
                 std::vector<std::string> clauses = {}) {
    return Unfit{{std::move(id), std::move(values)}, std::move(clauses)};
}

/// What is said when a copy in this state turns up to be copied; null: it may be copied.
char const* trouble_of(registry::CopyState state) {
    switch (state) {
    case registry::CopyState::Delivering:
    case registry::CopyState::Issued:
        return nullptr;
    case registry::CopyState::Frozen:
        return "print.parent-frozen";
    case registry::CopyState::Destroyed:
        return "print.parent-destroyed";
    default:
        return "print.parent-not-in-use";
    }
}

Result<Identified> copy_of(registry::Transaction& transaction, registry::Job const& job,
                           Serial serial) {
    auto copy = transaction.find_copy(serial);
    if (!copy) {
        return pass_on(copy);
    }
    if (!*copy) {
        return unfit("print.seal-unknown", {{"serial", serial.text()}}, {"P7.13.1"});
    }
    if (auto const* trouble = trouble_of((*copy)->state)) {
        return unfit(trouble, {{"serial", serial.text()}}, {"P7.13.4"});
    }
    auto document = transaction.document((*copy)->document);
    if (!document) {
        return pass_on(document);
    }
    auto stated = option_of(job, "imprimatur-document");
    if (!stated.empty() && stated != document->number) {
        return unfit(
            "print.number-differs",
            {{"stated", stated}, {"document", document->number}, {"serial", serial.text()}},
            {"P7.13.1"});
    }
    return Identified{Identity{*document, policy::Action::Copy, **copy}};
}

/// What is known of one document's pages; null: nothing.
Recognised const* find_recognised(Seen const& seen, registry::Id document) {
    auto const found = std::ranges::find(seen.recognised, document, &Recognised::document);
    return found == seen.recognised.end() ? nullptr : &*found;
}

/// The likest of a document's pages to a page of the job; null: none was looked at.
pipe::PageMatch const* likest(Recognised const& recognised, std::uint32_t page) {
    pipe::PageMatch const* best = nullptr;
    for (auto const& match : recognised.pages) {
        bool const is_of_page = page == 0 || match.pair.page == page;
        if (is_of_page && (best == nullptr || match.likeness > best->likeness)) {
            best = &match;
        }
    }
    return best;
}

Doubt doubt_about(std::string id, registry::Document const& document, pipe::PageMatch const* match,
                  std::uint32_t page = 0) {
    auto const shown = match != nullptr ? match->pair.page : page;
    Doubt out{{std::move(id), {{"document", document.number}, {"page", std::to_string(shown)}}},
              {"P7.13.1"},
              document.id,
              std::nullopt};
    if (match != nullptr) {
        out.pages = match->pair;
    }
    return out;
}

Level level_today(registry::Document const& document, Date today) {
    return is_declassified(document, today) ? Level::Ordinary : document.level;
}

/// A registered document, stricter than `level`, of which a page is there or may be. Of several the
/// first that was looked at.
Result<std::optional<Doubt>> find_stricter(registry::Transaction& transaction, Seen const& seen,
                                           registry::Id known, Level level, Date today) {
    for (auto const& recognised : seen.recognised) {
        if (recognised.document == known || recognised.likeness == pipe::Likeness::Different) {
            continue;
        }
        auto document = transaction.document(recognised.document);
        if (!document) {
            return pass_on(document);
        }
        if (level_today(*document, today) > level) {
            return std::optional(
                doubt_about("print.pages-of-another", *document, likest(recognised, 0)));
        }
    }
    return std::optional<Doubt>();
}

/// Codes name pages of the document, each once.
bool has_page_twice(pipe::Inspection const& inspection, Serial serial,
                    registry::Document const& document) {
    std::set<std::uint32_t> seen;
    std::set<std::uint32_t> sheets;
    for (auto const& finding : inspection.findings) {
        if (!finding.seal || finding.seal->serial != serial) {
            continue;
        }
        bool const is_beyond = document.pages > 0 && finding.seal->page > document.pages;
        bool const is_new_sheet = sheets.insert(finding.page).second; // a sheet may bear it twice
        if (is_beyond || (!seen.insert(finding.seal->page).second && is_new_sheet)) {
            return true;
        }
    }
    return false;
}

/// Every page of a copy must look like the document that its code or its dots name: what stands
/// between the marks is the secret, not the marks.
Result<std::optional<Doubt>> find_foreign_page(registry::Transaction& transaction, Seen const& seen,
                                               Identity const& identity, Date today) {
    auto const& document = identity.document;
    if (has_page_twice(seen.inspection, identity.parent->serial, document)) {
        return std::optional(doubt_about("print.code-pages", document, nullptr));
    }
    auto const* own = find_recognised(seen, document.id);
    constexpr double much_else = 0.6; // of a page, beside what the document has
    for (std::uint32_t page = 1; !document.object.empty() && page <= seen.inspection.pages;
         ++page) {
        auto const* match = own == nullptr ? nullptr : likest(*own, page);
        if (match == nullptr || match->likeness == pipe::Likeness::Different) {
            return std::optional(doubt_about("print.code-page-unlike", document, match, page));
        }
        for (auto const& other : seen.recognised) {
            auto const* theirs = likest(other, page);
            if (other.document != document.id && theirs != nullptr &&
                theirs->likeness != pipe::Likeness::Different && match->of_page < much_else) {
                auto found = transaction.document(other.document);
                return found ? Result<std::optional<Doubt>>(
                                   doubt_about("print.pages-of-another", *found, theirs))
                             : pass_on(found);
            }
        }
    }
    auto const least = document.object.empty() ? Level::Ordinary : level_today(document, today);
    return find_stricter(transaction, seen, document.id, least, today);
}

/// The registered file, by its pages where the file is kept, else as a whole.
bool is_file_of(Parts const& parts, registry::Document const& document, Seen const& seen) {
    auto const* recognised = find_recognised(seen, document.id);
    bool const is_recognised =
        recognised != nullptr && recognised->likeness == pipe::Likeness::Same;
    return is_recognised ||
           parts.documents.likeness({document.fingerprint}, seen.inspection.fingerprint) >=
               pipe::Workers::same;
}

Result<Identified> stated_document(Parts const& parts, registry::Transaction& transaction,
                                   std::string const& number, Seen const& seen) {
    auto document = transaction.find_document(number);
    if (!document) {
        return pass_on(document);
    }
    if (!*document) {
        return unfit("print.document-unknown", {{"document", number}});
    }
    if ((*document)->fingerprint.empty()) {
        return unfit("print.document-without-file", {{"document", number}});
    }
    if (!is_file_of(parts, **document, seen)) {
        return unfit("print.fingerprint-differs", {{"document", number}}, {"P7.13.1"});
    }
    auto const today = local_date(parts.clock.now());
    auto stricter =
        find_stricter(transaction, seen, (*document)->id, level_today(**document, today), today);
    if (!stricter) {
        return pass_on(stricter);
    }
    if (*stricter) {
        return Identified{**stricter};
    }
    return Identified{Identity{**document, policy::Action::Print, std::nullopt}};
}

/// The strictest document of which a page is there surely; a stricter one that is in doubt is an
/// officer's to say. Empty: none.
Result<std::optional<Identified>> by_pages(registry::Transaction& transaction, Seen const& seen,
                                           Date today) {
    std::optional<registry::Document> best;
    for (auto const& recognised : seen.recognised) {
        if (recognised.likeness != pipe::Likeness::Same) {
            continue;
        }
        auto document = transaction.document(recognised.document);
        if (!document) {
            return pass_on(document);
        }
        if (!best || level_today(*document, today) > level_today(*best, today)) {
            best = *document;
        }
    }
    for (auto const& recognised : seen.recognised) {
        if (recognised.likeness != pipe::Likeness::Doubtful) {
            continue;
        }
        auto document = transaction.document(recognised.document);
        if (!document) {
            return pass_on(document);
        }
        if (!best || level_today(*document, today) > level_today(*best, today)) {
            return std::optional<Identified>(
                doubt_about("print.pages-alike", *document, likest(recognised, 0)));
        }
    }
    return best ? std::optional<Identified>(Identity{*best, policy::Action::Print, std::nullopt})
                : std::nullopt;
}

/// A document that is known as a whole file only. Of several the strictest level goes: nobody gains
/// by registering twice.
Result<std::optional<registry::Document>> find_alike(Parts const& parts,
                                                     registry::Transaction& transaction,
                                                     pipe::Fingerprint const& fingerprint) {
    auto documents = transaction.find_documents_by_key(parts.documents.key(fingerprint));
    if (!documents) {
        return pass_on(documents);
    }
    std::optional<registry::Document> best;
    for (auto const& document : *documents) {
        if (document.fingerprint.empty() || (best && best->level >= document.level)) {
            continue;
        }
        bool is_same =
            document.fingerprint == fingerprint.text ||
            parts.documents.likeness({document.fingerprint}, fingerprint) >= pipe::Workers::same;
        if (is_same) {
            best = document;
        }
    }
    return best;
}

/// "P-20261123-7f3a9c21": a number for a document that nobody gave one.
std::string number_for(registry::Job const& job, Date today) {
    auto day = to_text(today);
    day.erase(std::remove(day.begin(), day.end(), '-'), day.end());
    return "P-" + day + "-" + job.id.substr(0, 8);
}

/// @param officers what an officer said of its level; else what stands on it counts
Result<Identified> new_document(Parts const& parts, registry::Transaction& transaction,
                                registry::Job const& job, pipe::Inspection const& inspection,
                                std::optional<registry::Review> const& officers) {
    auto stated = stated_of(job);
    if (auto const* trouble = std::get_if<Unfit>(&stated)) {
        return Identified{*trouble};
    }
    auto person = transaction.find_person(job.user);
    if (!person) {
        return pass_on(person);
    }
    auto const& given = std::get<Stated>(stated);
    auto today = local_date(parts.clock.now());
    auto policy = parts.policies.current();
    registry::Document document;
    document.number = number_for(job, today);
    document.title = job.title;
    auto const found = officers ? officers->level : inspection.written_level;
    document.level =
        std::max(given.level.value_or(Level::Ordinary), found.value_or(Level::Ordinary));
    document.issued = today;
    document.department = *person ? (*person)->department : "";
    auto facts = facts_of(document, today);
    facts.number.clear();
    document.level = policy.level_on(facts, today);
    document.period = is_classified(document.level)
                          ? (officers && officers->period ? officers->period
                             : given.period               ? given.period
                                            : policy.find_default_period(document.level))
                          : std::nullopt;
    if (auto trouble = find_period_trouble(policy, document)) {
        return Identified{Unfit{*trouble, {}}};
    }
    document.fingerprint = inspection.fingerprint.text;
    document.pages = inspection.pages;
    document.is_provisional = true;
    document.registered_by = job.user;
    return Identified{Identity{document, policy::Action::Print, std::nullopt}};
}

/// A registered document that says of itself that it is more secret than the registry knows.
std::optional<Unfit> find_level_trouble(registry::Document const& document,
                                        pipe::Inspection const& inspection, Date today) {
    if (!inspection.written_level || *inspection.written_level <= document.level ||
        is_declassified(document, today)) {
        return std::nullopt;
    }
    return Unfit{{"print.level-written-higher",
                  {{"document", document.number},
                   {"registered", std::string(chinese_name(document.level))},
                   {"registered_en", std::string(english_name(document.level))},
                   {"where", inspection.written_where}}},
                 {"P7.3"}};
}

} // namespace

std::string option_of(registry::Job const& job, std::string const& name) {
    for (auto const& [key, value] : job.options) {
        if (key == name) {
            return value;
        }
    }
    return {};
}

std::variant<Stated, Unfit> stated_of(registry::Job const& job) {
    Stated out;
    if (auto text = option_of(job, "imprimatur-level"); !text.empty()) {
        out.level = find_level(text);
        if (!out.level) {
            return Unfit{{"print.level-unknown", {{"level", text}}}, {}};
        }
    }
    if (auto text = option_of(job, "imprimatur-period"); !text.empty()) {
        out.period = find_period(text);
        if (!out.period) {
            return Unfit{{"print.period-unknown", {{"period", text}}}, {}};
        }
    }
    return out;
}

namespace {

/// It was identified before, or an officer has said: it is that document.
Result<Identified> as_document(registry::Transaction& transaction, registry::Id id) {
    auto document = transaction.document(id);
    if (!document) {
        return pass_on(document);
    }
    return Identified{Identity{*document, policy::Action::Print, std::nullopt}};
}

/// No person knows of it and it names no document of ours, but a level stands on it: what it is, is
/// an officer's to say (P7.3).
std::optional<Doubt> find_unregistered_level(pipe::Inspection const& inspection) {
    if (!inspection.silent_pages.empty()) {
        return Doubt{
            {"print.picture-unread", {{"page", std::to_string(inspection.silent_pages.front())}}},
            {"P7.13.1"},
            std::nullopt,
            pipe::PagePair{inspection.silent_pages.front(), 0}};
    }
    if (!inspection.written_level) {
        return std::nullopt;
    }
    return Doubt{{"print.level-unregistered", {{"where", inspection.written_where}}},
                 {"P7.3"},
                 std::nullopt,
                 std::nullopt};
}

/// By what is on its pages, or else a new document.
Result<Identified> by_content(Parts const& parts, registry::Transaction& transaction,
                              registry::Job const& job, Seen const& seen) {
    auto found = by_pages(transaction, seen, local_date(parts.clock.now()));
    if (!found) {
        return pass_on(found);
    }
    if (*found) {
        return **found;
    }
    auto alike = find_alike(parts, transaction, seen.inspection.fingerprint);
    if (!alike) {
        return pass_on(alike);
    }
    if (*alike) {
        return Identified{Identity{**alike, policy::Action::Print, std::nullopt}};
    }
    if (auto doubt = find_unregistered_level(seen.inspection)) {
        return Identified{*doubt};
    }
    return new_document(parts, transaction, job, seen.inspection, std::nullopt);
}

Result<Identified> find_identity(Parts const& parts, registry::Transaction& transaction,
                                 registry::Job const& job, Seen const& seen,
                                 std::optional<registry::Review> const& review) {
    if (review && review->state == registry::ReviewState::Belongs) {
        return as_document(transaction, review->belongs_to.value_or(0));
    }
    if (review && review->state == registry::ReviewState::StandsAlone) {
        return new_document(parts, transaction, job, seen.inspection, review);
    }
    auto sealed = seals_of(parts.keys, transaction, seen.inspection);
    if (!sealed) {
        return pass_on(sealed);
    }
    if (sealed->trouble) {
        return Identified{*sealed->trouble};
    }
    if (sealed->serial) {
        return copy_of(transaction, job, *sealed->serial);
    }
    if (job.document) {
        return as_document(transaction, *job.document);
    }
    if (auto const number = option_of(job, "imprimatur-document"); !number.empty()) {
        return stated_document(parts, transaction, number, seen);
    }
    return by_content(parts, transaction, job, seen);
}

} // namespace

Result<Identified> identify(Parts const& parts, registry::Transaction& transaction,
                            registry::Job const& job, Seen const& seen,
                            std::optional<registry::Review> const& review) {
    auto found = find_identity(parts, transaction, job, seen, review);
    if (!found || !std::holds_alternative<Identity>(*found)) {
        return found;
    }
    auto const& identity = std::get<Identity>(*found);
    auto const today = local_date(parts.clock.now());
    if (identity.parent) {
        // A request for it waits already when the job has one: its pages were looked at then.
        auto foreign = job.request ? Result<std::optional<Doubt>>(std::nullopt)
                                   : find_foreign_page(transaction, seen, identity, today);
        if (!foreign) {
            return pass_on(foreign);
        }
        return *foreign ? Result<Identified>(**foreign) : found;
    }
    auto const& document = identity.document;
    if (document.state == registry::DocumentState::Withdrawn) {
        return unfit("print.document-withdrawn", {{"document", document.number}});
    }
    bool const is_new_or_said = identity.is_new() || review;
    if (auto trouble = find_level_trouble(document, seen.inspection, today);
        trouble && !is_new_or_said) {
        return Identified{*trouble};
    }
    return found;
}

} // namespace imprimatur::print
