/// The codes of several pages in one image, of which each page shows its part: an image for each
/// page would cost three times as much, most of it for saying what it is.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "marking/pdf/pdf.hpp"
#include "marking/pdf/written.hpp"

namespace imprimatur::pdf {

class Sheets {
  public:
    Sheets() = default;
    /// @param first object number of the first sheet. @param modules a side of a code; 0: no codes.
    Sheets(unsigned first, std::size_t pages, std::uint32_t modules);

    bool exist() const { return modules_ > 0; }
    std::size_t count() const { return exist() ? (pages_ + a_sheet_ - 1) / a_sheet_ : 0; }
    /// The object that has the code of a page. @param page from 0.
    unsigned number_of(std::size_t page) const;
    /// The operators that show a page's code; none when there are none.
    /// @param name of the sheet among the page's resources. @param height of the page, points.
    std::string show(std::string const& name, std::size_t page, Box const& box,
                     double height) const;
    /// Whether a sheet as it is unpacked has this code where the page shows it.
    bool has_code(std::string_view sheet, std::size_t page, std::string_view code) const;
    /// @param codes for each page, as pack() makes them. @throws Decline
    void write(Written& out, std::vector<std::string> const& codes) const;

  private:
    std::size_t rows_of_part() const { return modules_ + 1; } ///< a white one sets them apart
    std::size_t bytes_a_row() const { return (modules_ + 7) / 8; }

    unsigned first_ = 0;
    std::size_t pages_ = 0;
    std::size_t a_sheet_ = 1; ///< pages
    std::size_t modules_ = 0;
};

} // namespace imprimatur::pdf
