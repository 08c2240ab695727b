#include "gateway/policy/mistakes.hpp"

#include <algorithm>

namespace imprimatur::policy {

void Mistakes::add(Place const& place, std::string id, std::map<std::string, std::string> values) {
    values["file"] = place.file;
    values["line"] = std::to_string(place.line);
    all_.push_back({place, {std::move(id), std::move(values)}});
}

Error Mistakes::error() const {
    auto sorted = all_;
    std::stable_sort(sorted.begin(), sorted.end(),
                     [](auto const& a, auto const& b) { return a.place < b.place; });
    std::string cause;
    for (auto const& mistake : sorted) {
        cause += (cause.empty() ? "" : "\n") + mistake.place.file + ":" +
                 std::to_string(mistake.place.line) + ": " + mistake.sentence.id;
        for (auto const& [name, value] : mistake.sentence.values) {
            if (name != "file" && name != "line") {
                cause += " " + name + "=" + value;
            }
        }
    }
    return {Fault::BadInput, sorted.front().sentence, cause};
}

} // namespace imprimatur::policy
