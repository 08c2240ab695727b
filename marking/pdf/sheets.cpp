#include "marking/pdf/sheets.hpp"

#include <algorithm>
#include <cmath>

#include "marking/pdf/decline.hpp"
#include "marking/pdf/frame.hpp"

namespace imprimatur::pdf {

namespace {

constexpr std::size_t most_parts = 16; // readers draw the whole sheet for each page

/// As many sheets as parts: both cost about the same.
std::size_t parts_for(std::size_t pages) {
    auto const parts = static_cast<std::size_t>(std::ceil(std::sqrt(static_cast<double>(pages))));
    return std::clamp<std::size_t>(parts, 1, most_parts);
}

} // namespace

Sheets::Sheets(unsigned first, std::size_t pages, std::uint32_t modules)
    : first_(first), pages_(pages), a_sheet_(parts_for(pages)), modules_(modules) {}

unsigned Sheets::number_of(std::size_t page) const {
    return first_ + static_cast<unsigned>(page / a_sheet_);
}

std::string Sheets::show(std::string const& name, std::size_t page, Box const& box,
                         double height) const {
    if (!exist()) {
        return "";
    }
    auto const points = [](double length) { return length * points_a_millimetre; };
    double const module = box.height / static_cast<double>(modules_);
    double const step = module * static_cast<double>(rows_of_part());
    // The clip goes through the middle of the white rows.
    double const bottom = height - points(box.y + box.height + module / 2);
    std::string out = "q " + number_text(points(box.x - module / 2)) + " " + number_text(bottom) +
                      " " + number_text(points(box.width + module)) + " " +
                      number_text(points(step)) + " re W n ";
    double const top = box.y - static_cast<double>(page % a_sheet_) * step;
    double const whole = static_cast<double>(a_sheet_) * step;
    Matrix const place{points(box.width),           0, 0, points(whole), points(box.x),
                       height - points(top + whole)};
    return out + place.text() + " cm/" + name + " Do Q\n";
}

bool Sheets::has_code(std::string_view sheet, std::size_t page, std::string_view code) const {
    auto const part = rows_of_part() * bytes_a_row();
    auto const start = page % a_sheet_ * part;
    return sheet.size() == part * a_sheet_ && sheet.substr(start, code.size()) == code;
}

void Sheets::write(Written& out, std::vector<std::string> const& codes) const {
    auto const bytes = modules_ * bytes_a_row();
    auto const part = rows_of_part() * bytes_a_row();
    for (std::size_t first = 0; exist() && first < pages_; first += a_sheet_) {
        std::string rows(part * a_sheet_, '\xff');
        for (std::size_t i = first; i < std::min(first + a_sheet_, pages_); ++i) {
            auto const& code = codes.at(i);
            if (code.size() != bytes) {
                throw Decline{"a code of another size"};
            }
            rows.replace((i - first) * part, bytes, code);
        }
        // A part for a row: what codes have in common vanishes.
        out.stencil(number_of(first), modules_, rows_of_part() * a_sheet_, rows, part);
    }
}

} // namespace imprimatur::pdf
