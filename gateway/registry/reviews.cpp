#include "gateway/registry/limits.hpp"
#include "gateway/registry/state.hpp"
#include "statements.hpp"

namespace imprimatur::registry {

namespace {

constexpr std::size_t columns = 14;

/// A level or a period by its word; nothing where there is none.
template <class Find> auto optional_of(Row& row, Find find) -> decltype(find("")) {
    auto const text = row.optional_text();
    if (!text) {
        return {};
    }
    auto const found = find(*text);
    if (!found) {
        throw Damaged("unknown word: " + *text);
    }
    return found;
}

Review review_of(Row row) {
    Review review;
    review.id = row.number();
    review.job = row.text();
    review.sentence = row.text();
    review.document = row.optional_number();
    review.page = row.count();
    review.registered_page = row.count();
    review.state = row.word<ReviewState>();
    review.belongs_to = row.optional_number();
    review.level = optional_of(row, [](std::string const& text) { return find_level(text); });
    review.period = optional_of(row, [](std::string const& text) { return find_period(text); });
    review.decided_by = row.text();
    review.note = row.text();
    review.created_at = row.instant();
    review.decided_at = row.optional_instant();
    return review;
}

} // namespace

Result<Review> Transaction::add_review(Review review, Entry const& entry) {
    return state_->change([&]() -> Result<Review> {
        review.id = state_->next_id("review");
        review.state = ReviewState::Waiting;
        if (review.created_at == Instant{}) {
            review.created_at = state_->clock->now();
        }
        state_->query(sql::review_add)
            .with("id", review.id)
            .with("job", review.job)
            .with("sentence", review.sentence)
            .with("document", review.document)
            .with("page", std::int64_t{review.page})
            .with("registered_page", std::int64_t{review.registered_page})
            .with("created_at", review.created_at)
            .change();
        state_->append(entry);
        return review;
    });
}

Result<void> Transaction::decide_review(Review const& review, Entry const& entry) {
    return state_->change([&]() -> Result<void> {
        auto const changed =
            state_->query(sql::review_decide)
                .with("id", review.id)
                .with("state", word(review.state))
                .with("belongs_to", review.belongs_to)
                .with("level", review.level ? std::optional(std::string(identifier(*review.level)))
                                            : std::nullopt)
                .with("period",
                      review.period ? std::optional(review.period->identifier()) : std::nullopt)
                .with("decided_by", review.decided_by)
                .with("note", review.note)
                .with("decided_at", state_->clock->now())
                .change();
        if (changed != 1) {
            return fail(Fault::Conflict,
                        {"registry.review-decided", {{"review", std::to_string(review.id)}}},
                        "not waiting");
        }
        state_->append(entry);
        return {};
    });
}

Result<Review> Transaction::review(Id id) {
    return state_->look([&]() -> Result<Review> {
        auto row = state_->query(sql::review_select, sql::where_id).with("id", id).row(columns);
        if (!row) {
            return fail(Fault::NotFound,
                        {"registry.review-unknown", {{"review", std::to_string(id)}}},
                        "no such row");
        }
        return review_of(std::move(*row));
    });
}

Result<std::optional<Review>> Transaction::find_review(std::string const& job) {
    return state_->look([&]() -> Result<std::optional<Review>> {
        auto row =
            state_->query(sql::review_select, sql::where_review_job).with("job", job).row(columns);
        return row ? std::optional(review_of(std::move(*row))) : std::nullopt;
    });
}

Result<std::vector<Review>> Transaction::reviews(std::optional<ReviewState> state) {
    return state_->look([&]() -> Result<std::vector<Review>> {
        auto query = state ? state_->query(sql::review_select, sql::where_state, sql::order_by_id)
                           : state_->query(sql::review_select, sql::order_by_id);
        if (state) {
            query.with("state", word(*state));
        }
        std::vector<Review> out;
        for (auto& row : query.rows(columns)) {
            out.push_back(review_of(std::move(row)));
        }
        return out;
    });
}

} // namespace imprimatur::registry
