/// Pages as they are before they are marked.
#pragma once

#include <optional>

#include "marking/mark/mark.hpp"
#include "marking/pdf/pdf.hpp"
#include "marking/render/render.hpp"
#include "marking/stamp/ink.hpp"

namespace imprimatur::stamp {

/// Pages from which on several threads look: to open the file once more takes as long as some.
inline constexpr std::size_t worth_a_lane = 4;

/// The page drawn just so large that thin type is seen. Empty: Poppler cannot draw it.
std::optional<InkMap> look_at(render::Document const& pages, pdf::Document const& document,
                              std::uint32_t page);

/// Codes of ours that are there already. @param unit the page's /UserUnit.
std::vector<OldMark> marks_of_ours(render::Document const& pages, double unit, std::uint32_t page,
                                   std::vector<overlay::Box> const& boxes);

} // namespace imprimatur::stamp
