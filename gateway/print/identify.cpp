#include "gateway/print/identify.hpp"

#include <algorithm>
#include <set>

#include "gateway/print/facts.hpp"

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

Sealed seals_of(keys::Keys const& keys, pipe::Inspection const& inspection) {
    Sealed out;
    std::set<std::uint32_t> sealed_pages;
    for (auto const& finding : inspection.findings) {
        if (!finding.seal) {
            continue; // somebody else's code says nothing about our copies
        }
        auto fit = keys.check(*finding.seal);
        if (fit != keys::SealFit::Ours) {
            out.trouble = forged(finding, fit);
            return out;
        }
        if (out.serial && *out.serial != finding.seal->serial) {
            out.trouble = Unfit{{"print.two-serials",
                                 {{"first", out.serial->text()},
                                  {"second", finding.seal->serial.text()},
                                  {"page", std::to_string(finding.page)}}},
                                {"P7.13.1"}};
            return out;
        }
        out.serial = finding.seal->serial;
        sealed_pages.insert(finding.page);
    }
    if (out.serial && sealed_pages.size() < inspection.pages) {
        // An old mark that is not seen would not be struck: two numbers on one page.
        std::uint32_t page = 1;
        while (sealed_pages.contains(page)) {
            ++page;
        }
        out.trouble = Unfit{{"print.page-without-seal",
                             {{"page", std::to_string(page)}, {"serial", out.serial->text()}}},
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

/// A period that the person states must not outlast the longest of the level (K3).
std::optional<Unfit> find_period_trouble(policy::Policy const& policy,
                                         registry::Document const& document) {
    auto longest = policy.find_longest_period(document.level);
    if (!longest || !document.period || !document.issued) {
        return std::nullopt;
    }
    auto end = declassification_date(*document.period, *document.issued);
    auto latest = declassification_date(*longest, *document.issued);
    if (!end || !latest || *end <= *latest) {
        return std::nullopt;
    }
    return Unfit{{"print.period-too-long",
                  {{"period", document.period->text()}, {"longest", longest->text()}}},
                 {}};
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
        return Identified{*trouble};
    }
    document.fingerprint = inspection.fingerprint.text;
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
    auto sealed = seals_of(parts.keys, inspection);
    if (sealed.trouble) {
        return Identified{*sealed.trouble};
    }
    if (sealed.serial) {
        return copy_of(transaction, job, *sealed.serial);
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
