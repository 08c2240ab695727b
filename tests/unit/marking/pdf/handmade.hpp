/// PDFs written by hand, object by object, so that a test says exactly what is in the file.
#pragma once

#include <string>
#include <vector>

namespace imprimatur::pdf {

class Handmade {
  public:
    /// The next object's number is the returned one; 1 is the catalog, 2 the page tree's root.
    Handmade();
    int object(std::string const& text);
    int stream(std::string const& content, std::string const& entries = "");
    /// A page of A4 with that content. @param entries take the place of the default /MediaBox when
    /// they have one.
    int page(std::string const& content, std::string const& entries = "");
    /// @param catalog further entries of the catalog. @param tree of the page tree's root, which
    /// pages inherit.
    std::string pdf(std::string const& catalog = "", std::string const& tree = "") const;

  private:
    std::vector<std::string> objects_;
    std::vector<int> pages_;
};

/// Text in Helvetica at a place in points, as content.
std::string words(double x, double y, std::string const& text, double size = 24);

} // namespace imprimatur::pdf
