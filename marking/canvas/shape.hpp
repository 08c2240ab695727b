/// From letters to glyphs.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "marking/canvas/fonts.hpp"

namespace imprimatur::canvas {

/// Lengths in em.
struct Glyph {
    std::uint32_t index;
    std::uint32_t byte; ///< of the text, where the letters it stands for begin
    double advance;
    double dx;
    double dy; ///< upwards
};

/// Neighbouring letters of one face and one direction.
struct Run {
    Face const* face;
    std::size_t begin; ///< bytes of the text
    std::size_t end;
    bool backward;             ///< written from right to left
    std::vector<Glyph> glyphs; ///< from left to right
};

struct Shaped {
    std::string text;
    std::vector<Run> runs;
    double width = 0; ///< em
    int letters = 0;  ///< that spacing goes between
};

/// @param text clean. Each letter is taken from `family`, or from the first other face that has it.
Shaped shape(std::vector<Face> const& faces, std::string_view family, std::string text);

} // namespace imprimatur::canvas
