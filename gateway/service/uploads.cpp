#include "gateway/service/uploads.hpp"

#include <algorithm>
#include <chrono>

namespace imprimatur::service {

namespace {

constexpr std::size_t most = 100;
constexpr std::chrono::hours longest{1};

} // namespace

void Uploads::put(Upload upload) {
    std::vector<std::string> old;
    {
        std::lock_guard lock(mutex_);
        auto now = upload.at;
        all_.push_back(std::move(upload));
        while (all_.size() > most || now - all_.front().at > longest) {
            old.push_back(all_.front().object);
            all_.erase(all_.begin());
        }
    }
    for (auto const& object : old) {
        // What cannot be removed now is at the next start.
        static_cast<void>(store_.remove(object));
    }
}

std::optional<Upload> Uploads::find(std::string const& object, std::string const& account) {
    std::lock_guard lock(mutex_);
    auto found = std::ranges::find_if(
        all_, [&](auto const& one) { return one.object == object && one.account == account; });
    return found == all_.end() ? std::nullopt : std::optional(*found);
}

void Uploads::release(std::string const& object) {
    std::lock_guard lock(mutex_);
    std::erase_if(all_, [&](auto const& one) { return one.object == object; });
}

void Uploads::remove(std::string const& object) {
    release(object);
    static_cast<void>(store_.remove(object));
}

} // namespace imprimatur::service
