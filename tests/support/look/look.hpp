/// Looking at a PDF as a person does: as words at places, and as ink on paper (Poppler's programs).
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace imprimatur::look {

/// Millimetres from the top left.
struct Area {
    double x;
    double y;
    double width;
    double height;
    double right() const { return x + width; }
    double bottom() const { return y + height; }
};

struct Word {
    std::string text;
    Area area;
};

/// One page in grey, 0 black.
struct Picture {
    int width = 0;
    int height = 0;
    double dpi = 0;
    std::vector<std::uint8_t> grey;

    /// What is darker than `darker_than` inside `area`: the box around it; empty when nothing is.
    std::optional<Area> ink(Area const& area, int darker_than = 128) const;
    int grey_at(double x, double y) const;
};

/// A PDF in a file of its own for as long as this lives.
class Paper {
  public:
    explicit Paper(std::string const& pdf);
    ~Paper();
    Paper(Paper const&) = delete;
    Paper& operator=(Paper const&) = delete;

    std::string text() const;
    std::vector<Word> words(int page = 1) const;
    Picture picture(int page = 1, int dpi = 300) const;
    int pages() const;
    /// What qpdf finds wrong with the file; empty when nothing.
    std::string complaints() const;

  private:
    std::string run(std::string const& command) const;
    std::string path_;
};

} // namespace imprimatur::look
