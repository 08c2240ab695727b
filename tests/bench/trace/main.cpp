/// One cell of the tracing measurement, case by case, as JSON lines.
///
///     trace_bench --list
///     trace_bench --serve                       lines "CELL FIRST COUNT" from stdin, "done" after
///     each
///     trace_bench CELL FIRST COUNT [FOLDER]
///
/// --chance P before these words: names are believed that may be wrong so often.
///
/// The seed of a case is its cell and number: the same words make the same picture. With FOLDER the
/// pictures are kept there.
#include <algorithm>
#include <cstdio>
#include <ctime>
#include <fstream>
#include <iostream>
#include <malloc.h>
#include <map>
#include <memory>
#include <string>

#include <opencv2/core.hpp>

#include "marking/field/field.hpp"
#include "marking/image/image.hpp"
#include "marking/read/read.hpp"
#include "tests/bench/trace/cells.hpp"

namespace {

using namespace imprimatur;
using namespace imprimatur::bench;

std::uint64_t seed_of(std::string const& cell, int number) {
    std::uint64_t hash = 0xcbf29ce484222325;
    for (char c : cell + "/" + std::to_string(number)) {
        hash = (hash ^ static_cast<std::uint8_t>(c)) * 0x100000001b3;
    }
    return hash;
}

/// Time that this process spent working: other programs on the machine do not count.
class Watch {
  public:
    double milliseconds() const { return now() - began_; }

  private:
    static double now() {
        timespec time{};
        clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
        return static_cast<double>(time.tv_sec) * 1e3 + static_cast<double>(time.tv_nsec) * 1e-6;
    }
    double began_ = now();
};

struct Answer {
    std::optional<std::uint64_t> id;
    char const* by = "nothing";
    double code_ms = 0;
    double dots_ms = 0;
    double score = 0;
    double chance = 0; ///< of its being wrong, as the reader says
};

/// The registry of a million: those of the first cases of a cell are in it.
std::unique_ptr<dots::Known const> registry(std::string const& cell) {
    std::vector<std::uint64_t> ids;
    for (int number = 0; ids.size() < 1'000'000; ++number) {
        ids.push_back(Dice(seed_of(cell, number)).bits());
    }
    return std::make_unique<dots::Known const>(ids, dots_key());
}

Answer traced(Bitmap const& picture, Reader reader, dots::Known const& known,
              field::Options const& options) {
    Answer out;
    if (reader == Reader::All) {
        Watch const watch;
        if (auto const codes = read::codes(picture, read::Effort::Thorough)) {
            for (auto const& code : *codes) {
                out.id = out.id ? out.id : find_sealed(code.text);
            }
        }
        out.code_ms = watch.milliseconds();
        if (out.id) {
            out.by = "code";
            return out;
        }
    }
    Watch const watch;
    if (auto const copy = field::find_copy(picture, dots_key(), known, options)) {
        out.id = copy->guess.id;
        out.score = copy->guess.score;
        out.chance = copy->guess.chance;
        out.by = copy->is_known ? "known" : "dots";
    }
    out.dots_ms = watch.milliseconds();
    return out;
}

bool is_of(std::uint64_t id, Case const& at) {
    return id == at.id || std::find(at.others.begin(), at.others.end(), id) != at.others.end();
}

/// What all cases share.
struct Bench {
    Library library;
    std::string folder; ///< of pictures; empty: none are kept
    field::Options options;
};

void run(Cell const& cell, int number, Bench& bench) {
    static std::map<std::string, std::unique_ptr<dots::Known const>> registries;
    auto& known = registries[cell.name];
    if (!known) {
        known = registry(cell.name);
    }
    auto const seed = seed_of(cell.name, number);
    Case at{bench.library, Dice(seed), number};
    at.id = at.dice.bits();
    at.content = number % static_cast<int>(contents.size());
    at.variant = at.dice.below(variants);
    Watch const watch;
    auto const picture = cell.picture(at);
    double const made_ms = watch.milliseconds();
    auto const answer = traced(picture, cell.reader, *known, bench.options);
    bool const is_right = cell.is_marked ? answer.id && is_of(*answer.id, at) : !answer.id;
    bool const is_wrong = answer.id && !is_right;
    std::printf("{\"cell\":\"%s\",\"case\":%d,\"seed\":%llu,\"code\":\"%s\",\"content\":\"%s\","
                "\"size\":[%u,%u],"
                "\"right\":%s,\"wrong\":%s,\"by\":\"%s\",\"code_ms\":%.1f,\"dots_ms\":%.1f,"
                "\"score\":%.2f,\"chance\":%.3g,\"made_ms\":%.0f}\n",
                cell.name.c_str(), number, static_cast<unsigned long long>(seed),
                seal_of(at.id).c_str(), contents.at(static_cast<std::size_t>(at.content)),
                picture.width, picture.height, is_right ? "true" : "false",
                is_wrong ? "true" : "false", answer.by, answer.code_ms, answer.dots_ms,
                answer.score, answer.chance, made_ms);
    std::fflush(stdout);
    if (!bench.folder.empty()) {
        if (auto const png = image::encode_png(picture)) {
            std::ofstream(bench.folder + "/" + cell.name + "-" + std::to_string(number) + ".png")
                << *png;
        }
    }
}

void list() {
    for (auto const& cell : cells()) {
        std::printf("{\"cell\":\"%s\",\"condition\":\"%s\",\"reader\":%d,\"bar\":%g,"
                    "\"marked\":%s}\n",
                    cell.name.c_str(), cell.condition.c_str(), static_cast<int>(cell.reader),
                    cell.bar, cell.is_marked ? "true" : "false");
    }
}

/// @return false: there is no such cell
bool run_cell(std::string const& name, int first, int count, Bench& bench) {
    for (auto const& cell : cells()) {
        if (cell.name == name) {
            for (int i = first; i < first + count; ++i) {
                run(cell, i, bench);
            }
            return true;
        }
    }
    std::fprintf(stderr, "no cell %s\n", name.c_str());
    return false;
}

} // namespace

int main(int count, char** words) {
    Bench bench;
    if (count > 2 && std::string(words[1]) == "--chance") {
        bench.options.most_chance = std::stod(words[2]);
        count -= 2;
        words += 2;
    }
    std::string const first = count > 1 ? words[1] : "";
    cv::setNumThreads(1);
    mallopt(M_MMAP_MAX, 0); // large pictures come and go: their pages are not asked for anew
    mallopt(M_TRIM_THRESHOLD, 1 << 30);
    if (first == "--list") {
        list();
        return 0;
    }
    if (first == "--serve") {
        std::string cell;
        for (int from = 0, many = 0; std::cin >> cell >> from >> many;) {
            if (!run_cell(cell, from, many, bench)) {
                return 2;
            }
            std::puts("done");
            std::fflush(stdout);
        }
        return 0;
    }
    if (count < 4) {
        std::fprintf(stderr, "trace_bench --list | --serve | CELL FIRST COUNT [FOLDER]\n");
        return 2;
    }
    bench.folder = count > 4 ? words[4] : "";
    return run_cell(first, std::stoi(words[2]), std::stoi(words[3]), bench) ? 0 : 2;
}
