/// What a page's content does to the graphics state, and what must follow it so that marks drawn
/// afterwards do not suffer.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace imprimatur::pdf {

struct ContentEffect {
    /// Inside a string, a dictionary, an array or an inline image at the end: what follows would be
    /// swallowed.
    bool is_unfinished = false;
    /// Places of Q operators without a q before them. Readers skip these; inside a q of ours they
    /// would undo it.
    std::vector<std::size_t> stray_restores;
    std::size_t open_saves = 0;     ///< q without Q
    std::size_t open_sequences = 0; ///< BMC, BDC without EMC: may be a layer that is off
    bool in_text = false;           ///< BT without ET
    bool has_path = false;          ///< a path, or a clip waiting for one
    std::size_t complete = 0;       ///< where the last whole operator ends

    /// The operators that end what is open.
    std::string closing() const;
};

/// Reads content operators as ISO 32000-1, 7.8.2 and 8.2, says; never fails.
ContentEffect effect_of(std::string_view content);

/// Where the data of an inline image ends, which begins at `at`; npos: nowhere.
std::size_t end_of_picture(std::string_view content, std::size_t at);

} // namespace imprimatur::pdf
