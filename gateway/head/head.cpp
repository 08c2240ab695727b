#include "gateway/head/head.hpp"

#include <algorithm>
#include <condition_variable>
#include <mutex>
#include <thread>

#include "gateway/head/slots.hpp"

namespace imprimatur::head {

std::filesystem::path file_beside(std::filesystem::path const& place) {
    return place.string() + ".head";
}

Result<std::optional<Kept>> find_kept(std::vector<std::filesystem::path> const& files) {
    std::optional<Kept> newest;
    for (auto const& file : files) {
        auto kept = Slots::read(file);
        if (!kept) {
            return pass_on(kept);
        }
        if (*kept && (!newest || (*kept)->sequence > newest->sequence)) {
            newest = **kept;
        }
    }
    return newest;
}

struct Keeper::Inside {
    std::mutex mutex;
    std::condition_variable changed;
    std::vector<Slots> files;
    Kept last;
    bool is_written = true; ///< `last` is in every file
    bool is_durable = true;
    bool is_ending = false;
    std::thread syncing;

    /// With the mutex held.
    void write() {
        is_written = std::ranges::all_of(files, [&](Slots& file) { return file.write(last); });
        is_durable = false;
        changed.notify_one();
    }

    void sync_what_comes() {
        std::unique_lock lock(mutex);
        for (;;) {
            changed.wait(lock, [&] { return is_ending || !is_durable; });
            if (is_durable) {
                return;
            }
            is_durable = true;
            lock.unlock();
            bool const is_synced =
                std::ranges::all_of(files, [](Slots const& file) { return file.make_durable(); });
            lock.lock();
            is_written = is_written && is_synced; // else it is written again
        }
    }
};

Keeper::Keeper(std::unique_ptr<Inside> inside) : inside_(std::move(inside)) {}

Keeper::~Keeper() {
    {
        std::lock_guard lock(inside_->mutex);
        inside_->is_ending = true;
    }
    inside_->changed.notify_one();
    inside_->syncing.join();
}

Result<std::shared_ptr<Keeper>> Keeper::open(std::vector<std::filesystem::path> const& files,
                                             Company company) {
    auto inside = std::make_unique<Inside>();
    auto kept = find_kept(files);
    if (!kept) {
        return pass_on(kept);
    }
    inside->last = kept->value_or(Kept{});
    for (auto const& file : files) {
        auto slots = Slots::open(file, company);
        if (!slots) {
            return pass_on(slots);
        }
        inside->files.push_back(*std::move(slots));
    }
    auto* watched = inside.get();
    inside->syncing = std::thread([watched] { watched->sync_what_comes(); });
    return std::shared_ptr<Keeper>(new Keeper(std::move(inside)));
}

Result<void> Keeper::is_ready() {
    std::lock_guard lock(inside_->mutex);
    if (!inside_->is_written) {
        inside_->write();
    }
    return inside_->is_written ? Result<void>()
                               : fail(Fault::Unavailable, {"head.not-kept", {}},
                                      "the head of the log cannot be written outside the registry");
}

void Keeper::see(registry::Head const& head, std::optional<std::uint64_t> numbers_given) {
    std::lock_guard lock(inside_->mutex);
    auto& last = inside_->last;
    auto const given = std::max(last.numbers_given, numbers_given.value_or(0));
    if (head.sequence > last.sequence) {
        last.sequence = head.sequence;
        last.hash = head.hash;
    } else if (given == last.numbers_given && inside_->is_written) {
        return; // two that committed at once tell of it in any order
    }
    last.numbers_given = given;
    inside_->write();
}

void Keeper::begin_with(Kept const& kept) {
    std::lock_guard lock(inside_->mutex);
    inside_->last = kept;
    inside_->write();
}

} // namespace imprimatur::head
