#include "gateway/print/shelf.hpp"

namespace imprimatur::print {

void Shelf::put(std::string const& job, Serial serial, Descriptor copy) {
    std::lock_guard lock(mutex_);
    copies_[job].insert_or_assign(serial, std::move(copy));
}

bool Shelf::has(std::string const& job, Serial serial) const {
    std::lock_guard lock(mutex_);
    auto found = copies_.find(job);
    return found != copies_.end() && found->second.contains(serial);
}

std::optional<Descriptor> Shelf::find(std::string const& job, Serial serial) const {
    std::lock_guard lock(mutex_);
    auto copies = copies_.find(job);
    if (copies == copies_.end()) {
        return std::nullopt;
    }
    auto found = copies->second.find(serial);
    if (found == copies->second.end()) {
        return std::nullopt;
    }
    auto again = open_file("/proc/self/fd/" + std::to_string(found->second.number()));
    return again ? std::optional(std::move(*again)) : std::nullopt;
}

void Shelf::clear(std::string const& job) {
    std::lock_guard lock(mutex_);
    copies_.erase(job);
    ways_.erase(job);
}

void Shelf::note_way(std::string const& job, std::string const& way) {
    std::lock_guard lock(mutex_);
    ways_[job] = way;
}

std::string Shelf::way_of(std::string const& job) const {
    std::lock_guard lock(mutex_);
    auto found = ways_.find(job);
    return found == ways_.end() ? "" : found->second;
}

void Carriers::take(Serial serial, pid_t process) {
    std::lock_guard lock(mutex_);
    processes_.insert_or_assign(serial, process);
}

bool Carriers::is_carried_by(Serial serial, pid_t process) const {
    std::lock_guard lock(mutex_);
    auto found = processes_.find(serial);
    return found != processes_.end() && found->second == process;
}

void Carriers::forget(Serial serial) {
    std::lock_guard lock(mutex_);
    processes_.erase(serial);
}

JobLocks::Held JobLocks::hold(std::string const& job) {
    std::shared_ptr<std::mutex> mutex;
    {
        std::lock_guard lock(mutex_);
        std::erase_if(locks_, [](auto const& entry) { return entry.second.expired(); });
        mutex = locks_[job].lock();
        if (!mutex) {
            mutex = std::make_shared<std::mutex>();
            locks_[job] = mutex;
        }
    }
    return Held(std::move(mutex));
}

} // namespace imprimatur::print
