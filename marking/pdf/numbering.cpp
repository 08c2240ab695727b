#include "marking/pdf/numbering.hpp"

#include "marking/pdf/frame.hpp"

namespace imprimatur::pdf {

namespace {

constexpr unsigned digits = 10;

/// Moves what follows.
std::string moved(double x, double y) {
    return Matrix{1, 0, 0, 1, x * points_a_millimetre, y * points_a_millimetre}.text() + " cm\n";
}

} // namespace

Numbering::Numbering(std::string name, std::size_t pages, unsigned& next)
    : name_(std::move(name)), most_digits_(std::to_string(pages).size()), forms_(next),
      streams_(forms_ + PageNumber::parts) {
    next = streams_ + static_cast<unsigned>(count());
}

void Numbering::append_streams(std::string& out, std::size_t page) const {
    auto const text = std::to_string(page);
    append_reference(out, start_of(text.size()));
    for (char const letter : text) {
        append_reference(out, digit(static_cast<std::size_t>(letter - '0')));
    }
    append_reference(out, end());
}

void Numbering::append_forms(std::string& out) const {
    for (std::uint32_t part = 0; part < PageNumber::parts; ++part) {
        out += "/" + name_ + std::to_string(part);
        append_reference(out, forms_ + part);
    }
}

void Numbering::write(Written& out, Drawings& forms, std::string_view drawing,
                      PageNumber const& number, double height) const {
    for (std::uint32_t part = 0; part < PageNumber::parts; ++part) {
        forms.form(drawing, number.first + part, forms_ + part);
    }
    double const up = height / points_a_millimetre - number.y;
    for (std::size_t count = 1; count <= most_digits_; ++count) {
        double const x = number.x + static_cast<double>(most_digits_ - count) * number.shift;
        out.stream(start_of(count), "", "q " + moved(x, up) + show(0) + moved(number.before, 0));
    }
    for (unsigned value = 0; value < digits; ++value) {
        out.stream(digit(value), "", show(1 + value) + moved(number.digit, 0));
    }
    out.stream(end(), "", show(1 + digits) + "Q\n");
}

void Numbering::write_nothing(Written& out) const {
    for (std::uint32_t part = 0; part < PageNumber::parts; ++part) {
        out.stream(forms_ + part, "/Type/XObject/Subtype/Form/BBox[0 0 0 0]", "");
    }
    for (std::size_t i = 0; i < count(); ++i) {
        out.stream(streams_ + static_cast<unsigned>(i), "", "");
    }
}

unsigned Numbering::start_of(std::size_t count) const {
    return streams_ + static_cast<unsigned>(count - 1);
}

unsigned Numbering::digit(std::size_t value) const {
    return streams_ + static_cast<unsigned>(most_digits_ + value);
}

unsigned Numbering::end() const {
    return digit(digits);
}

std::size_t Numbering::count() const {
    return most_digits_ + digits + 1;
}

std::string Numbering::show(std::uint32_t part) const {
    return "/" + name_ + std::to_string(part) + " Do\n";
}

} // namespace imprimatur::pdf
