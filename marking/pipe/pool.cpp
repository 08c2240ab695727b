#include "marking/pipe/pool.hpp"

#include <algorithm>

namespace imprimatur::pipe {

namespace {

/// A process gathers fonts and fragments; a fresh one is cheap.
constexpr int most_requests = 500;
constexpr std::chrono::milliseconds pause_after_failure{500};

} // namespace

Pool::Pool(Settings settings, Process first)
    : settings_(std::move(settings)), lacks_(first.lacks()) {
    fresh_.push_back(std::move(first));
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

/// Enough for those who may still come, and for documents that share with nobody: the next is warm
/// while one works.
std::size_t Pool::wanted_fresh() const {
    if (settings_.one_document_per_life) {
        return settings_.processes;
    }
    auto const there = busy_ + idle_.size();
    auto const missing = settings_.processes > there ? settings_.processes - there : 0;
    return std::max({missing, settings_.fresh, waiting_alone_});
}

void Pool::keep() {
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait(lock, [this] { return is_ending_ || fresh_.size() < wanted_fresh(); });
        if (is_ending_) {
            return;
        }
        lock.unlock();
        auto process = Process::start(settings_);
        lock.lock();
        if (process) {
            start_error_.reset();
            lacks_ = process->lacks();
            fresh_.push_back(std::move(*process));
        } else {
            start_error_ = process.error();
        }
        changed_.notify_all();
        if (start_error_) {
            changed_.wait_for(lock, pause_after_failure, [this] { return is_ending_; });
        }
    }
}

/// Somebody may have killed them while they waited.
void Pool::drop_dead() {
    auto const is_dead = [](Process const& process) { return !process.is_alive(); };
    if (std::erase_if(fresh_, is_dead) + std::erase_if(idle_, is_dead) > 0) {
        changed_.notify_all(); // others are to be started
    }
}

Result<Process> Pool::take(Sharing sharing) {
    std::unique_lock lock(mutex_);
    start_error_.reset(); // of an older attempt
    bool const is_alone = sharing == Sharing::Alone;
    waiting_alone_ += is_alone ? 1 : 0;
    changed_.notify_all(); // one more is wanted
    auto has_one = [&] {
        drop_dead();
        return !fresh_.empty() || (!is_alone && !idle_.empty());
    };
    changed_.wait(lock, [&] { return busy_ < settings_.processes && (has_one() || start_error_); });
    waiting_alone_ -= is_alone ? 1 : 0;
    if (!has_one()) {
        return tl::unexpected<Error>(*start_error_);
    }
    auto& from = is_alone || idle_.empty() ? fresh_ : idle_;
    auto process = std::move(from.front());
    from.pop_front();
    ++busy_;
    changed_.notify_all();
    return process;
}

void Pool::give_back(Process process, Sharing sharing) {
    bool const is_kept = process.is_usable() && sharing == Sharing::Any &&
                         !settings_.one_document_per_life && process.requests() < most_requests;
    {
        std::lock_guard lock(mutex_);
        --busy_;
        if (is_kept) {
            idle_.push_back(std::move(process));
        }
    }
    changed_.notify_all();
}

Result<Message> Pool::ask_one(Message const& request, Sharing sharing) {
    auto process = take(sharing);
    if (!process) {
        return pass_on(process);
    }
    auto answer = process->ask(request, settings_.limits.time);
    give_back(std::move(*process), sharing);
    return answer;
}

Result<Message> Pool::ask(Message const& request, Sharing sharing) {
    auto answer = ask_one(request, sharing);
    if (answer || answer.error().sentence.id != "pipe.worker-died") {
        return answer;
    }
    // Whoever kills workers kills them whatever they read, and one that had other documents before
    // may have died of those: only the death of a second, fresh one is laid to this document.
    auto again = ask_one(request, Sharing::Alone);
    if (!again && again.error().sentence.id == "pipe.worker-died") {
        return fail(again.error().fault, again.error().sentence,
                    "twice: " + answer.error().cause + "; " + again.error().cause);
    }
    return again;
}

} // namespace imprimatur::pipe
