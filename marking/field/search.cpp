#include "marking/field/search.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

#include <opencv2/imgproc.hpp>

#include "marking/field/fold.hpp"
#include "marking/field/perspective.hpp"
#include "marking/field/response.hpp"
#include "marking/field/spectrum.hpp"
#include "marking/field/track.hpp"

namespace imprimatur::field {

namespace {

constexpr double millimetres_an_inch = 25.4;
constexpr double usual_pitch = 6;         ///< pixels: of a photo of a page
constexpr std::size_t tried_lattices = 3; ///< of those that the spectra lead to
constexpr std::size_t tried_also = 2;     ///< the same, where the pitch is known
constexpr std::size_t flat_leads = 12;
constexpr std::size_t tried_flat = 4;
constexpr int most_flat = 2400; ///< pixels a side, for one spectrum of it all
constexpr std::size_t flat_page_leads = 5;
constexpr std::size_t followed_on_page = 3;
constexpr double band = 1.414;    ///< from the least pitch of one to that of the next
constexpr double most_band = 9.6; ///< pixels; what is coarser has many harmonics
constexpr std::size_t band_leads = 10;
constexpr std::size_t tried_in_band = 2;
constexpr double finest = 2.1; ///< pixels, of a pitch in the middle of a photo
constexpr std::size_t tilted_leads = 40;
constexpr std::size_t glanced_tilted = 8;
constexpr std::size_t tried_tilted = 3;
constexpr std::size_t small_picture = 1'000'000; ///< pixels
constexpr std::size_t glanced_lattices = 1;
constexpr std::size_t tried_places = 192;
constexpr std::size_t glanced_places = 24;
/// What is less prominent is glanced at. Of 330 lattices that named a copy, the loudest of a flat
/// sheet had 2.8 and more, all others 5.6.
constexpr double least_prominence = 4.5;
constexpr double least_of_loudest = 2.5;
constexpr double least_of_straight = 2;
/// Where dots are prominent, so are the pilots at their place: of those 330, at least 0.23 of it.
constexpr double pilots_a_prominence = 0.18;
constexpr int large_window = 768; ///< pixels
constexpr int small_window = 256;

/// Lattices that are one and the same but for the naming of their axes are looked at once.
bool is_new(std::vector<Waves> const& known, Waves const& waves) {
    return std::none_of(known.begin(), known.end(), [&](Waves const& other) {
        if (other.is_flat != waves.is_flat) {
            return false;
        }
        auto near = [](cv::Vec2d a, cv::Vec2d b) { return cv::norm(a - b) < 0.015 * cv::norm(a); };
        return near(other.one, waves.one) || near(other.one, -waves.one) ||
               near(other.one, waves.two) || near(other.one, -waves.two);
    });
}

/// Parts of a large picture, the middle first; none of a small one.
std::vector<cv::Rect> windows_of(cv::Size size) {
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
    Search(Bitmap const& grey, dots::Key const& key, Options const& options,
           std::function<bool(std::vector<Sighting> const&, Depth)> const& is_enough)
        : light_(static_cast<int>(grey.height), static_cast<int>(grey.width), CV_8U,
                 const_cast<std::uint8_t*>(grey.pixels.data())),
          pilots_(key), options_(options), is_enough_(is_enough) {
        // A camera says 72 dpi of whatever it saw: no dots of ours could be read there.
        double const pitch =
            dots::Lattice::pitch() * dots::Lattice::unit_mm / millimetres_an_inch * grey.dpi;
        is_pitch_known_ = pitch >= options.least_pitch && pitch <= options.most_pitch;
        pitch_ = is_pitch_known_ ? pitch : usual_pitch;
        // A fax has 204 × 196 dots an inch and is said to have one of them, or 200.
        if (is_pitch_known_ && grey.dpi > 190 && grey.dpi < 210) {
            stretches_ = {1, 204.0 / 196, 196.0 / 204};
        }
    }

    void run() {
        auto const windows = windows_of(light_.size());
        if (std::any_of(windows.begin(), windows.end(), [&](auto& w) { return glance(w); })) {
            return;
        }
        reduce();
        plain_ = response(light_, pitch_);
        auto waves = find_waves(plain_, options_.least_pitch, options_.most_pitch);
        leads_.insert(leads_.end(), waves.begin(), waves.end());
        std::stable_sort(leads_.begin(), leads_.end(),
                         [](auto& a, auto& b) { return a.strength > b.strength; });
        std::optional<Laid> loudest;
        if (!leads_.empty()) {
            loudest = laid_along(leads_[0]);
            if (look(*loudest, Depth::Glance)) {
                return;
            }
        }
        if (is_pitch_known_ && look_at_flat()) {
            return;
        }
        if (!is_pitch_known_ && light_.total() < small_picture &&
            (look_at_tilted(1) || look_at_bands())) {
            return;
        }
        // Together from 4.2 to 10 pixels: pages that fill a photo.
        if (!is_pitch_known_ && light_.total() >= small_picture &&
            (look_at_tilted(2) || look_at_tilted(3))) {
            return;
        }
        for (auto const& lead : different(leads_, is_pitch_known_ ? tried_also : tried_lattices)) {
            bool const is_loudest = lead.one == leads_[0].one && lead.two == leads_[0].two;
            if (look(is_loudest ? *loudest : laid_along(lead))) {
                return;
            }
        }
    }

  private:
    /// A lattice as it was followed over the picture.
    struct Laid {
        Waves waves;
        Folded folded;
        double prominence;
    };

    Laid laid_along(Waves const& waves) const {
        bool const is_plain = std::abs(waves.pitch() / pitch_ - 1) < 0.1;
        return laid_on(is_plain ? plain_ : response(light_, waves.pitch()), waves);
    }

    /// Of a sheet that lies flat the pitch is known.
    bool look_at_flat() {
        bool const is_small = light_.total() < small_picture;
        auto const leads =
            find_flat_waves(plain_, pitch_, stretches_, is_small ? flat_leads : flat_page_leads);
        if (leads.empty()) {
            return false;
        }
        auto const loudest = laid_on(plain_, leads[0]);
        return look(loudest, depth_of(loudest, least_of_loudest)) ||
               (is_small ? look_at_flat_piece(leads) : look_at_flat_page(leads));
    }

    /// Many turns of the lattice are followed over the picture, with strokes and without. Looked
    /// at are those that stand out most.
    bool look_at_flat_piece(std::vector<Waves> const& leads) {
        auto laid = all_laid_on(plain_, {leads.begin() + 1, leads.end()});
        std::stable_sort(laid.begin(), laid.end(), is_more_prominent);
        laid.resize(std::min(laid.size(), tried_flat - 2));
        auto bare = all_laid_on(response(without_strokes(light_, pitch_), pitch_), leads);
        std::stable_sort(bare.begin(), bare.end(), is_more_prominent);
        laid.push_back(bare.front());
        return std::any_of(laid.begin(), laid.end(), [&](auto& of) { return look(of); });
    }

    /// Where no part of the sheet shows dots that could be followed, it is taken for straight: all
    /// of it together may name a copy still.
    bool look_at_flat_page(std::vector<Waves> const& leads) {
        auto is_told = [&](Waves const& waves) {
            auto const laid = laid_in(plain_, waves, straight(plain_, waves));
            return look(laid, depth_of(laid, least_of_straight));
        };
        if (std::any_of(leads.begin(), leads.end(), is_told)) {
            return true;
        }
        auto const followed =
            leads.begin() + static_cast<std::ptrdiff_t>(std::min(leads.size(), followed_on_page));
        return std::any_of(leads.begin() + 1, followed,
                           [&](Waves const& waves) { return look(laid_on(plain_, waves)); });
    }

    /// Of a photo taken from the side, the finest lattices: rectified they lie flat. All are
    /// glanced at, and the clearest looked at once more, closely: between the pixels of so fine a
    /// lattice there is more to see.
    /// @param shrunk to this part of its size, a coarser lattice is a fine one
    bool look_at_tilted(int shrunk) {
        cv::Mat seen = light_;
        if (shrunk > 1) {
            cv::resize(light_, seen, {}, 1.0 / shrunk, 1.0 / shrunk, cv::INTER_AREA);
        }
        auto const fitting = response(seen, 1.3 * finest);
        auto leads = find_tilted(fitting, finest, 1.6 * finest, tilted_leads);
        for (auto& lead : leads) {
            lead = tuned(fitting, lead);
        }
        std::stable_sort(leads.begin(), leads.end(),
                         [](auto& a, auto& b) { return a.waves.strength > b.waves.strength; });
        leads.resize(std::min(leads.size(), glanced_tilted));
        for (auto const& lead : leads) {
            if (look(laid_on(rectified(fitting, lead, 1), straightened(lead, 1)), Depth::Glance)) {
                return true;
            }
        }
        leads.resize(std::min(leads.size(), tried_tilted));
        double const close = shrunk > 1 ? shrunk : 1.5;
        return std::any_of(leads.begin(), leads.end(), [&](Tilted const& lead) {
            auto const whole = enlarged(lead, shrunk);
            auto const straight =
                response(rectified(light_, whole, close / shrunk), lead.waves.pitch() * close);
            return look(laid_on(straight, straightened(lead, close)), Depth::Whole);
        });
    }

    /// Of a photo the pitch is unknown: a fine one has few harmonics that a camera sees, and would
    /// never be first among all. Looked at are the most prominent of each half an octave.
    bool look_at_bands() {
        std::vector<Laid> out;
        for (double least = options_.least_pitch; least < most_band; least *= band) {
            auto const fitting = response(light_, least * std::sqrt(band));
            auto laid = all_laid_on(
                fitting, different(find_waves(fitting, least, least * band), band_leads));
            std::stable_sort(laid.begin(), laid.end(), is_more_prominent);
            laid.resize(std::min(laid.size(), tried_in_band));
            out.insert(out.end(), laid.begin(), laid.end());
        }
        return std::any_of(out.begin(), out.end(), [&](auto& of) { return look(of); });
    }

    static std::vector<Waves> different(std::vector<Waves> const& leads, std::size_t most) {
        std::vector<Waves> out;
        for (auto const& lead : leads) {
            if (out.size() < most && is_new(out, lead)) {
                out.push_back(lead);
            }
        }
        return out;
    }

    static Laid laid_in(cv::Mat const& response, Waves const& waves,
                        std::vector<Cell> const& cells) {
        auto const folded = fold(response, cells);
        return {waves, folded, prominence(response, cells, folded)};
    }
    static Laid laid_on(cv::Mat const& response, Waves const& waves) {
        return laid_in(response, waves, track(response, waves));
    }
    static std::vector<Laid> all_laid_on(cv::Mat const& response, std::vector<Waves> const& leads) {
        std::vector<Laid> out;
        std::transform(leads.begin(), leads.end(), std::back_inserter(out),
                       [&](Waves const& waves) { return laid_on(response, waves); });
        return out;
    }
    static bool is_more_prominent(Laid const& a, Laid const& b) {
        return a.prominence > b.prominence;
    }

    /// What is easily read from one window alone; else its lattice is a lead.
    bool glance(cv::Rect const& area) {
        auto const part = response(light_(area), pitch_);
        auto waves = find_waves(part, options_.least_pitch, options_.most_pitch);
        for (std::size_t i = 0; i < std::min(glanced_lattices, waves.size()); ++i) {
            bool const is_known = std::abs(waves[i].pitch() / pitch_ - 1) < 0.1;
            auto const& suited = is_known ? part : response(light_(area), waves[i].pitch());
            if (look(waves[i], fold(suited, track(suited, waves[i])), Depth::Glance, 0)) {
                return true;
            }
            waves[i].at = cv::Vec2d(area.x + area.width / 2.0, area.y + area.height / 2.0);
            leads_.push_back(waves[i]);
        }
        return false;
    }

    static Depth depth_of(Laid const& laid, double least) {
        return laid.prominence < least ? Depth::Glance : Depth::Whole;
    }
    bool look(Laid const& laid) { return look(laid, depth_of(laid, least_prominence)); }
    bool look(Laid const& laid, Depth depth) {
        return look(laid.waves, laid.folded, depth, pilots_a_prominence * laid.prominence);
    }
    bool look(Waves const& waves, Folded const& folded, Depth depth, double least_pilots) {
        auto const count = depth == Depth::Whole ? tried_places : glanced_places;
        auto sightings = place(folded, pilots_, count, least_pilots);
        for (auto& sighting : sightings) {
            sighting.pitch = waves.pitch();
            sighting.angle += std::atan2(waves.one[1], waves.one[0]) * 180 / CV_PI;
        }
        return is_enough_(sightings, depth);
    }

    /// A large picture of a fine grain says no less at half its size, or little less.
    void reduce() {
        auto const best = std::max_element(
            leads_.begin(), leads_.end(), [](auto& a, auto& b) { return a.strength < b.strength; });
        double const pitch = best == leads_.end() ? pitch_ : best->pitch();
        bool const is_large = light_.total() >= 4'000'000;
        bool const is_reduced = is_pitch_known_
                                    ? std::max(light_.rows, light_.cols) > most_flat && pitch_ >= 6
                                    : is_large && pitch >= 8;
        if (!is_reduced) {
            return;
        }
        cv::resize(light_, light_, {}, 0.5, 0.5, cv::INTER_AREA);
        pitch_ /= 2;
        for (auto& lead : leads_) {
            lead.one *= 2;
            lead.two *= 2;
            lead.at *= 0.5;
        }
    }

    cv::Mat light_;
    cv::Mat plain_; ///< response at the pitch that is known or usual
    double pitch_;  ///< as far as known
    bool is_pitch_known_;
    std::vector<double> stretches_{1}; ///< how much wider than high pixels may be
    dots::PilotSearch pilots_;
    Options const& options_;
    std::function<bool(std::vector<Sighting> const&, Depth)> const& is_enough_;
    std::vector<Waves> leads_;
};

} // namespace

void each_lattice(Bitmap const& picture, dots::Key const& key, Options const& options,
                  std::function<bool(std::vector<Sighting> const&, Depth)> const& is_enough) {
    if (picture.width < 32 || picture.height < 32) {
        return;
    }
    auto const grey = to_grey(picture);
    Search(grey, key, options, is_enough).run();
}

} // namespace imprimatur::field
