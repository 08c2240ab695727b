/// Documents for tests, drawn by Cairo: words, boxes, pictures and QRs at places in millimetres.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "marking/bitmap/bitmap.hpp"

namespace imprimatur::paper {

class Paper {
  public:
    /// A document whose first page is A4, or of the size given, in millimetres.
    explicit Paper(double width = 210, double height = 297);
    ~Paper();

    /// One line of text, its top left corner at x, y. @param size pt
    Paper& text(double x, double y, std::string const& words, double size = 12,
                std::string const& font = "WenQuanYi Zen Hei");
    /// A page full of numbered lines that differ from page to page.
    Paper& prose(std::uint32_t seed, int lines = 45);
    Paper& box(double x, double y, double width, double height, double grey = 0);
    Paper& picture(Bitmap const& picture, double x, double y, double width, double height);
    Paper& qr(double x, double y, double module, std::string const& words);
    Paper& next_page();
    Paper& next_page(double width, double height);

    /// Ends the document: PDF.
    std::string pdf();

  private:
    struct State;
    std::unique_ptr<State> state_;
};

/// Noise from a seed, grey: a picture like a photo, smooth and dark enough to be seen.
Bitmap cloud(std::uint32_t width, std::uint32_t height, std::uint32_t seed);

/// A new folder under the system's temporary folder, removed at the end.
class Folder {
  public:
    Folder();
    ~Folder();
    Folder(Folder const&) = delete;
    Folder& operator=(Folder const&) = delete;
    std::string path(std::string const& name) const { return path_ + "/" + name; }

  private:
    std::string path_;
};

void write_file(std::string const& path, std::string const& bytes);
std::string read_file(std::string const& path);
/// The output of a command of the test's own making; its exit status must be 0.
std::string run(std::string const& command);
/// A PDF written anew by qpdf.
std::string qpdf(std::string const& pdf, std::string const& options);

} // namespace imprimatur::paper
