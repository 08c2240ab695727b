/// From paper to a picture: scanners, phones, fax machines, screens, and what befalls the sheet.
#pragma once

#include <functional>

#include <opencv2/core.hpp>

#include "marking/bitmap/bitmap.hpp"
#include "tests/bench/trace/contents.hpp"

namespace imprimatur::bench {

/// How a picture's pixels lie over the page.
struct Gaze {
    cv::Size size;
    double step = 1;                                 ///< page pixels a picture pixel, about
    std::function<cv::Point2d(cv::Point2d)> to_page; ///< picture to page pixels
};

/// The sheet turned by `degrees`, seen from straight above; `dpi_y` 0: as across.
Gaze flat(Sheet const& sheet, double dpi, double degrees, double dpi_y = 0);

/// A phone's picture of the whole page, `pixels` in all: tilted up to `most_tilt` degrees, curled.
struct Camera {
    double megapixels;
    double most_tilt = 30;
    double curl_mm = 12; ///< most height of the curl
};
Gaze photo_of_page(Camera const& camera, Dice& dice);

/// The part of a gaze that shows a piece of the page.
Gaze part_of(Gaze const& whole, cv::Rect2d piece);

/// What falls on a picture's pixels.
cv::Mat see(Sheet const& sheet, Gaze const& gaze, double blur);

/// Brightness from black to white, its curve, noise, then JPEG (0: none).
struct Sensor {
    double black = 10;
    double white = 245;
    double gamma = 1;
    double noise = 3;
    int jpeg = 85;
};
Sensor scanner(int jpeg, Dice& dice);
Sensor phone(Dice& dice);
Bitmap taken(cv::Mat picture, Sensor const& sensor, double dpi, Dice& dice);

/// Light falls off to one side; half of the time a soft shadow lies over a part.
void shade(cv::Mat& picture, Dice& dice);

/// A phone's own sharpening.
void sharpen(cv::Mat& picture, Dice& dice);

void crease(Sheet& sheet, Dice& dice);
void stain(Sheet& sheet, Dice& dice);
/// A corner or a side is missing, up to two fifths of the sheet.
void tear(Sheet& sheet, Dice& dice);

/// As a screen of `dpi` shows the page: no toner, three coloured stripes a pixel, dark gaps.
Sheet on_screen(Sheet const& raster, double dpi, Dice& dice);

/// Of two levels. @param at share of white below which a pixel is black
void two_levels(Bitmap& picture, double at);

} // namespace imprimatur::bench
