#include "gateway/registry/registry.hpp"

#include "gateway/registry/migrate.hpp"
#include "gateway/registry/pool.hpp"
#include "gateway/registry/state.hpp"

namespace imprimatur::registry {

namespace {

/// A connection that lay in the pool may have died there (the server was started anew): then
/// `begin` is tried once more on another, and nothing was done on the first.
Result<Connections::Loan> begun(Connections& connections, void (Connection::*begin)()) {
    for (std::size_t tries = 0;; ++tries) {
        auto loan = connections.lend();
        if (!loan) {
            return loan;
        }
        try {
            ((**loan).*begin)();
            return loan;
        } catch (std::exception const& thrown) {
            bool may_be_stale = is_connection_lost(thrown) && !loan->is_new;
            (*loan)->rollback();
            if (is_connection_lost(thrown)) {
                (*loan)->lose();
            }
            if (!may_be_stale || tries > Connections::most) {
                return tl::unexpected<Error>(error_of(thrown));
            }
        }
    }
}

/// A file that was damaged, or into which a write-ahead log of another was played, is not worked
/// with. PostgreSQL sees to its own files.
Result<void> check_whole(Connection& connection, Place const& place) {
    if (place.kind != Place::Kind::Sqlite) {
        return {};
    }
    auto row = Query(connection, "PRAGMA quick_check(1)").row(1);
    auto const said = row ? row->text() : std::string("nothing");
    return said == "ok" ? Result<void>()
                        : fail(Fault::Corrupt, {"registry.damaged", {}}, "quick_check: " + said);
}

} // namespace

Result<Registry> Registry::open(std::string const& connection, std::shared_ptr<Clock const> clock) {
    auto place = read_place(connection);
    if (!place) {
        return pass_on(place);
    }
    try {
        auto pool = std::make_unique<Pool>();
        pool->connections = std::make_shared<Connections>(*place);
        pool->clock = std::move(clock);
        auto loan = pool->connections->lend();
        if (!loan) {
            return pass_on(loan);
        }
        if (auto whole = check_whole(**loan, *place); !whole) {
            return pass_on(whole);
        }
        if (auto migrated = migrate(**loan); !migrated) {
            return pass_on(migrated);
        }
        return Registry(std::move(pool));
    } catch (std::exception const& thrown) {
        return tl::unexpected<Error>(error_of(thrown));
    }
}

Registry::Registry(std::unique_ptr<Pool> pool) : pool_(std::move(pool)) {}
Registry::Registry(Registry&&) noexcept = default;
Registry& Registry::operator=(Registry&&) noexcept = default;
Registry::~Registry() = default;

void Registry::tell(std::shared_ptr<Witness> witness) {
    pool_->witness = std::move(witness);
}

Result<Transaction> Registry::begin(std::string const& actor) {
    if (actor.empty()) {
        return fail(Fault::Internal, {"registry.internal", {}}, "a change in nobody's name");
    }
    try {
        if (auto ready = pool_->witness ? pool_->witness->is_ready() : Result<void>(); !ready) {
            return pass_on(ready);
        }
        auto loan = begun(*pool_->connections, &Connection::begin_write);
        if (!loan) {
            return pass_on(loan);
        }
        auto state = std::make_unique<Transaction::State>(std::move(*loan), pool_->clock, actor);
        state->witness = pool_->witness;
        return Transaction(std::move(state));
    } catch (std::exception const& thrown) {
        return tl::unexpected<Error>(error_of(thrown));
    }
}

Result<Transaction> Registry::look() {
    try {
        auto loan = begun(*pool_->connections, &Connection::begin_read);
        if (!loan) {
            return pass_on(loan);
        }
        return Transaction(
            std::make_unique<Transaction::State>(std::move(*loan), pool_->clock, ""));
    } catch (std::exception const& thrown) {
        return tl::unexpected<Error>(error_of(thrown));
    }
}

} // namespace imprimatur::registry
