#include "marking/field/search.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <optional>

#include <opencv2/imgproc.hpp>

#include "marking/field/response.hpp"
#include "marking/field/sheet.hpp"

namespace imprimatur::field {

namespace {

/// Parts of a large picture, the middle first; none of a small one.
std::vector<cv::Rect> glances_at(cv::Size size) {
    constexpr int large_window = 768;
    constexpr int small_window = 256;
    std::vector<cv::Rect> out;
    int const window = size.area() < 2 * large_window * large_window ? small_window : large_window;
    if (std::min(size.width, size.height) < window || size.area() < 2 * window * window) {
        return out;
    }
    cv::Point const room(size.width - window, size.height - window);
    constexpr int quarters[][2] = {{2, 2}, {1, 1}, {3, 3}, {3, 1}, {1, 3}};
    for (auto const& at : quarters) {
        out.emplace_back(room.x * at[0] / 4, room.y * at[1] / 4, window, window);
    }
    return out;
}

class Search {
  public:
    Search(Bitmap const& grey, Eye& eye, Options const& options)
        : seen_{cv::Mat(static_cast<int>(grey.height), static_cast<int>(grey.width), CV_8U,
                        const_cast<std::uint8_t*>(grey.pixels.data())),
                {},
                usual_pitch},
          eye_(eye), options_(options) {
        // A camera says 72 dpi of whatever it saw: no dots of ours could be read there.
        double const pitch =
            dots::Lattice::pitch() * dots::Lattice::unit_mm / millimetres_an_inch * grey.dpi;
        is_pitch_known_ = pitch >= options.least_pitch && pitch <= options.most_pitch;
        if (is_pitch_known_) {
            seen_.pitch = pitch;
        }
        // A fax has 204 × 196 dots an inch and is said to have one of them, or 200.
        if (is_pitch_known_ && grey.dpi > 190 && grey.dpi < 210) {
            stretches_ = {1, 204.0 / 196, 196.0 / 204};
        }
    }

    void run() {
        auto const windows =
            options_.are_windows_sought ? glances_at(seen_.light.size()) : std::vector<cv::Rect>();
        if (std::any_of(windows.begin(), windows.end(), [&](auto& w) { return glance(w); })) {
            return;
        }
        reduce();
        seen_.response = response(seen_.light, seen_.pitch);
        auto waves = find_waves(seen_.response, options_.least_pitch, options_.most_pitch);
        leads_.insert(leads_.end(), waves.begin(), waves.end());
        std::stable_sort(leads_.begin(), leads_.end(),
                         [](auto& a, auto& b) { return a.strength > b.strength; });
        std::optional<Laid> loudest;
        if (!leads_.empty()) {
            loudest = laid_along(leads_[0]);
            if (eye_.glance(*loudest)) {
                return;
            }
        }
        if (is_pitch_known_ && look_at_flat(eye_, seen_, stretches_, options_.is_faint_sought)) {
            return;
        }
        if (!is_pitch_known_ && options_.is_tilt_sought && !eye_.is_clear() &&
            look_at_photo(eye_, seen_.light, options_.least_pitch)) {
            return;
        }
        if (!loudest || eye_.look(*loudest)) {
            return;
        }
        auto const tried = different(leads_, is_pitch_known_ ? 2 : 3);
        static_cast<void>(std::any_of(tried.begin() + 1, tried.end(), [&](Waves const& lead) {
            return eye_.look(laid_along(lead));
        }));
    }

  private:
    static constexpr double millimetres_an_inch = 25.4;
    static constexpr double usual_pitch = 6; ///< pixels: of a photo of a page

    bool is_fitting(Waves const& waves) const {
        return std::abs(waves.pitch() / seen_.pitch - 1) < 0.1;
    }

    Laid laid_along(Waves const& waves) const {
        return laid_on(is_fitting(waves) ? seen_.response : response(seen_.light, waves.pitch()),
                       waves);
    }

    /// What is easily read from one window alone; else its lattice is a lead.
    bool glance(cv::Rect const& area) {
        auto const part = response(seen_.light(area), seen_.pitch);
        auto const found = find_waves(part, options_.least_pitch, options_.most_pitch);
        if (found.empty()) {
            return false;
        }
        auto waves = found.front();
        auto const suited = is_fitting(waves) ? part : response(seen_.light(area), waves.pitch());
        // Nobody asks how prominent it is: that takes longer than to look.
        auto cells = track(suited, waves);
        auto const folded = fold(suited, cells);
        Laid const laid{{suited, waves, std::move(cells)}, folded, 0};
        if (eye_.glance_at_window(
                seen_on({1, 0, double(area.x), 0, 1, double(area.y), 0, 0, 1}, laid))) {
            return true;
        }
        waves.at = cv::Vec2d(area.x + area.width / 2.0, area.y + area.height / 2.0);
        leads_.push_back(waves);
        return false;
    }

    /// A large picture of a fine grain says no less at half its size, or little less.
    void reduce() {
        auto const best = std::max_element(
            leads_.begin(), leads_.end(), [](auto& a, auto& b) { return a.strength < b.strength; });
        double const pitch = best == leads_.end() ? seen_.pitch : best->pitch();
        bool const is_coarse = seen_.light.total() >= 4'000'000 && pitch >= 8;
        bool const is_too_large =
            std::max(seen_.light.rows, seen_.light.cols) > most_flat && seen_.pitch >= 6;
        if (is_pitch_known_ ? !is_too_large : !is_coarse) {
            return;
        }
        cv::resize(seen_.light, seen_.light, {}, 0.5, 0.5, cv::INTER_AREA);
        seen_.pitch /= 2;
        eye_.shrink(2);
        for (auto& lead : leads_) {
            lead.one *= 2;
            lead.two *= 2;
            lead.at *= 0.5;
        }
    }

    Seen seen_;
    bool is_pitch_known_ = false;
    std::vector<double> stretches_{1}; ///< how much wider than high pixels may be
    Eye& eye_;
    Options const& options_;
    std::vector<Waves> leads_;
};

} // namespace

void each_lattice(Bitmap const& picture, dots::Key const& key, Options const& options,
                  std::function<bool(std::vector<Sighting> const&, Depth)> const& is_enough) {
    auto const grey = to_grey(picture);
    auto const& pixels = grey.pixels;
    bool const is_even = std::adjacent_find(pixels.begin(), pixels.end(), std::not_equal_to<>()) ==
                         pixels.end(); // a blank back of a sheet
    if (picture.width < 32 || picture.height < 32 || is_even) {
        return;
    }
    Eye eye(key, is_enough);
    Search(grey, eye, options).run();
}

} // namespace imprimatur::field
