#include "gateway/print/period.hpp"

namespace imprimatur::print {

std::optional<Date> end_of(registry::Document const& document) {
    return document.period && document.issued
               ? declassification_date(*document.period, *document.issued)
               : std::nullopt;
}

std::optional<Sentence> find_period_trouble(policy::Policy const& policy,
                                            registry::Document const& document) {
    if (!is_classified(document.level) || !document.period || !document.issued) {
        return std::nullopt;
    }
    auto const end = end_of(document);
    if (end && *end <= *document.issued) {
        return Sentence{
            "print.period-before-issue",
            {{"period", document.period->text()}, {"issued", to_text(*document.issued)}}};
    }
    auto const longest = policy.find_longest_period(document.level);
    auto const latest = longest ? declassification_date(*longest, *document.issued) : std::nullopt;
    if (!end || !latest || *end <= *latest) {
        return std::nullopt;
    }
    return Sentence{"print.period-too-long",
                    {{"period", document.period->text()}, {"longest", longest->text()}}};
}

} // namespace imprimatur::print
