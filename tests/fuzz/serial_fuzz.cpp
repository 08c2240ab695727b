/// Any text as what people type and QRs say: a serial, a seal, a period. What is understood is
/// written back and understood again as the same.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string_view>

#include "marking/mark/mark.hpp"

namespace {

using namespace imprimatur;

void demand(bool is_so) {
    if (!is_so) {
        std::abort();
    }
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(std::uint8_t const* data, std::size_t size) {
    std::string_view const text(reinterpret_cast<char const*>(data), size);
    if (auto const serial = Serial::read(text)) {
        demand(Serial::read(serial->text()).value() == *serial);
        demand(Serial::read(serial->plain()).value() == *serial);
    }
    if (auto const seal = find_seal(text)) {
        demand(find_seal(to_text(*seal)) == seal);
    }
    if (auto const period = find_period(text)) {
        demand(find_period(period->identifier()) == period);
        static_cast<void>(declassification_date(*period, Date{}));
        static_cast<void>(level_mark(Level::Secret, period));
    }
    if (auto const level = find_level(text)) {
        demand(find_level(identifier(*level)) == level);
    }
    static_cast<void>(find_base32(text));
    return 0;
}
