/// Drawings as forms that many pages can show.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>

#include "marking/pdf/written.hpp"

namespace imprimatur::pdf {

/// What is the same in several drawings, as fonts are, is written once.
class Drawings {
  public:
    /// @param next the first object number that is free; moves on.
    Drawings(Written& out, unsigned& next) : out_(out), next_(next) {}

    /// @param drawing a PDF, of which the first page is taken. @return the form's number.
    /// @throws Decline
    unsigned form(std::string_view drawing);
    /// One of its pages, from 1, as the object `number`. @throws Decline
    void form(std::string_view drawing, std::uint32_t page, unsigned number);

  private:
    class Copier;
    struct Form {
        std::string entries;
        std::string_view bytes;
    };
    Form read(std::string_view drawing, std::uint32_t page);
    unsigned stream(std::string const& entries, std::string_view bytes);
    unsigned object(std::string const& text);

    Written& out_;
    unsigned& next_;
    std::unordered_map<std::string, unsigned> known_; ///< by all that is written
};

} // namespace imprimatur::pdf
