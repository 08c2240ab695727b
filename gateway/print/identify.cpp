#include "gateway/print/identify.hpp"

#include <algorithm>
#include <set>

#include "gateway/print/facts.hpp"
#include "gateway/print/period.hpp"

namespace imprimatur::print {

namespace {

Identified unfit(std::string id, std::map<std::string, std::string> values,
                 std::vector<std::string> clauses = {}) {
    return Unfit{{std::move(id), std::move(values)}, std::move(clauses)};
}

/// The one serial of ours on the pages; empty when there is none.
struct Sealed {
    std::optional<Serial> serial;
    std::optional<Unfit> trouble;
};

Unfit forged(pipe::Finding const& finding, keys::SealFit fit) {
    auto id = fit == keys::SealFit::Forged ? "print.seal-forged" : "print.seal-unsealed";
    return {{id, {{"page", std::to_string(finding.page)}, {"serial", finding.seal->serial.text()}}},
            {"P7.13.1"}};
}

/// Something of ours on a page: a code whose seal is genuine, or dots that name a copy.
struct Sign {
    std::uint32_t page;
    Serial serial;
    bool is_code;
};

Result<bool> is_descended(registry::Transaction& transaction, Serial copy, Serial ancestor) {
    constexpr int most_generations = 1000;
    std::optional<Serial> next = copy;
    for (int i = 0; next && i < most_generations; ++i) {
        auto const found = transaction.find_copy(*next);
        if (!found) {
            return pass_on(found);
        }
        next = *found ? (*found)->parent : std::nullopt;
        if (next == ancestor) {
            return true;
        }
    }
    return false;
}

Unfit two_copies(Serial first, Sign const& sign, bool is_same_page) {
    return {{is_same_page ? "print.code-and-dots" : "print.two-serials",
             {{"first", first.text()},
              {"second", sign.serial.text()},
              {"page", std::to_string(sign.page)}}},
            {"P7.13.1"}};
}

/// Codes first: they carry a seal. Dots speak where no code is seen, and against one that was
/// pasted on.
std::vector<Sign> signs_of(pipe::Inspection const& inspection) {
    std::vector<Sign> out;
    for (auto const& finding : inspection.findings) {
        if (finding.seal) { // somebody else's code says nothing about our copies
            out.push_back({finding.page, finding.seal->serial, true});
        }
    }
    for (auto const& dots : inspection.dots) {
        if (dots.serial) {
            out.push_back({dots.page, *dots.serial, false});
        }
    }
    return out;
}

/// @error Unavailable a key that the registry knows is not here: the job waits for it.
Result<std::optional<Unfit>> find_forged(keys::Keys const& keys,
                                         pipe::Inspection const& inspection) {
    for (auto const& finding : inspection.findings) {
        auto const fit = finding.seal ? keys.check(*finding.seal) : keys::SealFit::Ours;
        if (fit == keys::SealFit::KeyMissing) {
            return fail(Fault::Unavailable,
                        {"print.key-missing", {{"page", std::to_string(finding.page)}}},
                        "a key that the registry knows is not in the key file");
        }
        if (fit != keys::SealFit::Ours) {
            return std::optional(forged(finding, fit));
        }
    }
    return std::optional<Unfit>();
}

/// All signs agree on one copy, or there is trouble. On a copy that was made from paper the dots of
/// what it was made from show through.
Result<Sealed> agreed(registry::Transaction& transaction, std::vector<Sign> const& signs) {
    Sealed out;
    std::uint32_t first_page = 0;
    for (auto const& sign : signs) {
        if (out.serial && sign.serial != *out.serial) {
            auto const shows_through = sign.is_code
                                           ? Result<bool>(false)
                                           : is_descended(transaction, *out.serial, sign.serial);
            auto const is_newer = sign.is_code
                                      ? Result<bool>(false)
                                      : is_descended(transaction, sign.serial, *out.serial);
            if (!shows_through || !is_newer) {
                return shows_through ? pass_on(is_newer) : pass_on(shows_through);
            }
            bool const is_by_code = std::any_of(signs.begin(), signs.end(), [&](Sign const& s) {
                return s.is_code && s.serial == *out.serial;
            });
            if (!*shows_through && (is_by_code || !*is_newer)) {
                out.trouble = two_copies(*out.serial, sign, sign.page == first_page);
                return out;
            }
            if (*shows_through) {
                continue;
            }
        }
        first_page = out.serial ? first_page : sign.page;
        out.serial = sign.serial;
    }
    return out;
}

Result<Sealed> seals_of(keys::Keys const& keys, registry::Transaction& transaction,
                        pipe::Inspection const& inspection) {
    auto trouble = find_forged(keys, inspection);
    if (!trouble) {
        return pass_on(trouble);
    }
    if (*trouble) {
        return Sealed{std::nullopt, std::move(*trouble)};
    }
    auto const signs = signs_of(inspection);
    auto out = agreed(transaction, signs);
    if (!out || out->trouble || !out->serial) {
        return out;
    }
    std::set<std::uint32_t> sealed_pages;
    for (auto const& sign : signs) {
        if (sign.serial == *out->serial) {
            sealed_pages.insert(sign.page);
        }
    }
    if (sealed_pages.size() < inspection.pages) {
        // A page of which nobody knows whose it is must not go out as a copy of this one.
        std::uint32_t page = 1;
        while (sealed_pages.contains(page)) {
            ++page;
        }
        out->trouble = Unfit{{"print.page-without-seal",
                              {{"page", std::to_string(page)}, {"serial", out->serial->text()}}},
                             {"P7.13.1"}};
    }
    return out;
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

Result<Identified> stated_document(Parts const& parts, registry::Transaction& transaction,
                                   std::string const& number,
                                   pipe::Fingerprint const& fingerprint) {
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
    auto likeness = parts.documents.likeness({(*document)->fingerprint}, fingerprint);
    if (likeness < pipe::Workers::same) {
        return unfit("print.fingerprint-differs", {{"document", number}}, {"P7.13.1"});
    }
    return Identified{Identity{**document, policy::Action::Print, std::nullopt}};
}

/// Of several that are alike the strictest level goes: nobody gains by registering twice.
Result<std::optional<registry::Document>> find_alike(Parts const& parts,
                                                     registry::Transaction& transaction,
                                                     pipe::Fingerprint const& fingerprint) {
    auto documents = transaction.documents();
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

Result<Identified> new_document(Parts const& parts, registry::Transaction& transaction,
                                registry::Job const& job, pipe::Inspection const& inspection) {
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
    document.level = std::max(given.level.value_or(Level::Ordinary),
                              inspection.written_level.value_or(Level::Ordinary));
    document.issued = today;
    document.department = *person ? (*person)->department : "";
    auto facts = facts_of(document, today);
    facts.number.clear();
    document.level = policy.level_on(facts, today);
    document.period =
        is_classified(document.level)
            ? (given.period ? given.period : policy.find_default_period(document.level))
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

Result<Identified> identify(Parts const& parts, registry::Transaction& transaction,
                            registry::Job const& job, pipe::Inspection const& inspection) {
    auto sealed = seals_of(parts.keys, transaction, inspection);
    if (!sealed) {
        return pass_on(sealed);
    }
    if (sealed->trouble) {
        return Identified{*sealed->trouble};
    }
    if (sealed->serial) {
        return copy_of(transaction, job, *sealed->serial);
    }
    auto number = option_of(job, "imprimatur-document");
    Result<Identified> found = Identified{Unfit{}};
    if (job.document) {
        // It was identified before, and waits since: it stays that document.
        auto document = transaction.document(*job.document);
        if (!document) {
            return pass_on(document);
        }
        found = Identified{Identity{*document, policy::Action::Print, std::nullopt}};
    } else if (!number.empty()) {
        found = stated_document(parts, transaction, number, inspection.fingerprint);
    } else {
        auto alike = find_alike(parts, transaction, inspection.fingerprint);
        if (!alike) {
            return pass_on(alike);
        }
        if (!*alike) {
            return new_document(parts, transaction, job, inspection);
        }
        found = Identified{Identity{**alike, policy::Action::Print, std::nullopt}};
    }
    if (found && std::holds_alternative<Identity>(*found)) {
        auto const& document = std::get<Identity>(*found).document;
        if (document.state == registry::DocumentState::Withdrawn) {
            return unfit("print.document-withdrawn", {{"document", document.number}});
        }
        if (auto trouble =
                find_level_trouble(document, inspection, local_date(parts.clock.now()))) {
            return Identified{*trouble};
        }
    }
    return found;
}

} // namespace imprimatur::print
