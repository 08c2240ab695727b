/// The filters of contents and structures but Flate. All give what they can of damaged data.
/// @source ISO 32000-1, 7.4
#pragma once

#include <string>
#include <string_view>

namespace imprimatur::pdf {

void decode_hexadecimal(std::string_view packed, std::string& out);
void decode_base85(std::string_view packed, std::string& out);
void decode_runs(std::string_view packed, std::string& out);
/// @param early_change 1: codes grow one entry early, as the norm's default has it.
void decode_lzw(std::string_view packed, int early_change, std::string& out);

/// Undoes PNG's and TIFF's predictors from `start` to the end of `data`.
struct Prediction {
    int predictor = 1;
    int colours = 1;
    int bits = 8;
    int columns = 1;
};
/// @return false when the parameters make no sense.
bool undo(Prediction const& prediction, std::string& data, std::size_t start);

} // namespace imprimatur::pdf
