#include "gateway/registry/state.hpp"
#include "gateway/registry/texts.hpp"
#include "statements.hpp"

namespace imprimatur::registry {

namespace {

constexpr std::size_t columns = 8;

Declassification declassification_of(Row row) {
    Declassification out;
    out.id = row.number();
    out.document = row.number();
    auto level = find_level(row.text());
    auto period = row.optional_text();
    auto day = row.optional_date();
    if (!level || !day || (period && !find_period(*period))) {
        throw Damaged("not a declassification: " + std::to_string(out.id));
    }
    out.level = *level;
    out.period = period ? find_period(*period) : std::nullopt;
    out.day = *day;
    out.clauses = list_from_json(row.text());
    out.by = row.text();
    out.at = row.instant();
    return out;
}

Derivation derivation_of(Row row) {
    Derivation out;
    out.document = row.number();
    out.source = row.number();
    out.action = row.text();
    return out;
}

std::vector<Derivation> derivations_of(std::vector<Row> rows) {
    std::vector<Derivation> out;
    for (auto& row : rows) {
        out.push_back(derivation_of(std::move(row)));
    }
    return out;
}

} // namespace

Result<Declassification> Transaction::declassify(Document const& document, Date day,
                                                 std::vector<std::string> const& clauses,
                                                 Entry const& entry) {
    return state_->change([&]() -> Result<Declassification> {
        if (state_->query(sql::document_release).with("id", document.id).change() != 1) {
            return fail(Fault::Conflict,
                        {"registry.document-not-active", {{"document", document.number}}},
                        "document is " + std::string(word(document.state)));
        }
        Declassification out{.document = document.id,
                             .level = document.level,
                             .period = document.period,
                             .day = day,
                             .clauses = clauses,
                             .by = state_->actor,
                             .at = state_->clock->now()};
        state_->query(sql::grant_end_all)
            .with("document", document.id)
            .with("now", out.at)
            .change();
        out.id = state_->next_id("declassification");
        state_->query(sql::declassification_add)
            .with("id", out.id)
            .with("document", out.document)
            .with("level", identifier(out.level))
            .with("period", out.period ? std::optional(out.period->identifier()) : std::nullopt)
            .with("day", to_text(out.day))
            .with("clauses", to_json(out.clauses))
            .with("by_whom", out.by)
            .with("at", out.at)
            .change();
        state_->append(entry);
        return out;
    });
}

Result<std::vector<Declassification>> Transaction::declassifications() {
    return state_->look([&]() -> Result<std::vector<Declassification>> {
        std::vector<Declassification> out;
        auto rows = state_->query(sql::declassification_select, sql::order_by_id).rows(columns);
        for (auto& row : rows) {
            out.push_back(declassification_of(std::move(row)));
        }
        return out;
    });
}

Result<void> Transaction::add_source(Derivation const& derivation) {
    return state_->change([&]() -> Result<void> {
        state_->query(sql::derivation_add)
            .with("document", derivation.document)
            .with("source", derivation.source)
            .with("action", derivation.action)
            .change();
        return {};
    });
}

Result<std::vector<Derivation>> Transaction::sources(Id document) {
    return state_->look([&]() -> Result<std::vector<Derivation>> {
        return derivations_of(
            state_->query(sql::derivation_sources).with("document", document).rows(3));
    });
}

Result<std::vector<Derivation>> Transaction::derived_from(Id source) {
    return state_->look([&]() -> Result<std::vector<Derivation>> {
        return derivations_of(
            state_->query(sql::derivation_results).with("source", source).rows(3));
    });
}

Result<void> Transaction::keep_edition(Edition const& edition) {
    return state_->change([&]() -> Result<void> {
        state_->query(sql::edition_add)
            .with("name", edition.name)
            .with("files", to_json(edition.files))
            .change();
        return {};
    });
}

Result<std::vector<Edition>> Transaction::editions() {
    return state_->look([&]() -> Result<std::vector<Edition>> {
        std::vector<Edition> out;
        for (auto& row : state_->query(sql::edition_select).rows(2)) {
            Edition edition;
            edition.name = row.text();
            edition.files = map_from_json(row.text());
            out.push_back(std::move(edition));
        }
        return out;
    });
}

} // namespace imprimatur::registry
