#include "tests/bench/trace/cells.hpp"

#include <algorithm>
#include <array>

#include <opencv2/imgproc.hpp>

#include "marking/mark/serial.hpp"
#include "tests/bench/trace/eye.hpp"

namespace imprimatur::bench {

namespace {

using Rect = cv::Rect;

Rect const whole_page({}, a4);

enum Codes { no_codes, our_codes, foreign_codes };

/// The raster that goes to the printer: content, dots, QRs.
Sheet raster(Case& at, Rect part, Codes codes, std::optional<std::uint64_t> id,
             dots::Key const& key = dots_key()) {
    part &= whole_page;
    auto sheet = cut(at.library.page(at.content, at.variant), part);
    std::vector<Rect> spared;
    for (int corner = 0; codes != no_codes && corner < 2; ++corner) {
        auto const text = codes == our_codes ? seal_of(*id)
                                             : "HTTPS://EXAMPLE.ORG/" + std::to_string(at.id >> 8U);
        spared.push_back(draw_qr(sheet, text, corner));
    }
    if (id) {
        draw_dots(sheet, dots::tile_of(*id, key), spared);
    }
    return sheet;
}

Sheet printed(Case& at, Rect part, Codes codes) {
    auto sheet = raster(at, part, codes, at.id);
    sheet.ink = toned(sheet.ink, at.dice);
    sheet.beyond = at.dice.chance(0.7) ? 245 : at.dice.between(10, 120);
    return sheet;
}

/// A piece of the page anywhere on it, millimetres.
Rect piece(Case& at, double width, double height) {
    cv::Size const size(std::min(a4.width, cvRound(width * pixels_a_mm)),
                        std::min(a4.height, cvRound(height * pixels_a_mm)));
    return {{at.dice.below(a4.width - size.width + 1), at.dice.below(a4.height - size.height + 1)},
            size};
}
Rect square(Case& at, double side) {
    return piece(at, side, side);
}
Rect quarter(Case& at) {
    return piece(at, 105, 148.5);
}

constexpr std::array dpis{300.0, 200.0, 150.0};
constexpr std::array qualities{85, 60, 40, 30};
template <class T, std::size_t n> T any(std::array<T, n> const& of, Dice& dice) {
    return of[static_cast<std::size_t>(dice.below(int(n)))];
}

Bitmap scanned(Case& at, Sheet const& sheet, double dpi, int jpeg) {
    double const degrees = at.dice.between(-180, 180);
    auto const gaze = flat(sheet, dpi * at.dice.between(0.99, 1.01), degrees);
    auto picture = see(sheet, gaze, at.dice.between(0.35, 0.7));
    return taken(picture, scanner(jpeg, at.dice), dpi, at.dice);
}
Bitmap scanned(Case& at, Sheet const& sheet) {
    double const dpi = any(dpis, at.dice);
    return scanned(at, sheet, dpi, any(qualities, at.dice));
}

Bitmap shot(Case& at, Sheet const& sheet, Gaze const& gaze) {
    auto picture = see(sheet, gaze, at.dice.between(0.45, 0.9));
    shade(picture, at.dice);
    sharpen(picture, at.dice);
    return taken(picture, phone(at.dice), 0, at.dice);
}

template <int megapixels> Bitmap photo(Case& at) {
    auto const sheet = printed(at, whole_page, our_codes);
    return shot(at, sheet, photo_of_page({double(megapixels)}, at.dice));
}

/// With what a camera that is held askew sees beside it.
Rect around(Rect part) {
    int const more = cvRound(12 * pixels_a_mm) + part.width / 3;
    return {part.tl() - cv::Point(more, more), part.size() + cv::Size(2 * more, 2 * more)};
}

/// A piece cut out of a photo of the whole sheet.
Bitmap photo_of_piece(Case& at, double megapixels, Rect part) {
    auto const gaze = part_of(photo_of_page({megapixels}, at.dice), part);
    return shot(at, printed(at, around(part), no_codes), gaze);
}

Copier any_copier(Case& at, bool is_grey) {
    return std::array{Copier::Screen, Copier::Diffusion,
                      Copier::Threshold}[static_cast<std::size_t>(at.dice.below(is_grey ? 2 : 3))];
}

Bitmap copies(Case& at, Sheet sheet, int generations, bool is_grey) {
    for (int i = 0; i < generations; ++i) {
        sheet = copied(sheet, any_copier(at, is_grey), at.dice);
    }
    return scanned(at, sheet, 300, 85);
}
template <int generations> Bitmap photocopy(Case& at) {
    return copies(at, printed(at, whole_page, our_codes), generations, false);
}
template <int generations> Bitmap quarter_photocopy(Case& at) {
    return copies(at, printed(at, quarter(at), no_codes), generations, true);
}

Bitmap faxed(Case& at, Sheet const& sheet) {
    auto const gaze = flat(sheet, 204, at.dice.between(-2, 2) + 180 * at.dice.below(2), 196);
    auto picture = see(sheet, gaze, at.dice.between(0.3, 0.55));
    auto out = taken(picture, {5, 250, 1, 2, 0}, 200, at.dice);
    two_levels(out, at.dice.between(0.45, 0.65));
    return out;
}
Bitmap fax(Case& at) {
    return faxed(at, printed(at, whole_page, our_codes));
}
Bitmap half_fax(Case& at) {
    return faxed(at, printed(at, piece(at, 210, 148.5), no_codes));
}
template <int percent> Bitmap half_two_levels(Case& at) {
    auto out = scanned(at, printed(at, piece(at, 210, 148.5), no_codes), 200, 0);
    two_levels(out, percent / 100.0);
    return out;
}

Bitmap damaged(Case& at) {
    auto sheet = printed(at, whole_page, our_codes);
    crease(sheet, at.dice);
    stain(sheet, at.dice);
    tear(sheet, at.dice);
    return scanned(at, sheet);
}

Bitmap screen(Case& at) {
    auto const shown =
        on_screen(raster(at, whole_page, our_codes, at.id), at.dice.between(105, 160), at.dice);
    return shot(at, shown, photo_of_page({12, 20, 0}, at.dice));
}

Bitmap scan_100(Case& at) {
    double const dpi = any(std::array{300.0, 200.0, 150.0, 100.0}, at.dice);
    return scanned(at, printed(at, whole_page, our_codes), dpi, any(qualities, at.dice));
}
Bitmap page_300(Case& at) {
    return scanned(at, printed(at, whole_page, no_codes), 300, 85);
}
Bitmap quarter_scan(Case& at) {
    return scanned(at, printed(at, quarter(at), no_codes));
}
template <int megapixels> Bitmap quarter_photo(Case& at) {
    return photo_of_piece(at, megapixels, quarter(at));
}
template <int tenths> Bitmap square_scan(Case& at) {
    return scanned(at, printed(at, square(at, tenths), no_codes));
}
template <int millimetres> Bitmap square_photo(Case& at) {
    return photo_of_piece(at, 12, square(at, millimetres));
}
template <int millimetres> Bitmap square_300(Case& at) {
    return scanned(at, printed(at, square(at, millimetres), no_codes), 300, 85);
}

/// Several copies of one page scanned, laid over each other, their mean taken.
template <int count> Bitmap mean_of(Case& at) {
    cv::Mat sum = cv::Mat::zeros(a4, CV_16U);
    Sheet sheet;
    for (int i = 0; i < count; ++i) {
        auto const id = i == 0 ? at.id : at.dice.bits();
        at.others.push_back(id);
        sheet = raster(at, whole_page, no_codes, id);
        cv::add(sum, toned(sheet.ink, at.dice), sum, cv::noArray(), CV_16U);
    }
    sum.convertTo(sheet.ink, CV_8U, 1.0 / count);
    return scanned(at, sheet, 300, 85);
}

template <int size> Bitmap median(Case& at) {
    auto out = page_300(at);
    cv::Mat const pixels(int(out.height), int(out.width), CV_8U, out.pixels.data());
    cv::medianBlur(pixels.clone(), pixels, size);
    return out;
}

template <int percent> Bitmap page_two_levels(Case& at) {
    auto out = scanned(at, printed(at, whole_page, no_codes), 300, 0);
    two_levels(out, percent / 100.0);
    return out;
}

/// All outside the type area painted white, QRs with it, and every gap between lines.
Bitmap margins_gone(Case& at) {
    auto sheet = printed(at, whole_page, no_codes);
    cv::Mat content = 255 - at.library.page(at.content, at.variant);
    int const reach = cvRound(1.2 * pixels_a_mm) | 1;
    cv::boxFilter(content, content, CV_8U, {reach, reach});
    sheet.ink.setTo(255, content < 2);
    return scanned(at, sheet, 300, 85);
}

Rect any_part(Case& at) {
    return at.dice.chance(0.1) ? whole_page : square(at, at.dice.between(15, 60));
}
/// As any piece of paper gets to the reader, with nothing of ours on it.
Bitmap of_others(Case& at, Sheet sheet) {
    sheet.ink = toned(sheet.ink, at.dice);
    if (at.dice.chance(0.2)) {
        sheet = copied(sheet, any_copier(at, false), at.dice);
    }
    return scanned(at, sheet);
}
Bitmap no_marks(Case& at) {
    return of_others(at, raster(at, any_part(at), no_codes, std::nullopt));
}
Bitmap foreign_codes_only(Case& at) {
    return of_others(at, raster(at, any_part(at), foreign_codes, std::nullopt));
}
/// Of another registry: the same lattice with it, other places and bits.
dots::Key other_key(Case& at) {
    dots::Key other{};
    std::generate(other.begin(), other.end(),
                  [&] { return static_cast<std::uint8_t>(at.dice.below(256)); });
    return other;
}
Bitmap foreign_dots(Case& at) {
    auto const other = other_key(at);
    return of_others(at, raster(at, any_part(at), foreign_codes, at.id, other));
}

/// A quarter page without dots or with those of another registry.
Sheet quarter_of_others(Case& at, Rect part) {
    auto const other = other_key(at);
    std::optional<std::uint64_t> id;
    if (at.dice.chance(0.5)) {
        id = at.dice.bits();
    }
    return raster(at, part, no_codes, id, other);
}
Bitmap scan_of_others(Case& at) {
    return of_others(at, quarter_of_others(at, quarter(at)));
}
Bitmap photo_of_others(Case& at) {
    auto const part = quarter(at);
    auto const gaze = part_of(photo_of_page({12}, at.dice), part);
    auto sheet = quarter_of_others(at, around(part));
    sheet.ink = toned(sheet.ink, at.dice);
    return shot(at, sheet, gaze);
}

/// Small pieces, many of one picture: where a wrong name is likeliest, and for counting up to many.
template <auto picture> Bitmap scrap_of(Case& at) {
    constexpr int scraps = 48; // of a picture
    int const number = at.number / scraps;
    static std::pair<int, Bitmap> last{-1, {}};
    at.content = number % static_cast<int>(contents.size());
    if (last.first != number) {
        Case whole{at.library, Dice(static_cast<std::uint64_t>(number))};
        whole.content = at.content;
        whole.variant = whole.dice.below(variants);
        last = {number, picture(whole)};
    }
    auto& from = last.second;
    // Of a photo nobody knows the resolution: an A4 sheet fills it.
    double const dpi = from.dpi > 0 ? from.dpi : 330;
    int const side = cvRound(at.dice.between(10, 22) / 25.4 * dpi);
    cv::Size const size(std::min(side, int(from.width)), std::min(side, int(from.height)));
    cv::Rect const part({at.dice.below(int(from.width) - size.width + 1),
                         at.dice.below(int(from.height) - size.height + 1)},
                        size);
    cv::Mat const pixels(int(from.height), int(from.width), CV_8U, from.pixels.data());
    cv::Mat const piece = pixels(part).clone();
    return {std::uint32_t(size.width), std::uint32_t(size.height), Channels::Grey, from.dpi,
            std::vector<std::uint8_t>(piece.begin<std::uint8_t>(), piece.end<std::uint8_t>())};
}

} // namespace

dots::Key dots_key() {
    dots::Key key{};
    for (std::size_t i = 0; i < key.size(); ++i) {
        key[i] = static_cast<std::uint8_t>(i * 29 + 11);
    }
    return key;
}

std::string seal_of(std::uint64_t id) {
    auto mac = to_base32((id ^ 0x5bd1e995'9e3779b9) * 0x9e37'79b9'7f4a'7c15, 13);
    return to_text(Seal{Serial(id), 1, mac + mac.substr(4, 3)});
}

std::optional<std::uint64_t> find_sealed(std::string const& text) {
    auto const seal = find_seal(text);
    return seal && seal_of(seal->serial.id()) == text ? std::optional(seal->serial.id())
                                                      : std::nullopt;
}

std::vector<Cell> const& cells() {
    using enum Reader;
    static std::vector<Cell> const all{
        {"scan", "whole page, scan 300, 200, 150, 100 dpi, JPEG 85 to 30, any turn", All, 99.95,
         true, scan_100},
        {"photo-12", "whole page, photo 12 MP, tilt to 30°, shade, curl", All, 99.9, true,
         photo<12>},
        {"photo-5", "the same, 5 MP", All, 99.9, true, photo<5>},
        {"photo-2", "the same, 2 MP", All, 99.5, true, photo<2>},
        {"copy-1", "photocopy (screen, diffusion or threshold), scan 300 dpi", All, 99.9, true,
         photocopy<1>},
        {"copy-2", "photocopy of a photocopy", All, 99.5, true, photocopy<2>},
        {"copy-3", "third generation", All, 98, true, photocopy<3>},
        {"fax", "fax, 204 × 196, 1 bit", All, 98, true, fax},
        {"damage", "creases, stains, up to two fifths torn off; scan", All, 0, true, damaged},
        {"screen", "12-MP photo of a screen that shows the page", All, 0, true, screen},
        {"page-dots", "whole page, scan 300 dpi", Dots, 0, true, page_300},
        {"quarter-scan", "quarter page, scan 300, 200, 150 dpi, JPEG 85 to 30", Dots, 99.9, true,
         quarter_scan},
        {"quarter-photo-12", "quarter page of a 12-MP photo of the sheet", Dots, 99.9, true,
         quarter_photo<12>},
        {"5cm-scan", "5 × 5 cm, scan as above", Dots, 99.9, true, square_scan<50>},
        {"5cm-photo-12", "5 × 5 cm of a 12-MP photo", Dots, 99.9, true, square_photo<50>},
        {"2cm-scan", "2 × 2 cm, scan as above", Dots, 99, true, square_scan<20>},
        {"2cm-photo-12", "2 × 2 cm of a 12-MP photo", Dots, 99, true, square_photo<20>},
        {"15mm-scan", "1.5 × 1.5 cm, scan 300 dpi", Dots, 95, true, square_300<15>},
        {"12mm-known", "1.2 × 1.2 cm, scan 300 dpi", Dots, 90, true, square_300<12>},
        {"quarter-photo-2", "quarter page of a 2-MP photo of the sheet", Dots, 99, true,
         quarter_photo<2>},
        {"quarter-copy-1", "quarter page, grey photocopy, scan 300 dpi", Dots, 99, true,
         quarter_photocopy<1>},
        {"quarter-copy-2", "quarter page, second generation", Dots, 90, true, quarter_photocopy<2>},
        {"half-fax", "half a page, fax", Dots, 50, true, half_fax},
        {"half-1bit-50", "half a page, 200 dpi, 1 bit at half of white", Dots, 50, true,
         half_two_levels<50>},
        {"half-1bit-75", "half a page, 200 dpi, 1 bit at three quarters", Dots, 0, true,
         half_two_levels<75>},
        {"mean-2", "attack: the mean of 2 copies of a page, scan 300 dpi", Dots, 0, true,
         mean_of<2>},
        {"mean-5", "attack: of 5 copies", Dots, 0, true, mean_of<5>},
        {"mean-10", "attack: of 10 copies", Dots, 0, true, mean_of<10>},
        {"median-3", "attack: median filter 3 × 3 on a 300-dpi page", Dots, 0, true, median<3>},
        {"median-5", "attack: median filter 5 × 5", Dots, 0, true, median<5>},
        {"1bit-50", "attack: 300-dpi page cut to 1 bit at half of white", Dots, 0, true,
         page_two_levels<50>},
        {"1bit-75", "attack: at three quarters", Dots, 0, true, page_two_levels<75>},
        {"white-out", "attack: all painted white that is 1 mm from text or farther", Dots, 0, true,
         margins_gone},
        {"unmarked", "pages and pieces without marks", All, 0, false, no_marks},
        {"foreign", "pages and pieces with QRs of others", All, 0, false, foreign_codes_only},
        {"foreign-dots", "pages and pieces with QRs and dots of another registry", All, 0, false,
         foreign_dots},
        {"scraps", "pieces of 1 to 2.2 cm of scans, without dots or with those of another registry",
         Dots, 0, false, scrap_of<scan_of_others>},
        {"photo-scraps", "the same of 12-MP photos", Dots, 0, false, scrap_of<photo_of_others>},
    };
    return all;
}

} // namespace imprimatur::bench
