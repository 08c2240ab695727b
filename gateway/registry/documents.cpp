#include "gateway/registry/limits.hpp"
#include "gateway/registry/numbers.hpp"
#include "gateway/registry/state.hpp"
#include "gateway/registry/texts.hpp"
#include "marking/pipe/pipe.hpp"
#include "statements.hpp"

namespace imprimatur::registry {

namespace {

constexpr std::size_t columns = 22;

Level level_of(std::string const& text) {
    auto level = find_level(text);
    if (!level) {
        throw Damaged("not a level: " + text);
    }
    return *level;
}

std::optional<Period> period_of(std::optional<std::string> const& text) {
    if (!text) {
        return std::nullopt;
    }
    auto period = find_period(*text);
    if (!period) {
        throw Damaged("not a period: " + *text);
    }
    return period;
}

Document document_of(Row row) {
    Document document;
    document.id = row.number();
    document.number = row.text();
    document.title = row.text();
    document.level = level_of(row.text());
    document.period = period_of(row.optional_text());
    document.issued = row.optional_date();
    document.category = row.text();
    document.department = row.text();
    auto scope = list_from_json(row.text());
    document.scope = {scope.begin(), scope.end()};
    document.keeper_original = row.text();
    document.keeper_duplicate = row.text();
    document.fingerprint = row.text();
    document.state = row.word<DocumentState>();
    document.registered_by = row.text();
    document.registered_at = row.instant();
    document.last_number = row.count();
    auto setters = list_from_json(row.text());
    document.level_set_by = {setters.begin(), setters.end()};
    document.is_level_proposed = row.yes_or_no();
    document.pages = row.count();
    document.object = row.text();
    document.sha256 = row.text();
    document.is_provisional = row.yes_or_no();
    return document;
}

/// What can change on a document; the rest is bound by the one who adds it.
Query& with_document(Query& query, Document const& document) {
    return query.with("id", document.id)
        .with("title", document.title)
        .with("level", identifier(document.level))
        .with("period",
              document.period ? std::optional(document.period->identifier()) : std::nullopt)
        .with("issued", document.issued)
        .with("category", document.category)
        .with("department", document.department)
        .with("scope", to_json(document.scope))
        .with("keeper_original", document.keeper_original)
        .with("keeper_duplicate", document.keeper_duplicate)
        .with("fingerprint", document.fingerprint)
        .with("state", word(document.state))
        .with("level_set_by", to_json(document.level_set_by))
        .with("is_level_proposed", std::int64_t{document.is_level_proposed})
        .with("fingerprint_key", pipe::Workers::key({document.fingerprint}))
        .with("pages", std::int64_t{document.pages})
        .with("object", document.object)
        .with("sha256", document.sha256)
        .with("is_provisional", std::int64_t{document.is_provisional});
}

tl::unexpected<Error> unknown(std::string const& name) {
    return fail(Fault::NotFound, {"registry.document-unknown", {{"document", name}}},
                "no such row");
}

/// Says how the number stands on record where it is typed otherwise.
tl::unexpected<Error> number_taken(std::string const& number, Document const& known) {
    if (known.number == number || !is_same_number(known.number, number)) {
        return fail(Fault::Conflict, {"registry.document-number-taken", {{"document", number}}},
                    "number taken");
    }
    return fail(Fault::Conflict,
                {"registry.document-number-alike", {{"document", number}, {"known", known.number}}},
                "number taken");
}

std::vector<Document> documents_of(std::vector<Row> rows) {
    std::vector<Document> out;
    for (auto& row : rows) {
        out.push_back(document_of(std::move(row)));
    }
    return out;
}

} // namespace

Result<Document> Transaction::add_document(Document document, Entry const& entry) {
    return state_->change([&]() -> Result<Document> {
        if (auto named = check_name("document number", document.number); !named) {
            return pass_on(named);
        }
        auto const key = normal_number(document.number);
        auto taken = state_->query(sql::document_select, sql::document_named)
                         .with("number", document.number)
                         .with("number_key", key)
                         .row(columns);
        if (taken) {
            return number_taken(document.number, document_of(std::move(*taken)));
        }
        document.id = state_->next_id("document");
        document.last_number = state_->first_number_of(document);
        if (document.registered_at == Instant{}) {
            document.registered_at = state_->clock->now();
        }
        auto query = state_->query(sql::document_add);
        with_document(query, document)
            .with("number", document.number)
            .with("number_key", key)
            .with("registered_by", document.registered_by)
            .with("registered_at", document.registered_at)
            .with("last_number", std::int64_t{document.last_number})
            .change();
        state_->append(entry);
        return document;
    });
}

Result<void> Transaction::change_document(Document const& document, Entry const& entry) {
    return state_->change([&]() -> Result<void> {
        auto query = state_->query(sql::document_change);
        if (with_document(query, document).change() != 1) {
            return unknown(document.number);
        }
        state_->append(entry);
        return {};
    });
}

Result<std::optional<Document>> Transaction::find_document(std::string const& number) {
    return state_->look([&]() -> Result<std::optional<Document>> {
        auto row = state_->query(sql::document_select, sql::document_named)
                       .with("number", number)
                       .with("number_key", normal_number(number))
                       .row(columns);
        return row ? std::optional(document_of(std::move(*row))) : std::nullopt;
    });
}

Result<Document> Transaction::document(Id id) {
    return state_->look([&]() -> Result<Document> {
        auto row = state_->query(sql::document_select, sql::document_identified)
                       .with("id", id)
                       .row(columns);
        if (!row) {
            return unknown(std::to_string(id));
        }
        return document_of(std::move(*row));
    });
}

Result<std::vector<Document>> Transaction::documents() {
    return state_->look([&]() -> Result<std::vector<Document>> {
        return documents_of(
            state_->query(sql::document_select, sql::where_whole, sql::order_by_id).rows(columns));
    });
}

Result<std::vector<Document>> Transaction::find_documents_by_key(std::string const& key) {
    return state_->look([&]() -> Result<std::vector<Document>> {
        if (key.empty()) {
            return std::vector<Document>(); // what has no file has no key either
        }
        return documents_of(
            state_->query(sql::document_select, sql::where_fingerprint_key, sql::order_by_id)
                .with("fingerprint_key", key)
                .rows(columns));
    });
}

} // namespace imprimatur::registry
