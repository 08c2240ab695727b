/// What a scanner sees of a print: the channel of the trace rates for pages from elsewhere.
///
///     scan_page PRINT.png SCAN.png SEED
///
/// PRINT: black and white, 600 dpi, as a printer's raster has it. SCAN: grey, 300 dpi, JPEG 85 on
/// its way, turned by up to a third of a degree.
#include <cstdio>
#include <string>

#include "foundation/file/file.hpp"
#include "marking/image/image.hpp"
#include "tests/bench/trace/eye.hpp"
#include "tests/support/press/press.hpp"

namespace {

using namespace imprimatur;

Result<std::string> scan(std::string_view print, std::uint64_t seed) {
    constexpr double dpi = 300;
    auto const picture = image::decode(print);
    if (!picture) {
        return pass_on(picture);
    }
    auto const raster = to_grey(*picture);
    cv::Mat const ink(static_cast<int>(raster.height), static_cast<int>(raster.width), CV_8U,
                      const_cast<std::uint8_t*>(raster.pixels.data()));
    press::Dice dice(seed);
    press::Sheet const sheet{press::toned(ink, dice)};
    auto const gaze =
        bench::flat(sheet, dpi * dice.between(0.998, 1.002), dice.between(-0.33, 0.33));
    auto const seen = bench::see(sheet, gaze, dice.between(0.35, 0.7));
    return image::encode_png(bench::taken(seen, bench::scanner(85, dice), dpi, dice));
}

Result<void> run(std::string const& from, std::string const& to, std::uint64_t seed) {
    auto const file = open_file(from);
    if (!file) {
        return pass_on(file);
    }
    auto const print = Mapping::of(*file);
    if (!print) {
        return pass_on(print);
    }
    auto const seen = scan(print->bytes(), seed);
    return seen ? replace_file(to, *seen, 0600) : Result<void>(pass_on(seen));
}

} // namespace

int main(int count, char** words) {
    if (count != 4) {
        std::fputs("scan_page PRINT.png SCAN.png SEED\n", stderr);
        return 2;
    }
    if (auto const done = run(words[1], words[2], std::stoull(words[3])); !done) {
        std::fprintf(stderr, "%s: %s\n", done.error().sentence.id.c_str(),
                     done.error().cause.c_str());
        return 1;
    }
    return 0;
}
