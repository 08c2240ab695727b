#include "gateway/registry/state.hpp"
#include "statements.hpp"

namespace imprimatur::registry {

Transaction::Transaction(std::unique_ptr<State> state) : state_(std::move(state)) {}
Transaction::Transaction(Transaction&&) noexcept = default;
Transaction::~Transaction() = default;

Id Transaction::State::next_id(char const* counter) {
    auto row = query(sql::counter_next).with("name", counter).row(1);
    if (!row) {
        throw Damaged(std::string("no counter ") + counter);
    }
    return row->number();
}

Id Transaction::State::next_ids(char const* counter, std::int64_t count) {
    auto row = query(sql::counter_take).with("name", counter).with("count", count).row(1);
    if (!row) {
        throw Damaged(std::string("no counter ") + counter);
    }
    return row->number() - count + 1;
}

Result<void> Transaction::commit() {
    if (state_->broken) {
        return tl::unexpected<Error>(*state_->broken);
    }
    auto done = state_->look([&]() -> Result<void> {
        state_->connection().commit();
        return {};
    });
    if (done) {
        state_->is_over = true;
        if (state_->witness && state_->appended) {
            state_->witness->see(*state_->appended, state_->numbers_given);
        }
    } else if (state_->loan->is_lost()) {
        // The answer got lost, not necessarily the work: the caller has to look.
        return fail(Fault::Unavailable, {"registry.commit-unknown", {}}, done.error().cause);
    }
    return done;
}

Result<void> Transaction::record(Entry const& entry) {
    return state_->change([&]() -> Result<void> {
        state_->append(entry);
        return {};
    });
}

} // namespace imprimatur::registry
