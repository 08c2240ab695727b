/// How often a page without text is known again by its picture, and how often wrongly.
///
///     pictures_bench found [CASES [FIRST]]     every kind of page × whatever happened to it
///     pictures_bench others [PAIRS [FIRST]]    different pages, most of one template
///
/// The seed of a case is its number: the same words make the same pictures. Tables for
/// docs/recognition.md.
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <map>
#include <set>
#include <string>

#include <opencv2/imgproc.hpp>

#include "marking/likeness/likeness.hpp"
#include "tests/support/pictures/pictures.hpp"

namespace {

using namespace imprimatur;
using namespace imprimatur::likeness;
using namespace imprimatur::pictures;

double now() {
    timespec time{};
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
    return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
}

struct Watch {
    double spent = 0;
    int calls = 0;
    template <class Call> auto operator()(Call call) {
        double const began = now();
        auto result = call();
        spent += now() - began;
        ++calls;
        return result;
    }
    double mean() const { return calls == 0 ? 0 : spent / calls; }
};
Watch keys_watch;
Watch compare_watch;

PictureKeys keys_of(cv::Mat const& page) {
    cv::Mat small;
    cv::resize(page, small, {}, 0.5, 0.5, cv::INTER_AREA);
    auto const bitmap = as_bitmap(small, 100);
    return keys_watch([&] { return picture_keys(bitmap, 100); });
}

PictureComparison compared(cv::Mat const& a, cv::Mat const& b) {
    auto const first = as_bitmap(a, page_dpi);
    auto const second = as_bitmap(b, page_dpi);
    return compare_watch([&] { return compare_pictures(first, page_dpi, second, page_dpi); });
}

struct Harm {
    char const* name;
    std::function<cv::Mat(cv::Mat const&, Kind, Dice&)> done;
};

std::vector<Harm> const& harms() {
    auto other = [](Kind kind, Dice& dice) {
        return draw(kind, dice.bits() % 997, dice.bits() % 99991 + 100000);
    };
    static std::vector<Harm> const all = {
        {"turned, mirrored",
         [](auto& p, Kind, Dice& d) { return oriented(p, d.below(4), d.chance(0.5)); }},
        {"half", [](auto& p, Kind, Dice& d) { return half(p, d.below(4)); }},
        {"half on a sheet",
         [](auto& p, Kind, Dice& d) { return on_sheet(half(p, d.below(4)), 0.9); }},
        {"scaled 0.25",
         [](auto& p, Kind, Dice& d) {
             return on_sheet(p, 0.25, d.between(-50, 50), d.between(-80, 80));
         }},
        {"scaled 0.5",
         [](auto& p, Kind, Dice& d) {
             return on_sheet(p, 0.5, d.between(-30, 30), d.between(-50, 50));
         }},
        {"scaled 0.7", [](auto& p, Kind, Dice&) { return on_sheet(p, 0.7); }},
        {"scaled 1.5", [](auto& p, Kind, Dice&) { return on_sheet(p, 1.5); }},
        {"two-up",
         [=](auto& p, Kind k, Dice& d) {
             return together({other(k, d), p});
         }},
        {"four-up",
         [=](auto& p, Kind k, Dice& d) {
             return together({other(k, d), p, other(k, d), other(Kind::Photo, d)});
         }},
        {"framed", [](auto& p, Kind, Dice&) { return framed(p); }},
        {"labelled", [](auto& p, Kind, Dice& d) { return labelled(p, d); }},
        {"pen stroke", [](auto& p, Kind, Dice& d) { return stroked(p, d); }},
        {"two-up, mirrored, labelled",
         [=](auto& p, Kind k, Dice& d) {
             return labelled(oriented(together({p, other(k, d)}), d.below(4), true), d);
         }},
        {"scan, grey", [](auto& p, Kind, Dice& d) { return scanned(p, false, d); }},
        {"scan, 1 bit", [](auto& p, Kind, Dice& d) { return scanned(p, true, d); }},
        {"scan, half",
         [](auto& p, Kind, Dice& d) { return half(scanned(p, d.chance(0.5), d), d.below(4)); }},
        {"scan of two-up",
         [=](auto& p, Kind k, Dice& d) {
             return scanned(together({p, other(k, d)}), false, d);
         }},
    };
    return all;
}

struct Tally {
    int cases = 0, found = 0, hits = 0, same = 0, doubtful = 0, different = 0, held = 0;
    double least = 1;
    void add(int hit, PictureComparison const& c) {
        ++cases;
        found += hit >= 2;
        hits += hit;
        same += c.alike == Alike::Same;
        doubtful += c.alike == Alike::Doubtful;
        different += c.alike == Alike::Different;
        held += hit >= 2 && c.alike != Alike::Different;
        least = std::min(least, std::max(c.of_first, c.of_second));
    }
    void print(std::string const& what) const {
        std::printf("| %-28s | %5d | %5.1f | %4.1f | %5d | %5d | %5d | %5.1f | %4.2f |\n",
                    what.c_str(), cases, 100.0 * found / cases, double(hits) / cases, same,
                    doubtful, different, 100.0 * held / cases, least);
    }
};

char const* const head = "| %-28s | cases | found by keys, %% | keys | Same | Doubtful | Different "
                         "| held, %% | least share |\n"
                         "|---|---|---|---|---|---|---|---|---|\n";

void measure_found(int cases, int from) {
    std::map<std::string, Tally> by_harm;
    std::map<std::string, Tally> by_kind;
    bool const loud = std::getenv("LOUD") != nullptr;
    for (int number = from; number < from + cases; ++number) {
        for (Kind kind : kinds) {
            auto const page = draw(kind, static_cast<std::uint64_t>(number) % 50,
                                   static_cast<std::uint64_t>(number));
            auto const kept = keys_of(page).kept;
            std::set<PageKey> const known(kept.begin(), kept.end());
            for (auto const& harm : harms()) {
                Dice dice(static_cast<std::uint64_t>(number) * 1000 +
                          static_cast<std::uint64_t>(kind) * 50 +
                          static_cast<std::uint64_t>(&harm - harms().data()));
                auto const harmed = harm.done(page, kind, dice);
                int hit = 0;
                for (auto key : keys_of(harmed).asked) {
                    hit += static_cast<int>(known.count(key));
                }
                auto const c = compared(page, harmed);
                by_harm[harm.name].add(hit, c);
                by_kind[name(kind)].add(hit, c);
                if (loud && (hit < 2 || c.alike == Alike::Different)) {
                    std::printf("# %d %s %s: %d of %zu keys, %.2f %.2f scale %.2f turn %.1f %s\n",
                                number, name(kind), harm.name, hit, known.size(), c.of_first,
                                c.of_second, c.scale, c.turn, c.mirrored ? "mirrored" : "");
                }
            }
        }
    }
    std::printf("seeds %d to %d; %.0f ms for keys, %.0f ms for a comparison\n\n", from,
                from + cases - 1, keys_watch.mean(), compare_watch.mean());
    std::printf(head, "what happened");
    for (auto const& harm : harms()) {
        by_harm[harm.name].print(harm.name);
    }
    std::printf("\n");
    std::printf(head, "kind");
    for (Kind kind : kinds) {
        by_kind[name(kind)].print(name(kind));
    }
}

/// Pages of one template with other content, clean or scanned.
void measure_others(int pairs, int from) {
    std::map<std::string, Tally> by_kind;
    bool const loud = std::getenv("LOUD") != nullptr;
    std::vector<std::pair<cv::Mat, PictureKeys>> family;
    int done = 0;
    for (int number = from; done < pairs; ++number) {
        for (Kind kind : kinds) {
            constexpr int members = 5;
            family.clear();
            for (int i = 0; i < members; ++i) {
                auto const page = draw(kind, static_cast<std::uint64_t>(number),
                                       static_cast<std::uint64_t>(number * 10 + i));
                family.emplace_back(page, keys_of(page));
            }
            for (int i = 0; i < members; ++i) {
                for (int k = 0; k < i; ++k, ++done) {
                    auto const& [a, a_keys] = family[static_cast<std::size_t>(i)];
                    auto const& [b, b_keys] = family[static_cast<std::size_t>(k)];
                    std::set<PageKey> const known(a_keys.kept.begin(), a_keys.kept.end());
                    int hit = 0;
                    for (auto key : b_keys.asked) {
                        hit += static_cast<int>(known.count(key));
                    }
                    auto const c = compared(a, b);
                    by_kind[name(kind)].add(hit, c);
                    if (loud && c.alike != Alike::Different) {
                        std::printf("# %d.%d.%d %s: %s %.2f %.2f scale %.2f\n", number, i, k,
                                    name(kind), c.alike == Alike::Same ? "SAME" : "doubtful",
                                    c.of_first, c.of_second, c.scale);
                    }
                }
            }
        }
    }
    std::printf("\n");
    std::printf(head, "kind, one template");
    for (Kind kind : kinds) {
        by_kind[name(kind)].print(name(kind));
    }
}

/// 20 of 44 digits changed, scanned.
void measure_figures(int cases, int from) {
    for (int changed : {0, 1, 5, 20}) {
        Tally tally;
        std::size_t boxes = 0;
        for (int i = from; i < from + cases; ++i) {
            Dice dice(static_cast<std::uint64_t>(i));
            auto const c = compared(
                figures(static_cast<std::uint64_t>(i), 0),
                scanned(figures(static_cast<std::uint64_t>(i), changed), dice.chance(0.5), dice));
            tally.add(2, c);
            boxes += c.differences_first.size();
        }
        tally.print("figures changed: " + std::to_string(changed));
        std::printf("boxes %.1f\n", double(boxes) / cases);
    }
}

} // namespace

int main(int count, char** words) {
    std::string const what = count > 1 ? words[1] : "found";
    int const number = count > 2 ? std::atoi(words[2]) : 5;
    int const from = count > 3 ? std::atoi(words[3]) : 1;
    if (what == "draw") {
        for (Kind kind : kinds) {
            auto const page = draw(kind, 3, static_cast<std::uint64_t>(number));
            auto const bitmap = as_bitmap(page, page_dpi);
            std::FILE* file =
                std::fopen((std::string(words[3]) + "/" + name(kind) + ".pgm").c_str(), "wb");
            std::fprintf(file, "P5 %u %u 255\n", bitmap.width, bitmap.height);
            std::fwrite(bitmap.pixels.data(), 1, bitmap.pixels.size(), file);
            std::fclose(file);
        }
        return 0;
    }
    if (what == "found") {
        measure_found(number, from);
    } else if (what == "others") {
        measure_others(number, from);
    } else {
        measure_figures(number, from);
    }
    return 0;
}
