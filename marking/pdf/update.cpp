#include "marking/pdf/update.hpp"

#include <algorithm>
#include <cstdint>

#include "marking/pdf/drawing.hpp"
#include "marking/pdf/tiling.hpp"

namespace imprimatur::pdf {

namespace {

constexpr double points_a_millimetre = 72 / 25.4;
constexpr char const* hex_digits = "0123456789abcdef";

/// In hexadecimal, so that no reader mistakes data of an inline image for its end.
void append_hexadecimal(std::string& out, std::string_view bytes) {
    auto const start = out.size();
    out.resize(start + 2 * bytes.size());
    auto* to = out.data() + start;
    for (char letter : bytes) {
        auto const byte = static_cast<unsigned char>(letter);
        *to++ = hex_digits[byte >> 4U];
        *to++ = hex_digits[byte & 15U];
    }
}

/// A name for this revision: nothing depends on it but that copies differ.
std::string revision_name(std::string_view bytes) {
    constexpr std::size_t step = 61; // every so many bytes: pages of one copy differ in dozens
    std::string out;
    for (std::uint64_t seed : {0xcbf29ce484222325ULL, 0x9ae16a3b2f90404fULL}) {
        auto sum = seed;
        for (std::size_t i = 0; i < bytes.size(); i += step) {
            sum = (sum ^ static_cast<unsigned char>(bytes[i])) * 0x100000001b3ULL;
        }
        for (int i = 15; i >= 0; --i) {
            out += hex_digits[sum >> static_cast<unsigned>(4 * i) & 15U];
        }
    }
    return out;
}

class Update {
  public:
    Update(Source const& source, std::size_t size, Preparation const& preparation)
        : source_(source), start_(size), preparation_(preparation),
          next_number_(preparation.next_number) {
        constexpr std::size_t usual_slot = 600; // bytes
        written_.bytes.reserve(preparation.common.bytes.size() +
                               preparation.slots.size() * usual_slot + 65536);
        written_.places.reserve(preparation.common.places.size() + preparation.slots.size() + 64);
        written_.bytes = "\n";
        append(preparation.common);
    }

    std::string write(Marks const& marks) && {
        for (std::size_t i = 0; i < preparation_.slots.size(); ++i) {
            auto const number = preparation_.first_slot + static_cast<unsigned>(i);
            written_.stream(number, "", content(preparation_.slots[i], marks.codes.at(i)));
        }
        write_drawings(marks);
        std::sort(written_.places.begin(), written_.places.end(),
                  [](auto const& a, auto const& b) { return a.number < b.number; });
        if (source_.has_xref_stream()) {
            write_xref_stream();
        } else {
            write_xref_table();
        }
        return std::move(written_.bytes);
    }

  private:
    void write_drawings(Marks const& marks) {
        std::optional<Tiling> tiling;
        if (marks.tile) {
            tiling.emplace(*marks.tile, written_, next_number_);
        }
        auto number = preparation_.first_form;
        for (std::size_t i = 0; i < marks.drawings.size(); ++i, ++number) {
            auto const inner =
                tiling ? tiling->write_under(number, preparation_.sizes.at(i)) : number;
            write_form(written_, marks.drawings[i], inner, next_number_);
        }
    }

    std::string const& content(Slot const& slot, std::vector<Code> const& codes) {
        auto& out = content_;
        out = slot.before;
        for (auto const& code : codes) {
            out += "q 0 g ";
            out += placement(code.box, slot.height);
            out += " cm\nBI/W ";
            append_number(out, code.modules);
            out += "/H ";
            append_number(out, code.modules);
            out += "/IM true/BPC 1/F/AHx ID ";
            append_hexadecimal(out, code.rows);
            out += ">\nEI\nQ\n";
        }
        out += "Q\nEMC\n";
        return out;
    }

    /// Where a code goes, as the operator cm wants it. Most pages have theirs at the same places.
    std::string const& placement(Box const& box, double height) {
        for (auto const& known : placements_) {
            if (known.box.x == box.x && known.box.y == box.y && known.box.width == box.width &&
                known.box.height == box.height && known.height == height) {
                return known.text;
            }
        }
        Matrix const place{box.width * points_a_millimetre,
                           0,
                           0,
                           box.height * points_a_millimetre,
                           box.x * points_a_millimetre,
                           height - (box.y + box.height) * points_a_millimetre};
        if (placements_.size() == 16) {
            placements_.clear();
        }
        placements_.push_back({box, height, place.text()});
        return placements_.back().text;
    }

    void append(Written const& other) {
        auto const shift = written_.bytes.size();
        written_.bytes += other.bytes;
        for (auto place : other.places) {
            place.offset += shift;
            written_.places.push_back(place);
        }
    }

    /// Calls `section(first, last)` for each run of numbers without a gap.
    template <class Section> void for_each_section(Section section) {
        auto const& places = written_.places;
        for (std::size_t first = 0; first < places.size();) {
            auto last = first + 1;
            while (last < places.size() && places[last].number == places[last - 1].number + 1) {
                ++last;
            }
            section(first, last);
            first = last;
        }
    }

    void append_trailer_entries(std::string& out) {
        out += "/Size " + std::to_string(next_number_) + "/Prev " +
               std::to_string(source_.last_xref());
        append_entry(out, "Root", source_.trailer_entry("Root"));
        if (auto const info = source_.trailer_entry("Info"); info.exists()) {
            append_entry(out, "Info", info);
        }
        auto const name = "<" + revision_name(written_.bytes) + ">";
        auto const first = Cursor::inside(source_.resolve(source_.trailer_entry("ID"))).next();
        out += "/ID[";
        out += first.exists() ? first.text() : std::string_view(name);
        out += name + "]";
    }

    void write_xref_table() {
        auto const place = start_ + written_.bytes.size();
        auto& out = written_.bytes;
        out += "xref\n";
        for_each_section([&](std::size_t first, std::size_t last) {
            out += std::to_string(written_.places[first].number) + " " +
                   std::to_string(last - first) + "\n";
            for (auto i = first; i < last; ++i) {
                append_digits(start_ + written_.places[i].offset, 10);
                out += ' ';
                append_digits(written_.places[i].generation, 5);
                out += " n \n";
            }
        });
        std::string entries;
        append_trailer_entries(entries);
        out += "trailer\n<<" + entries + ">>\n";
        finish(place);
    }

    void append_digits(std::size_t value, std::size_t width) {
        auto const digits = std::to_string(value);
        written_.bytes.append(width > digits.size() ? width - digits.size() : 0, '0');
        written_.bytes += digits;
    }

    void write_xref_stream() {
        auto const number = next_number_++;
        auto const place = start_ + written_.bytes.size();
        written_.places.push_back({number, 0, written_.bytes.size()});
        std::string sections;
        std::string table;
        for_each_section([&](std::size_t first, std::size_t last) {
            sections += (sections.empty() ? "" : " ") +
                        std::to_string(written_.places[first].number) + " " +
                        std::to_string(last - first);
            for (auto i = first; i < last; ++i) {
                append_row(table, written_.places[i]);
            }
        });
        std::string entries = "/Type/XRef/W[1 8 2]/Index[" + sections + "]";
        append_trailer_entries(entries);
        written_.places.pop_back();
        written_.stream(number, entries, table);
        finish(place);
    }

    void append_row(std::string& table, Written::Place const& place) const {
        table += '\1';
        std::uint64_t const offset = start_ + place.offset;
        for (unsigned shift = 64; shift > 0; shift -= 8) {
            table += static_cast<char>(offset >> (shift - 8));
        }
        table += static_cast<char>(place.generation >> 8U);
        table += static_cast<char>(place.generation);
    }

    void finish(std::size_t place) {
        written_.bytes += "startxref\n" + std::to_string(place) + "\n%%EOF\n";
    }

    Source const& source_;
    std::size_t start_;
    Preparation const& preparation_;
    unsigned next_number_;
    Written written_;

    struct Placement {
        Box box;
        double height;
        std::string text;
    };
    std::vector<Placement> placements_;
    std::string content_; ///< of the slot in hand
};

} // namespace

std::string pack(std::vector<bool> const& dark, std::uint32_t width) {
    auto const row_bytes = (std::size_t{width} + 7) / 8;
    auto const rows = width == 0 ? 0 : dark.size() / width;
    std::string out(row_bytes * rows, '\xff');
    std::size_t at = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        for (std::uint32_t column = 0; column < width; ++column, ++at) {
            if (dark[at]) {
                auto& byte = out[row * row_bytes + column / 8];
                byte = static_cast<char>(byte & ~(0x80 >> column % 8));
            }
        }
    }
    return out;
}

std::string update_of(Source const& source, std::size_t size, Preparation const& preparation,
                      Marks const& marks) {
    return Update(source, size, preparation).write(marks);
}

} // namespace imprimatur::pdf
