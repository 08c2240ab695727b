#include "marking/pdf/pictures.hpp"

#include <algorithm>
#include <map>

#include "marking/pdf/asking.hpp"

namespace imprimatur::pdf {

namespace {

constexpr int deepest = 20;            // forms within forms
constexpr long most_side = 1'000'000;  // pixels
constexpr std::uint64_t enough = 1e12; // more is not told apart

class Pictures {
  public:
    explicit Pictures(Source const& source) : source_(source) {}

    /// Of all that resources name.
    std::uint64_t in(Value const& resources, int depth = 0) {
        std::uint64_t sum = 0;
        for (auto const* kind : {"XObject", "Pattern"}) {
            for_each_entry(source_.find(source_.resolve(resources), kind),
                           [&](std::string_view, Value const& value) {
                               sum = std::min(enough, sum + of(value, depth));
                           });
        }
        return sum;
    }

  private:
    /// Shared objects are looked at once; one that holds itself counts as nothing there.
    std::uint64_t of(Value const& value, int depth) {
        auto const reference = value.reference();
        if (!reference) {
            return 0; // a stream is never a direct object
        }
        auto const [known, is_new] = known_.try_emplace(*reference, 0);
        if (is_new) {
            known->second = look_at(source_.resolve(value), depth);
        }
        return known->second;
    }

    std::uint64_t look_at(Value const& dictionary, int depth) {
        if (source_.find(dictionary, "Subtype").is_name("Image")) {
            auto const width = source_.whole(dictionary.entry("Width"), 0, most_side);
            auto const height = source_.whole(dictionary.entry("Height"), 0, most_side);
            return static_cast<std::uint64_t>(width.value_or(most_side)) *
                   static_cast<std::uint64_t>(height.value_or(most_side));
        }
        return depth < deepest ? in(dictionary.entry("Resources"), depth + 1) : enough;
    }

    Source const& source_;
    std::map<Reference, std::uint64_t> known_;
};

} // namespace

Result<std::vector<std::uint64_t>> picture_pixels(std::string_view bytes,
                                                  std::uint32_t most_pages) {
    return ask(bytes, most_pages, [&](Source const& source) {
        Pictures pictures(source);
        std::vector<std::uint64_t> out;
        for (auto const& page : pages_of(source, most_pages)) {
            out.push_back(pictures.in(page.resources));
        }
        return out;
    });
}

} // namespace imprimatur::pdf
