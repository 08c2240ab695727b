#include "marking/pdf/xref.hpp"

#include <algorithm>
#include <charconv>
#include <set>

#include "marking/pdf/decline.hpp"
#include "marking/pdf/letters.hpp"

namespace imprimatur::pdf {

namespace {

constexpr std::uint64_t most_objects = 8000000; // ISO 32000-1, annex C, less what is added
constexpr std::size_t longest_chain = 4096;

std::uint64_t whole_number(Value const& value, char const* what) {
    std::uint64_t out = 0;
    auto const text = value.text();
    auto const [end, error] = std::from_chars(text.data(), text.data() + text.size(), out);
    if (text.empty() || error != std::errc() || end != text.data() + text.size()) {
        throw Decline{std::string("in the cross-reference: no number for ") + what};
    }
    return out;
}

class Chain {
  public:
    Chain(std::string_view file, ReadStream const& read_stream)
        : file_(file), read_stream_(read_stream) {}

    Xref read() {
        std::size_t next = start();
        out_.last = next;
        while (true) {
            if (next >= file_.size() || !seen_.insert(next).second ||
                seen_.size() > longest_chain) {
                throw Decline{"the cross-reference leads nowhere"};
            }
            auto const trailer = is_table(next) ? table(next) : stream(next);
            out_.trailers.push_back(trailer);
            auto const previous = trailer.entry("Prev");
            if (!previous.exists()) {
                return std::move(out_);
            }
            next = whole_number(previous, "Prev");
        }
    }

  private:
    std::size_t start() const {
        constexpr std::size_t tail = 2048;
        auto const from = file_.size() > tail ? file_.size() - tail : 0;
        auto const found = file_.rfind("startxref");
        if (found == std::string_view::npos || found < from) {
            throw Decline{"no startxref"};
        }
        return whole_number(Cursor(file_, found + 9).next(), "startxref");
    }

    bool is_table(std::size_t offset) const {
        return offset < file_.size() &&
               file_.substr(Cursor(file_, offset).place()).starts_with("xref");
    }

    Value table(std::size_t offset) {
        Cursor cursor(file_, Cursor(file_, offset).place() + 4);
        std::vector<unsigned> freed;
        while (true) {
            auto const word = cursor.next();
            if (word.text() == "trailer") {
                break;
            }
            auto const first = whole_number(word, "a section");
            auto const count = whole_number(cursor.next(), "a section");
            section(cursor, first, count, freed);
        }
        auto const trailer = cursor.next();
        if (!trailer.is_dictionary()) {
            throw Decline{"no trailer"};
        }
        // In a file for old and new readers, objects of the stream stand as free in the table.
        if (auto const hidden = trailer.entry("XRefStm"); hidden.exists()) {
            stream(whole_number(hidden, "XRefStm"));
        }
        for (auto number : freed) {
            set(number, {0, 0, Place::Kind::Free});
        }
        return trailer;
    }

    /// Entries of 20 bytes: "nnnnnnnnnn ggggg n" and a line's end.
    void section(Cursor& cursor, std::uint64_t first, std::uint64_t count,
                 std::vector<unsigned>& freed) {
        if (count == 0) {
            return;
        }
        auto at = cursor.place();
        if (first + count > most_objects || count > (file_.size() - at) / 18 + 1) {
            throw Decline{"a section of the cross-reference is too long"};
        }
        reserve(first + count);
        for (auto number = first; number < first + count; ++number) {
            auto const entry = file_.substr(at, 18);
            std::uint64_t offset = 0;
            std::uint32_t generation = 0;
            bool const is_sound = entry.size() == 18 && entry[10] == ' ' && entry[16] == ' ' &&
                                  read_digits(entry.substr(0, 10), offset) &&
                                  read_digits(entry.substr(11, 5), generation);
            if (!is_sound) {
                throw Decline{"an entry of the cross-reference is broken"};
            }
            if (entry[17] == 'n') {
                set(number, {offset, generation, Place::Kind::Plain});
            } else {
                freed.push_back(static_cast<unsigned>(number));
            }
            at += 18;
            while (at < file_.size() && class_of(file_[at]) == Class::White) {
                ++at;
            }
        }
        cursor = Cursor(file_, at);
    }

    template <class Number> static bool read_digits(std::string_view digits, Number& into) {
        auto const [end, error] =
            std::from_chars(digits.data(), digits.data() + digits.size(), into);
        return error == std::errc() && end == digits.data() + digits.size();
    }

    Value stream(std::size_t offset) {
        auto const found = read_stream_(offset);
        auto const& dictionary = found.dictionary;
        std::uint64_t widths[3] = {};
        auto cursor = Cursor::inside(dictionary.entry("W"));
        for (auto& width : widths) {
            width = whole_number(cursor.next(), "W");
            if (width > 8) {
                throw Decline{"a field of the cross-reference is too wide"};
            }
        }
        auto const index = dictionary.entry("Index");
        std::string_view rest = found.content;
        if (!index.exists()) {
            rows(rest, 0, whole_number(dictionary.entry("Size"), "Size"), widths);
            return dictionary;
        }
        cursor = Cursor::inside(index);
        for (auto first = cursor.next(); !first.is_end(); first = cursor.next()) {
            rows(rest, whole_number(first, "Index"), whole_number(cursor.next(), "Index"), widths);
        }
        return dictionary;
    }

    void rows(std::string_view& rest, std::uint64_t first, std::uint64_t count,
              std::uint64_t const (&widths)[3]) {
        auto const row = widths[0] + widths[1] + widths[2];
        if (row == 0 || first > most_objects || count > most_objects) {
            throw Decline{"a section of the cross-reference is too long"};
        }
        // Some files state more rows than there are: those that are there count.
        count = std::min<std::uint64_t>(count, rest.size() / row);
        reserve(first + count);
        for (auto number = first; number < first + count; ++number) {
            std::uint64_t fields[3] = {widths[0] == 0 ? 1U : 0U, 0, 0};
            for (std::size_t i = 0; i < 3; ++i) {
                for (std::uint64_t k = 0; k < widths[i]; ++k) {
                    fields[i] = fields[i] << 8U | static_cast<unsigned char>(rest[k]);
                }
                rest.remove_prefix(widths[i]);
            }
            if (fields[0] <= 2) {
                constexpr Place::Kind kinds[] = {Place::Kind::Free, Place::Kind::Plain,
                                                 Place::Kind::Packed};
                set(number, {fields[1], static_cast<std::uint32_t>(fields[2]), kinds[fields[0]]});
            }
        }
    }

    void reserve(std::uint64_t count) {
        if (out_.places.size() < count) {
            out_.places.resize(count);
        }
    }

    void set(std::uint64_t number, Place const& place) {
        if (out_.places[number].kind == Place::Kind::Unknown) {
            out_.places[number] = place;
        }
    }

    std::string_view file_;
    ReadStream const& read_stream_;
    std::set<std::size_t> seen_;
    Xref out_;
};

} // namespace

Xref read_xref(std::string_view file, ReadStream const& read_stream) {
    return Chain(file, read_stream).read();
}

} // namespace imprimatur::pdf
