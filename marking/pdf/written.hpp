/// Objects in the making.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "marking/pdf/value.hpp"

namespace imprimatur::pdf {

/// Objects written one after another, and where each is. Those that are no streams wait until
/// bundle() puts many of them into one stream: a page object then takes a tenth of its size.
class Written {
  public:
    struct Place {
        unsigned number;
        unsigned generation;
        std::size_t offset;  ///< from the start of `bytes`; bundled: index in the bundle
        unsigned bundle = 0; ///< number of the object stream; 0: the object stands by itself
    };
    std::string bytes;
    std::vector<Place> places;

    /// A whole stream object. @param entries of its dictionary but /Length.
    void stream(unsigned number, std::string_view entries, std::string_view data);
    /// The same, made smaller. @param row of data, in bytes, of which each is much like the one
    /// above; 0: it has no rows. @throws Decline
    void packed(unsigned number, std::string_view entries, std::string_view data,
                std::size_t row = 0);
    /// An image that is painted where its bits are 0.
    void stencil(unsigned number, std::uint64_t width, std::uint64_t height, std::string_view bits,
                 std::size_t row = 0);
    /// An object that is no stream.
    void object(Reference const& reference, std::string_view value);
    /// Writes what waits. @param next the first object number that is free; moves on.
    /// @throws Decline @source ISO 32000-1, 7.5.7
    void bundle(unsigned& next);
    /// What another wrote and bundled comes behind what is here.
    void append(Written const& other);

  private:
    struct Waiting {
        unsigned number;
        std::size_t offset; ///< in values_
    };
    void begin(Reference const& reference);
    void write_bundle(unsigned number, std::size_t first, std::size_t last);
    std::size_t end_of(std::size_t waiting) const;

    std::string values_;
    std::vector<Waiting> waiting_;
};

void append_number(std::string& out, std::uint64_t number);
/// " n g R"
void append_reference(std::string& out, unsigned number, unsigned generation = 0);
/// "/key value", with a space where the two would grow together.
void append_entry(std::string& out, std::string_view key, Value const& value);

} // namespace imprimatur::pdf
