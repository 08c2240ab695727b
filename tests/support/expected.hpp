/// A result in a test: its value, or the end of the test with the reason.
#pragma once

#include <stdexcept>
#include <utility>

#include "foundation/result/result.hpp"

namespace imprimatur {

template <class T> T expected(Result<T> result) {
    if (!result) {
        throw std::runtime_error(result.error().sentence.id + ": " + result.error().cause);
    }
    return std::move(*result);
}

inline void expected(Result<void> const& result) {
    if (!result) {
        throw std::runtime_error(result.error().sentence.id + ": " + result.error().cause);
    }
}

} // namespace imprimatur
