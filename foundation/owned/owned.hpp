/// C handles that free themselves.
///
/// Promise: no `free`, `close` or `unref` by hand anywhere else in the house.
#pragma once

#include <memory>

namespace imprimatur {

template <auto Free> struct FreeWith {
    template <class Handle> void operator()(Handle* handle) const noexcept { Free(handle); }
};

/// A pointer-sized owner: `Owned<cairo_t, cairo_destroy>`.
template <class Handle, auto Free> using Owned = std::unique_ptr<Handle, FreeWith<Free>>;

} // namespace imprimatur
