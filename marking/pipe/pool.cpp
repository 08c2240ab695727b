#include "marking/pipe/pool.hpp"

namespace imprimatur::pipe {

namespace {

/// A process gathers fonts and fragments; a fresh one is cheap.
constexpr int most_requests = 500;
constexpr std::chrono::milliseconds pause_after_failure{500};

} // namespace

Pool::Pool(Settings settings, Process first)
    : settings_(std::move(settings)), lacks_(first.lacks()) {
    idle_.push_back(std::move(first));
    keeper_ = std::thread([this] { keep(); });
}

Pool::~Pool() {
    {
        std::lock_guard lock(mutex_);
        is_ending_ = true;
    }
    changed_.notify_all();
    keeper_.join();
}

std::vector<std::string> Pool::lacks() const {
    std::lock_guard lock(mutex_);
    return lacks_;
}

/// How many are to stand ready. Where each serves one document only, the next is warm while it
/// works.
std::size_t Pool::wanted() const {
    if (settings_.one_document_per_life) {
        return settings_.processes;
    }
    return settings_.processes - busy_;
}

void Pool::keep() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return is_ending_ || idle_.size() < wanted(); });
        if (is_ending_) {
            return;
        }
        lock.unlock();
        auto process = Process::start(settings_);
        lock.lock();
        if (process) {
            start_error_.reset();
            lacks_ = process->lacks();
            idle_.push_back(std::move(*process));
        } else {
            start_error_ = process.error();
        }
        changed_.notify_all();
        if (start_error_) {
            changed_.wait_for(lock, pause_after_failure, [this] { return is_ending_; });
        }
    }
}

Result<Process> Pool::take() {
    std::unique_lock lock(mutex_);
    start_error_.reset(); // of an older attempt
    changed_.wait(
        lock, [this] { return busy_ < settings_.processes && (!idle_.empty() || start_error_); });
    if (idle_.empty()) {
        return tl::unexpected<Error>(*start_error_);
    }
    auto process = std::move(idle_.front());
    idle_.pop_front();
    ++busy_;
    return process;
}

void Pool::give_back(Process process) {
    bool const is_kept = process.is_usable() && !settings_.one_document_per_life &&
                         process.requests() < most_requests;
    {
        std::lock_guard lock(mutex_);
        --busy_;
        if (is_kept) {
            idle_.push_back(std::move(process));
        }
    }
    changed_.notify_all();
}

Result<Message> Pool::ask(Message const& request) {
    auto process = take();
    if (!process) {
        return pass_on(process);
    }
    auto answer = process->ask(request, settings_.limits.time);
    give_back(std::move(*process));
    return answer;
}

} // namespace imprimatur::pipe
