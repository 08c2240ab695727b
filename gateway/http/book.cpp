#include "gateway/http/book.hpp"

#include <sys/socket.h>

namespace imprimatur::http {

Book::Entry::~Entry() {
    if (book_ == nullptr) {
        return;
    }
    {
        std::scoped_lock lock(book_->guard_);
        auto count = book_->count_.find(line_->who);
        if (--count->second == 0) {
            book_->count_.erase(count);
        }
        book_->lines_.erase(line_);
        book_->emptied_.notify_all();
    }
    if (book_->leaving_) {
        book_->leaving_();
    }
}

void Book::Entry::set_served(bool is_served) {
    std::scoped_lock lock(book_->guard_);
    line_->is_served = is_served;
}

void Book::Entry::stop_reading() {
    std::scoped_lock lock(book_->guard_);
    ::shutdown(line_->socket, SHUT_RD);
}

std::optional<Book::Entry> Book::enter(int socket, std::string const& who, std::size_t most_each) {
    std::scoped_lock lock(guard_);
    auto& count = count_[who];
    if (count >= most_each) {
        return std::nullopt;
    }
    ++count;
    return Entry(*this, lines_.insert(lines_.end(), Line{socket, who, false}));
}

std::size_t Book::size() {
    std::scoped_lock lock(guard_);
    return lines_.size();
}

void Book::cut_waiting() {
    std::scoped_lock lock(guard_);
    for (auto const& line : lines_) {
        if (!line.is_served) {
            ::shutdown(line.socket, SHUT_RDWR);
        }
    }
}

void Book::cut_all() {
    std::scoped_lock lock(guard_);
    for (auto const& line : lines_) {
        ::shutdown(line.socket, SHUT_RDWR);
    }
}

bool Book::wait_until_empty(std::chrono::milliseconds longest) {
    std::unique_lock lock(guard_);
    return emptied_.wait_for(lock, longest, [&] { return lines_.empty(); });
}

} // namespace imprimatur::http
