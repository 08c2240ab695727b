/// Any text as the options of a print job: only names that are known come through, and every value
/// is one tame line.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "cups-backend/options.hpp"
#include "cups-backend/text.hpp"

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    using namespace imprimatur::backend;
    constexpr std::size_t longest_value = 4096;
    constexpr std::size_t most = 10;
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    auto const options = read_options(text);
    if (options.size() > most) {
        std::abort();
    }
    for (auto const& [name, value] : options) {
        if (!is_tame(name, longest_value) || !is_tame(value, longest_value)) {
            std::abort();
        }
    }
    return 0;
}
