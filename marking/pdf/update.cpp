#include "marking/pdf/update.hpp"

#include <algorithm>
#include <cstdint>

#include "marking/pdf/drawing.hpp"
#include "marking/pdf/frame.hpp"
#include "marking/pdf/tiling.hpp"

namespace imprimatur::pdf {

namespace {

constexpr char const* hex_digits = "0123456789abcdef";

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

/// So many bytes hold a number.
std::size_t width_of(std::uint64_t number) {
    std::size_t out = 1;
    while (number >>= 8U) {
        ++out;
    }
    return out;
}

void append_bytes(std::string& out, std::uint64_t number, std::size_t width) {
    for (auto shift = 8 * width; shift > 0; shift -= 8) {
        out += static_cast<char>(number >> (shift - 8));
    }
}

class Update {
  public:
    Update(Source const& source, std::size_t size, Preparation const& preparation)
        : source_(source), start_(size), preparation_(preparation),
          next_number_(preparation.next_number) {
        constexpr std::size_t usual_drawings = 65536; // bytes
        written_.bytes.reserve(preparation.common.bytes.size() + usual_drawings +
                               preparation.sizes.size() * 128);
        written_.bytes = "\n";
        written_.append(preparation.common);
    }

    std::string write(Marks const& marks) && {
        preparation_.sheets.write(written_, marks.codes);
        write_drawings(marks);
        written_.bundle(next_number_);
        write_xref();
        return std::move(written_.bytes);
    }

  private:
    void write_drawings(Marks const& marks) {
        std::optional<Tiling> tiling;
        if (marks.tile) {
            tiling.emplace(*marks.tile, written_, next_number_);
        }
        Drawings drawings(written_, next_number_);
        for (std::size_t i = 0; i < marks.drawings.size(); ++i) {
            auto const& size = preparation_.sizes.at(i);
            auto entries =
                "/Type/XObject/Subtype/Form/BBox" + box_text(size) + "/Resources<</XObject<</D";
            append_reference(entries, drawings.form(marks.drawings[i]));
            if (tiling) {
                entries += "/T";
                append_reference(entries, tiling->form(size));
            }
            written_.stream(preparation_.first_form + static_cast<unsigned>(i), entries + ">>>>",
                            tiling ? "/T Do/D Do" : "/D Do");
        }
        write_page_numbers(marks, drawings);
    }

    void write_page_numbers(Marks const& marks, Drawings& drawings) {
        for (auto const& [place, numberings] : preparation_.numberings) {
            auto const kind = place.first;
            auto const height = preparation_.sizes.at(kind).height * points_a_millimetre;
            for (std::size_t i = 0; i < numberings.size(); ++i) {
                auto const& numbers = marks.page_numbers.at(kind);
                if (i < numbers.size()) {
                    numberings[i].write(written_, drawings, marks.drawings[kind], numbers[i],
                                        height);
                } else {
                    numberings[i].write_nothing(written_);
                }
            }
        }
    }

    /// "first count" for each run of numbers without a gap.
    std::string sections() const {
        auto const& places = written_.places;
        std::string out;
        for (std::size_t first = 0; first < places.size();) {
            auto last = first + 1;
            while (last < places.size() && places[last].number == places[last - 1].number + 1) {
                ++last;
            }
            out += (out.empty() ? "" : " ") + std::to_string(places[first].number) + " " +
                   std::to_string(last - first);
            first = last;
        }
        return out;
    }

    std::string trailer_entries() const {
        auto out = "/Size " + std::to_string(next_number_) + "/Prev " +
                   std::to_string(source_.last_xref());
        append_entry(out, "Root", source_.trailer_entry("Root"));
        if (auto const info = source_.trailer_entry("Info"); !source_.is_absent(info)) {
            append_entry(out, "Info", info);
        }
        auto const name = "<" + revision_name(written_.bytes) + ">";
        auto const first = Cursor::inside(source_.resolve(source_.trailer_entry("ID"))).next();
        out += "/ID[";
        out += first.exists() ? first.text() : std::string_view(name);
        return out + name + "]";
    }

    /// Also after a table: a table cannot say where an object in a bundle is.
    void write_xref() {
        auto const number = next_number_++;
        auto const place = written_.bytes.size();
        auto& places = written_.places;
        places.push_back({number, 0, place});
        std::sort(places.begin(), places.end(),
                  [](auto const& a, auto const& b) { return a.number < b.number; });
        std::uint64_t farthest = start_ + place;
        std::uint64_t most = 0;
        for (auto const& entry : places) {
            farthest = std::max<std::uint64_t>(farthest, entry.bundle);
            most = std::max<std::uint64_t>(
                {most, entry.generation, is_plain(entry) ? 0 : entry.offset});
        }
        auto const far = width_of(farthest);
        auto const wide = width_of(most);
        std::string rows;
        for (auto const& entry : places) {
            rows += is_plain(entry) ? '\1' : '\2';
            append_bytes(rows, is_plain(entry) ? start_ + entry.offset : entry.bundle, far);
            append_bytes(rows, is_plain(entry) ? entry.generation : entry.offset, wide);
        }
        auto const entries = "/Type/XRef/W[1 " + std::to_string(far) + " " + std::to_string(wide) +
                             "]/Index[" + sections() + "]" + trailer_entries();
        written_.packed(number, entries, rows, 1 + far + wide);
        written_.bytes += "startxref\n" + std::to_string(start_ + place) + "\n%%EOF\n";
    }

    static bool is_plain(Written::Place const& place) { return place.bundle == 0; }

    Source const& source_;
    std::size_t start_;
    Preparation const& preparation_;
    unsigned next_number_;
    Written written_;
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
