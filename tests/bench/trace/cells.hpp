/// The conditions under which tracing is measured, one by one.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "marking/bitmap/bitmap.hpp"
#include "marking/dots/dots.hpp"
#include "tests/bench/trace/contents.hpp"
#include "tests/support/press/dice.hpp"

namespace imprimatur::bench {

/// The registry's keys in this measurement.
dots::Key dots_key();
/// What a QR of ours says; its MAC is made from the id and can be checked.
std::string seal_of(std::uint64_t id);
std::optional<std::uint64_t> find_sealed(std::string const& text);

/// One case: a page, its marks, and all the chance in what befalls it.
struct Case {
    Library& library;
    Dice dice;
    int number = 0;
    std::uint64_t id = 0; ///< of the copy; also the first of those who put theirs together
    std::vector<std::uint64_t> others{};
    int content = 0;
    int variant = 0;
};

enum class Reader { All, Dots };

struct Cell {
    std::string name;
    std::string condition; ///< for the table
    Reader reader;
    double bar;     ///< percent; 0: none was set
    bool is_marked; ///< false: nobody may be named
    Bitmap (*picture)(Case&);
};

std::vector<Cell> const& cells();

} // namespace imprimatur::bench
