/// The number of the page in a line of type: all pages join the same few streams, one a digit, so
/// that a page grows by little more than their numbers.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "marking/pdf/drawing.hpp"
#include "marking/pdf/pdf.hpp"
#include "marking/pdf/written.hpp"

namespace imprimatur::pdf {

class Numbering {
  public:
    /// @param name with which the names of its forms begin, among a page's resources.
    /// @param next the first object number that is free; moves on.
    Numbering(std::string name, std::size_t pages, unsigned& next);

    /// " n 0 R" for each stream that, after another, shows the number of a page, from 1.
    void append_streams(std::string& out, std::size_t page) const;
    /// "/name n 0 R" for each form that the streams show.
    void append_forms(std::string& out) const;

    /// @param height of the pages, points. @throws Decline
    void write(Written& out, Drawings& forms, std::string_view drawing, PageNumber const& number,
               double height) const;
    /// A copy that shows nothing there.
    void write_nothing(Written& out) const;

  private:
    unsigned start_of(std::size_t digits) const;
    unsigned digit(std::size_t value) const;
    unsigned end() const;
    std::size_t count() const;
    std::string show(std::uint32_t part) const;

    std::string name_;
    std::size_t most_digits_;
    unsigned forms_;   ///< object number of the first
    unsigned streams_; ///< likewise: starts for 1, 2, … digits, the digits, the end
};

} // namespace imprimatur::pdf
