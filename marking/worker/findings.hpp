// QRs of one page as findings. Private to this room.
#pragma once

#include <vector>

#include "marking/pipe/pipe.hpp"
#include "marking/read/read.hpp"
#include "marking/render/render.hpp"

namespace imprimatur::worker {

/// @param offset of the picture on the page, mm
std::vector<pipe::Finding> to_findings(std::vector<read::Code> const& codes, std::uint32_t page,
                                       read::Point offset = {0, 0});

/// A page that a program wrote: looks closely only where a small drawing of it is suspicious.
/// @param small the page in grey at 50 dpi
Result<std::vector<pipe::Finding>> look_at_drawn_page(render::Document const& document,
                                                      std::uint32_t page, Bitmap const& small);

/// A page that is one picture: looks at all of it at 200 dpi.
Result<std::vector<pipe::Finding>> look_at_picture_page(render::Document const& document,
                                                        std::uint32_t page, read::Effort effort);

} // namespace imprimatur::worker
