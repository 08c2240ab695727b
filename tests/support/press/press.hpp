/// From a raster to ink on paper: halftones, marks, toner, copiers.
/// No printer took part: every figure is a guess at one, and every sheet comes from a seed.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <opencv2/core.hpp>

#include "marking/dots/dots.hpp"
#include "tests/support/press/dice.hpp"

namespace imprimatur::press {

constexpr double print_dpi = 600;
constexpr double pixels_a_mm = print_dpi / 25.4;
inline cv::Size const a4{4960, 7016};

/// Greys as dots of a screen whose cells lie along (a, b) and (−b, a) pixels; 0 or 255.
cv::Mat screened(cv::Mat const& grey, int a, int b);

/// Greys by error diffusion (Floyd and Steinberg); 0 or 255.
cv::Mat diffused(cv::Mat const& grey);

/// A part of a page at 600 dpi.
struct Sheet {
    cv::Mat ink;         ///< 8 bits: 0 toner, 255 paper
    cv::Point origin{};  ///< of its top left corner on the page, pixels
    double beyond = 245; ///< how bright it is where the sheet ends
};

/// The part of a page that is printed: nothing is drawn yet.
Sheet cut(cv::Mat const& page, cv::Rect part);

/// The covert dots, where dots::Lattice puts them; not over `spared` (page pixels).
void draw_dots(Sheet& sheet, dots::Tile const& tile, std::vector<cv::Rect> const& spared);

/// A QR with its quiet zone at a corner: 0 top right, 1 bottom left. @return what it covers
cv::Rect draw_qr(Sheet& sheet, std::string const& text, int corner);

/// Toner spreads, is rough at its edges, misses and splashes. @param ink 0 or 255
cv::Mat toned(cv::Mat const& ink, Dice& dice);

/// Adds normal noise. @param sigma of 255
void add_noise(cv::Mat& picture, double sigma, Dice& dice);

/// A copier: seen at 600 dpi, made brighter, printed again.
enum class Copier { Screen, Diffusion, Threshold };
Sheet copied(Sheet const& sheet, Copier copier, Dice& dice);

} // namespace imprimatur::press
