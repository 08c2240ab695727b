#include "gateway/registry/pool.hpp"

namespace imprimatur::registry {

Connections::Loan::~Loan() {
    if (connection_) {
        owner_->take_back(std::move(connection_));
    }
}

Result<Connections::Loan> Connections::lend() {
    std::unique_lock lock(mutex_);
    if (!returned_.wait_for(lock, patience, [&] { return lent_ < most; })) {
        return fail(Fault::Unavailable, {"registry.busy", {}}, "all connections are in use");
    }
    ++lent_;
    if (!idle_.empty()) {
        auto connection = std::move(idle_.back());
        idle_.pop_back();
        return Loan(shared_from_this(), std::move(connection));
    }
    lock.unlock();
    try {
        Loan loan(shared_from_this(), std::make_unique<Connection>(place_));
        loan.is_new = true;
        return loan;
    } catch (...) {
        take_back(nullptr);
        throw;
    }
}

void Connections::take_back(std::unique_ptr<Connection> connection) {
    std::lock_guard lock(mutex_);
    --lent_;
    if (connection && !connection->is_lost()) {
        idle_.push_back(std::move(connection));
    }
    returned_.notify_one();
}

} // namespace imprimatur::registry
