/// How much room a font's letters take, as its dictionary says, without reading the font.
#pragma once

#include <map>
#include <vector>

#include "marking/pdf/source.hpp"

namespace imprimatur::pdf {

/// Lengths in ems.
struct Face {
    bool is_certain = false;   ///< false: how it writes cannot be said
    int bytes = 1;             ///< a code; 0: one or more
    std::vector<float> widths; ///< by code; below 0: not known
    float usual = -1;          ///< of codes beyond; below 0: not known
    float widest = 1;
    double top = 1; ///< of the highest letter above the baseline
    double bottom = -0.3;

    /// The least and the most that a code may be wide.
    float least(unsigned code) const;
    float most(unsigned code) const;
};

class Faces {
  public:
    explicit Faces(Source const& source) : source_(source) {}
    /// @param font a reference or a dictionary; the answer lives as long as this.
    Face const* face_of(Value const& font);

  private:
    Face read(Value const& font) const;
    void read_simple(Value const& font, Face& out) const;
    void read_composite(Value const& font, Face& out) const;
    void read_list(Value const& widths, Face& out) const;
    void read_box(Value const& descriptor, Face& out) const;

    Source const& source_;
    std::map<char const*, Face> known_; ///< by where the dictionary stands
};

} // namespace imprimatur::pdf
