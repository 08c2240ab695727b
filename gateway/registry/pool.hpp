/// The connections of one registry, lent to one transaction at a time.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <vector>

#include "foundation/time/time.hpp"
#include "gateway/registry/connection.hpp"
#include "gateway/registry/registry.hpp"

namespace imprimatur::registry {

/// Thread-safe. Connections are made when they are needed, never more than `most` at once.
class Connections : public std::enable_shared_from_this<Connections> {
  public:
    static constexpr std::size_t most = 8;

    explicit Connections(Place place) : place_(std::move(place)) {}

    /// A connection for one transaction; goes back at the end of its life.
    class Loan {
      public:
        Loan(std::shared_ptr<Connections> owner, std::unique_ptr<Connection> connection)
            : owner_(std::move(owner)), connection_(std::move(connection)) {}
        Loan(Loan&&) noexcept = default;
        ~Loan();
        Connection& operator*() { return *connection_; }
        Connection* operator->() { return connection_.get(); }
        bool is_new = false; ///< made for this loan, so known to be alive

      private:
        std::shared_ptr<Connections> owner_;
        std::unique_ptr<Connection> connection_;
    };

    /// Throws what SOCI throws. @error Unavailable all are lent and none came back in time.
    Result<Loan> lend();

  private:
    void take_back(std::unique_ptr<Connection> connection);

    Place place_;
    std::mutex mutex_;
    std::condition_variable returned_;
    std::vector<std::unique_ptr<Connection>> idle_;
    std::size_t lent_ = 0;
};

struct Registry::Pool {
    std::shared_ptr<Connections> connections;
    std::shared_ptr<Clock const> clock;
    std::shared_ptr<Witness> witness;
};

} // namespace imprimatur::registry
