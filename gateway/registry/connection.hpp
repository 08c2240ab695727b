/// One connection to the database, and the few words in which the two databases differ.
#pragma once

#include <chrono>

#include <soci/soci.h>

#include "gateway/registry/place.hpp"

namespace imprimatur::registry {

/// How long a writer waits for another before it gives up with "registry.busy".
inline constexpr std::chrono::seconds patience{20};

/// Not thread-safe. Everything throws what SOCI throws.
class Connection {
  public:
    explicit Connection(Place const& place);

    soci::session& session() { return session_; }

    /// From here to the end no other writer of any gateway is between its begin and its end: the
    /// log is one chain, so writers queue for it anyway; queueing first leaves no order in which
    /// two of them could hold what the other wants.
    void begin_write();
    /// One consistent picture; nothing can be written.
    void begin_read();
    /// As begin_write, when there may be no table yet.
    void begin_migration();
    void commit();
    /// Never throws: a connection on which it fails is lost.
    void rollback() noexcept;

    /// Set by whoever saw it fail; the pool then drops the connection.
    void lose() { is_lost_ = true; }
    bool is_lost() const { return is_lost_; }

  private:
    void execute(char const* statement);
    void set_up_sqlite();
    void set_up_postgresql();

    Place::Kind kind_;
    soci::session session_;
    bool is_lost_ = false;
};

} // namespace imprimatur::registry
