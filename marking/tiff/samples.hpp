// The samples of a picture, wherever and however they lie. Private to this room.
#pragma once

#include <vector>

#include "marking/tiff/opened.hpp"

namespace imprimatur::tiff {

/// `kept` samples of each pixel, row after row from the top; whole numbers as they are stored.
/// T: std::uint8_t up to 8 bits, std::uint16_t up to 16, float for all others.
/// @error BadInput "image.broken"
template <class T>
Result<std::vector<T>> samples_of(TIFF* file, Lie const& lie, std::uint16_t kept);

extern template Result<std::vector<std::uint8_t>> samples_of(TIFF*, Lie const&, std::uint16_t);
extern template Result<std::vector<std::uint16_t>> samples_of(TIFF*, Lie const&, std::uint16_t);
extern template Result<std::vector<float>> samples_of(TIFF*, Lie const&, std::uint16_t);

} // namespace imprimatur::tiff
