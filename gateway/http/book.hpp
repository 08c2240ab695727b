/// Who is connected: counts for the limits, and a way to cut everybody off. Private to
/// gateway/http.
#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <list>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <utility>

namespace imprimatur::http {

class Book {
  private:
    struct Line {
        int socket;
        std::string who;
        bool is_served;
    };
    using Lines = std::list<Line>;

  public:
    /// A place in the book, left at the end of its life, before the socket is closed.
    class Entry {
      public:
        Entry(Entry&& other) noexcept
            : book_(std::exchange(other.book_, nullptr)), line_(other.line_) {}
        Entry& operator=(Entry&&) = delete;
        ~Entry();

        /// A served connection may go on while the server stops; a waiting one is cut.
        void set_served(bool is_served);
        /// Ends reading: whoever waits for bytes of this socket sees its end.
        void stop_reading();

      private:
        friend class Book;
        Entry(Book& book, Lines::iterator line) : book_(&book), line_(line) {}
        Book* book_;
        Lines::iterator line_;
    };

    /// Nothing when `who` has `most_each` connections already.
    std::optional<Entry> enter(int socket, std::string const& who, std::size_t most_each);
    std::size_t size();
    void cut_waiting();
    void cut_all();
    bool wait_until_empty(std::chrono::milliseconds longest);
    /// Called, in the thread that leaves, after each leaving.
    void on_leaving(std::function<void()> call) { leaving_ = std::move(call); }

  private:
    std::mutex guard_;
    std::condition_variable emptied_;
    Lines lines_;
    std::map<std::string, std::size_t> count_;
    std::function<void()> leaving_;
};

} // namespace imprimatur::http
