#include <algorithm>
#include <cmath>

#include <opencv2/imgproc.hpp>

#include "marking/field/perspective.hpp"
#include "marking/field/response.hpp"
#include "marking/field/sheet.hpp"

namespace imprimatur::field {

namespace {

/// The finest lattices of a picture that was shrunk to a part of its size: rectified they lie flat.
/// All are glanced at, and the clearest looked at once more, closely: between the pixels of so fine
/// a lattice there is more to see.
bool look_at_tilted(Eye& eye, cv::Mat const& light, int shrunk) {
    constexpr double finest = 2.1; // pixels, of a pitch in the middle
    constexpr std::size_t tuned_leads = 40;
    constexpr std::size_t glanced = 8;
    constexpr std::size_t tried = 3;
    cv::Mat small = light;
    if (shrunk > 1) {
        cv::resize(light, small, {}, 1.0 / shrunk, 1.0 / shrunk, cv::INTER_AREA);
    }
    auto const fitting = response(small, 1.3 * finest);
    auto leads = find_tilted(fitting, finest, 1.6 * finest, tuned_leads);
    for (auto& lead : leads) {
        lead = tuned(fitting, lead);
    }
    std::stable_sort(leads.begin(), leads.end(),
                     [](auto& a, auto& b) { return a.waves.strength > b.waves.strength; });
    leads.resize(std::min(leads.size(), glanced));
    auto const larger = cv::Matx33d::diag({double(shrunk), double(shrunk), 1});
    for (auto const& lead : leads) {
        auto const [flat, back] = rectified(fitting, lead, 1);
        if (eye.glance(seen_on(larger * back, laid_on(flat, straightened(lead, 1))))) {
            return true;
        }
    }
    leads.resize(std::min(leads.size(), tried));
    double const close = shrunk > 1 ? shrunk : 1.5;
    return std::any_of(leads.begin(), leads.end(), [&](Tilted const& lead) {
        auto const [flat, back] = rectified(light, enlarged(lead, shrunk), close / shrunk);
        auto const fine = response(flat, lead.waves.pitch() * close);
        return eye.look_closely(seen_on(back, laid_on(fine, straightened(lead, close))));
    });
}

/// A fine lattice has few harmonics that a camera sees, and would never be first among all. Looked
/// at are the most prominent of each half an octave.
bool look_at_bands(Eye& eye, cv::Mat const& light, double least_pitch) {
    constexpr double band = 1.414;    // from the least pitch of one to that of the next
    constexpr double most_band = 9.6; // pixels; what is coarser has many harmonics
    constexpr std::size_t leads = 10;
    constexpr std::size_t tried = 2;
    std::vector<Laid> out;
    for (double least = least_pitch; least < most_band; least *= band) {
        auto const fitting = response(light, least * std::sqrt(band));
        auto const laid = most_prominent(
            all_laid_on(fitting, different(find_waves(fitting, least, least * band), leads)),
            tried);
        out.insert(out.end(), laid.begin(), laid.end());
    }
    return std::any_of(out.begin(), out.end(), [&](auto& of) { return eye.look(of); });
}

} // namespace

bool look_at_photo(Eye& eye, cv::Mat const& light, double least_pitch) {
    if (light.total() < small_picture) {
        return look_at_tilted(eye, light, 1) || look_at_bands(eye, light, least_pitch);
    }
    // Together from 4.2 to 10 pixels: pages that fill a photo. All of a large one says no more than
    // its parts do.
    constexpr std::size_t large_picture = 5'000'000;
    return light.total() < large_picture &&
           (look_at_tilted(eye, light, 2) || look_at_tilted(eye, light, 3));
}

} // namespace imprimatur::field
