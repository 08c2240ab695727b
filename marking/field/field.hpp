/// The covert dots on a picture: from pixels to the copy they name.
///
/// Promise: blind to scale, turn, mirror and mild perspective; says nothing rather than something
/// it is not sure of. Whatever lies over the dots (text, pictures, shade) only costs evidence.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <vector>

#include "marking/bitmap/bitmap.hpp"
#include "marking/dots/dots.hpp"
#include "marking/field/spread.hpp"

namespace imprimatur::field {

struct Followed;

/// One of the eight ways in which a tile can lie on the lattice, and where its first site is.
struct Laying {
    int quarter = 0;
    bool mirrored = false;
    int i = 0;
    int j = 0;
};

/// A tile as it lies on the picture.
struct Sighting {
    dots::Softs seen{}; ///< folded into one tile, in the tile's own place and turn
    double pilot_score = 0;
    Laying laying;
    std::shared_ptr<Followed const> followed; ///< the lattice; never empty from find_field()
};

/// Where its lattice is heard. Dots that are seen as in a mirror are taken for dots printed so.
Ties ties_of(Sighting const& sighting);

struct Options {
    double least_pitch = 2.4; ///< pixels: nothing can be read below
    double most_pitch = 24;
    /// First what is easily read from a window alone: quick where that is enough.
    bool are_windows_sought = true;
    bool is_faint_sought = true; ///< also what only all of a flat sheet together says: 0.5 s more
    bool is_tilt_sought = true; ///< of a picture that does not say its dpi also a fine lattice seen
                                ///< from the side: 1 s a megapixel more
    double most_chance = 1e-6; ///< a guess that may come about by chance more often is not believed
};

struct Field {
    std::vector<Sighting> placings; ///< of the tile, that the pilots speak for, best first
    double lattices = 0;            ///< that were tried: each is one more chance to be wrong
};

/// Everything on the picture that may be a field of ours.
/// @param is_enough asked of the placings on each lattice that was followed over all of the
/// picture: nothing further is looked for
Field find_field(Bitmap const& picture, dots::Key const& key, Options const& options = {},
                 std::function<bool(std::vector<Sighting> const&)> const& is_enough = {});

struct Named {
    dots::Guess guess; ///< its chance of being wrong is at most options.most_chance
    std::size_t placing;
};

enum class Effort { Quick, Thorough };

/// The copy that placings (best first) name; empty: none surely enough.
/// @param lattices that were tried until now
std::optional<Named> read_placings(std::vector<Sighting> const& placings,
                                   dots::Decoder const& decoder, double lattices, Effort effort,
                                   Options const& options = {});

/// The copy that the dots name, and the chance of its being wrong: a bound that counts every id,
/// placing and lattice that was tried.
std::optional<dots::Guess> find_copy(Bitmap const& picture, dots::Key const& key,
                                     Options const& options = {});

struct Copy {
    dots::Guess guess;
    bool is_known; ///< read by comparing with the copies that are known
};

/// The same, and where a lattice leaves open which of all ids it is, one of those known that it
/// fits: of a million, about half of the dots are enough. The chance of its being wrong is at most
/// twice options.most_chance, one for each way.
std::optional<Copy> find_copy(Bitmap const& picture, dots::Key const& key, dots::Known const& known,
                              Options const& options = {});

} // namespace imprimatur::field
