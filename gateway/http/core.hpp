/// What all connections of a server share. Private to gateway/http.
#pragma once

#include <atomic>
#include <utility>

#include <boost/asio/io_context.hpp>
#include <boost/asio/thread_pool.hpp>

#include "gateway/http/book.hpp"
#include "gateway/http/http.hpp"

namespace imprimatur::http {

struct Core {
    Settings settings;
    Handler handler;
    std::atomic<bool> is_stopping = false;
    Book book;
    boost::asio::thread_pool workers;
    boost::asio::io_context waiting; ///< its one thread waits for connections and heads of requests

    Core(Settings given, Handler handle)
        : settings(std::move(given)), handler(std::move(handle)), workers(settings.threads),
          waiting(1) {}
};

} // namespace imprimatur::http
