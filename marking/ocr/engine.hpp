// Tesseract, one engine for each thread that reads. Private to this room.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "foundation/result/result.hpp"
#include "marking/ocr/picture.hpp"

namespace imprimatur::ocr {

/// As Tesseract read it.
struct Spelled {
    std::string text;
    Box box; ///< pixels
    double sureness;
    bool begins_line;
};

enum class Tongue { Chinese, English };

/// What is expected on a picture.
enum class Setting { Page, Block, Sparse };

using Deadline = std::chrono::steady_clock::time_point;

/// Words in reading order. @error as read_text()
Result<std::vector<Spelled>> spell(PIX* picture, Tongue tongue, Setting setting, Deadline until);

} // namespace imprimatur::ocr
