/// Pages as they are before they are marked.
#pragma once

#include <optional>

#include "marking/pdf/pdf.hpp"
#include "marking/render/render.hpp"
#include "marking/stamp/ink.hpp"

namespace imprimatur::stamp {

/// Pages from which on several threads look: to open the file once more takes as long as some.
inline constexpr std::size_t worth_a_lane = 4;

/// The page drawn just so large that thin type is seen. Empty: Poppler cannot draw it.
std::optional<InkMap> look_at(render::Document const& pages, pdf::Document const& document,
                              std::uint32_t page);

/// A code of ours is there already. @param unit the page's /UserUnit.
bool shows_mark_of_ours(render::Document const& pages, double unit, std::uint32_t page,
                        overlay::Box const& box);

} // namespace imprimatur::stamp
