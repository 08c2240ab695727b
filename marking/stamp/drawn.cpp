#include "marking/stamp/drawn.hpp"

namespace imprimatur::stamp {

Drawn::Drawn(Placed& placed, layout::Layout const& layout) : placed_(placed), layout_(layout) {}

Result<std::uint32_t> Drawn::index_of(Group const& group) {
    if (auto const known = known_.find(group); known != known_.end()) {
        return known->second;
    }
    if (auto const failed = failed_.find(group); failed != failed_.end()) {
        return tl::unexpected<Error>(failed->second);
    }
    Drawings drawn;
    for (auto const& mark : placed_.marks) {
        auto drawing = draw(layout_, mark, placed_.pages, group);
        if (!drawing) {
            failed_.emplace(group, drawing.error());
            return pass_on(drawing);
        }
        drawn.push_back(std::move(*drawing));
    }
    auto const index = static_cast<std::uint32_t>(prints_.size());
    std::vector<overlay::Overlay const*> views;
    for (auto const& drawing : drawn) {
        views.push_back(&drawing);
    }
    prints_.push_back(footprint(layout_, views));
    for (std::size_t i = 0; i < drawn.size(); ++i) {
        placed_.drawings[i].push_back(std::move(drawn[i]));
    }
    placed_.pages.groups.resize(index);
    placed_.pages.groups.push_back(group);
    known_.emplace(group, index);
    return index;
}

void Drawn::forget(std::uint32_t page) {
    std::erase_if(known_, [&](auto const& entry) { return entry.first.page == page; });
    std::erase_if(failed_, [&](auto const& entry) { return entry.first.page == page; });
}

void Drawn::drop_unused() {
    auto& pages = placed_.pages;
    std::vector<std::uint32_t> moved(pages.groups.size());
    std::vector<bool> is_used(pages.groups.size());
    for (auto group : pages.group_of_page) {
        is_used[group] = true;
    }
    std::uint32_t next = 0;
    for (std::size_t i = 0; i < pages.groups.size(); ++i) {
        if (!is_used[i]) {
            continue;
        }
        moved[i] = next;
        if (i != next) {
            pages.groups[next] = pages.groups[i];
            for (auto& drawings : placed_.drawings) {
                drawings[next] = std::move(drawings[i]);
            }
        }
        ++next;
    }
    pages.groups.resize(next);
    for (auto& drawings : placed_.drawings) {
        drawings.resize(next);
    }
    for (auto& group : pages.group_of_page) {
        group = moved[group];
    }
}

} // namespace imprimatur::stamp
