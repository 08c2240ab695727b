// Rows that turn out to be one document, and the numbers that lead to it.
#include <algorithm>

#include "gateway/registry/state.hpp"
#include "statements.hpp"

namespace imprimatur::registry {

Result<std::vector<std::string>> Transaction::other_numbers(Id document) {
    return state_->look([&]() -> Result<std::vector<std::string>> {
        std::vector<std::string> out;
        for (auto& row :
             state_->query(sql::document_numbers_joined).with("document", document).rows(1)) {
            out.push_back(row.text());
        }
        std::ranges::sort(out);
        return out;
    });
}

Result<std::vector<std::string>> Transaction::kept_objects() {
    return state_->look([&]() -> Result<std::vector<std::string>> {
        std::vector<std::string> out;
        for (auto& row : state_->query(sql::document_objects).rows(1)) {
            out.push_back(row.text());
        }
        return out;
    });
}

Result<void> Transaction::join_document(Document const& part, Document const& whole,
                                        Entry const& entry) {
    auto known = document(part.id);
    auto into = document(whole.id);
    if (!known || !into) {
        return known ? pass_on(into) : pass_on(known);
    }
    return state_->change([&]() -> Result<void> {
        if (known->id == into->id) {
            return fail(
                Fault::Conflict,
                {"registry.documents-joined", {{"document", part.number}, {"whole", into->number}}},
                "one row already");
        }
        for (auto const* statement :
             {sql::join_page_runs, sql::join_requests, sql::join_grants, sql::join_jobs,
              sql::join_matters, sql::join_declassifications, sql::join_sources, sql::join_results,
              sql::join_row}) {
            state_->query(statement).with("whole", into->id).with("part", known->id).change();
        }
        state_->query(sql::join_derivations_done).with("part", known->id).change();
        state_->query(sql::join_last_number)
            .with("whole", into->id)
            .with("last_number", std::int64_t{known->last_number})
            .change();
        state_->append(entry);
        return {};
    });
}

} // namespace imprimatur::registry
