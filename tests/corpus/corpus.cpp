/// Marks every PDF of a folder, each in a process of its own: nothing crashes us, nothing hangs,
/// every page is marked and otherwise unchanged, or the file is refused with a reason.
///
///     corpus_test FOLDER [NAME…]
#include <algorithm>
#include <array>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include "tests/corpus/child.hpp"
#include "tests/corpus/examine.hpp"

namespace {

using namespace imprimatur;
using corpus::Ending;

constexpr std::array ways{stamp::Way::Appended, stamp::Way::Repaired, stamp::Way::Vector,
                          stamp::Way::Image};
constexpr std::size_t memory = 3ULL << 30U;
constexpr std::chrono::seconds time_for_one{40};

struct Fate {
    std::string file;
    std::string verdict; ///< marked or refused
    std::string detail;  ///< way, or sentence
    double changed = 0;
    bool readable = false;
    std::string note;
};

void read_report(std::string const& report, Fate& fate) {
    std::istringstream words(report);
    words >> fate.verdict >> fate.detail;
    if (fate.verdict == "marked") {
        int pages = 0;
        words >> pages >> fate.changed;
    } else {
        words >> fate.readable;
    }
    std::string cause;
    std::getline(words, cause);
    fate.note += cause;
}

/// As the service does: where a process died, the next one starts a way further down; what takes
/// too long is refused, and is readable if a reader is quicker.
Fate fate_of(std::filesystem::path const& path) {
    Fate out;
    out.file = path.filename().string();
    out.verdict = "refused";
    out.detail = "worker-died";
    for (auto way : ways) {
        auto const ending = corpus::run_child([&] { return corpus::examine(path.string(), way); },
                                              time_for_one, memory);
        if (ending.kind == Ending::Kind::Done) {
            read_report(ending.report, out);
            return out;
        }
        if (ending.kind == Ending::Kind::TimedOut) {
            out.detail = "timed-out";
            break;
        }
        out.note += std::string(stamp::identifier(way)) + " died of signal " +
                    std::to_string(ending.signal) + "; ";
    }
    auto const drawn = corpus::run_child([&] { return corpus::draw_first_page(path.string()); },
                                         time_for_one, memory);
    out.readable = drawn.report == "drawn";
    return out;
}

/// Pixels of text that Cairo and Splash place a little differently are no change.
double allowed(std::string const& way) {
    if (way == "vector") {
        return 150;
    }
    return way == "image" ? 60 : 2;
}

/// Whether the fate is one that must not be.
bool is_bad(Fate const& fate) {
    return (fate.verdict == "refused" && fate.readable) ||
           (fate.verdict == "marked" && fate.changed > allowed(fate.detail));
}

std::vector<Fate> all_fates(std::vector<std::filesystem::path> const& files) {
    std::vector<Fate> fates(files.size());
    std::size_t const lanes = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::thread> threads;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        threads.emplace_back([&, lane] {
            for (std::size_t i = lane; i < files.size(); i += lanes) {
                fates[i] = fate_of(files[i]);
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    return fates;
}

int report(std::vector<Fate> const& fates) {
    std::map<std::string, int> counts;
    int bad = 0;
    for (auto const& fate : fates) {
        ++counts[fate.verdict + " " + fate.detail];
        bool const is_wrong = is_bad(fate);
        bad += is_wrong ? 1 : 0;
        if (is_wrong || fate.detail != "appended") {
            std::printf("%s %s: %s %s (%.1f per mille changed) %s\n", is_wrong ? "WRONG" : "     ",
                        fate.file.c_str(), fate.verdict.c_str(), fate.detail.c_str(), fate.changed,
                        fate.note.c_str());
        }
    }
    for (auto const& [what, count] : counts) {
        std::printf("%5d %s\n", count, what.c_str());
    }
    std::printf("%5zu files, %d wrong\n", fates.size(), bad);
    return bad == 0 && !fates.empty() ? 0 : 1;
}

} // namespace

int main(int count, char** words) {
    constexpr int skipped = 77; // as ctest is told
    std::filesystem::path const folder = count > 1 ? words[1] : "";
    if (!std::filesystem::is_directory(folder)) {
        std::printf(
            "skipped: there is no folder \"%s\"; the test files are not part of the sources\n",
            folder.c_str());
        return skipped;
    }
    std::vector<std::filesystem::path> files;
    for (int i = 2; i < count; ++i) {
        files.push_back(folder / words[i]);
    }
    if (files.empty()) {
        for (auto const& entry : std::filesystem::directory_iterator(folder)) {
            files.push_back(entry.path());
        }
    }
    std::sort(files.begin(), files.end());
    return report(all_fates(files));
}
