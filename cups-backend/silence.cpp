#include "cups-backend/silence.hpp"

namespace imprimatur::backend {

Silence::Silence(std::chrono::seconds patience, Trouble const& trouble)
    : patience_(patience), trouble_(trouble) {}

void Silence::end() {
    since_ = Clock::now();
    told_ = std::chrono::minutes(0);
}

bool Silence::is_over() {
    auto const lasted = Clock::now() - since_;
    if (lasted >= patience_) {
        return true;
    }
    auto const minutes = std::chrono::floor<std::chrono::minutes>(lasted);
    if (minutes > told_) {
        told_ = minutes;
        auto const left = std::chrono::ceil<std::chrono::minutes>(patience_ - lasted);
        trouble_({"backend.printer-silent",
                  {{"minutes", std::to_string(minutes.count())},
                   {"left", std::to_string(left.count())}}});
    }
    return false;
}

} // namespace imprimatur::backend
