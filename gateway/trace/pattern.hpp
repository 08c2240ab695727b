/// A serial of which some characters cannot be read.
#pragma once

#include <string>
#include <string_view>

#include "foundation/result/result.hpp"
#include "marking/mark/serial.hpp"

namespace imprimatur::trace {

class Pattern {
  public:
    /// `?` stands for a character that cannot be read; `…`, `...` or `*`, once, for as many as are
    /// missing.
    /// @error BadInput wrong length, a character that is never in a serial, or none known.
    static Result<Pattern> read(std::string_view text);
    bool fits(Serial serial) const;
    bool is_whole() const { return text_.find('?') == text_.npos; }
    std::string const& text() const { return text_; }

  private:
    explicit Pattern(std::string text) : text_(std::move(text)) {}
    std::string text_; ///< 16 characters of the serial's alphabet or '?'
};

} // namespace imprimatur::trace
