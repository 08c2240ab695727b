/// Marks every PDF of a folder with templates of the house, and shows with two renderers that
/// level, number and QR lie on nothing of what the page itself shows.
///
///     overlap_test FOLDER EVERY TEMPLATES NAME…    of the files every EVERYth
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <map>
#include <sstream>
#include <string>
#include <thread>
#include <unistd.h>
#include <vector>

#include "marking/read/read.hpp"
#include "marking/render/render.hpp"
#include "marking/stamp/stamp.hpp"
#include "tests/corpus/child.hpp"

namespace {

using namespace imprimatur;
using Part = render::Document::Part;

constexpr double dpi = 72;
constexpr std::uint32_t most_pages = 6; ///< looked at, of each file

Mark mark() {
    Mark out;
    out.level = Level::Secret;
    out.period = find_period("10y");
    out.number = CopyNumber{987123};
    out.serial = Serial{0x0123456789abcdefULL};
    return out;
}

/// The copy with the same pages, without the marks: their forms and pictures mean nothing.
std::string without_marks(std::string copy, std::size_t from) {
    auto blank = [&](std::string const& what, std::string const& instead) {
        for (auto at = copy.find(what, from); at != copy.npos; at = copy.find(what, at + 1)) {
            copy.replace(at, what.size(), instead);
        }
    };
    blank("stream\n/D Do\n", "stream\n     \n");
    blank("/Type/XObject/Subtype/Image/ImageMask true/BitsPerComponent 1/Width ",
          "/Type/XObject/Subtype/Imxge/ImageMask true/BitsPerComponent 1/Width ");
    return copy;
}

/// Where number, level and QRs stand, a little inside of their outlines.
std::vector<Part> places(render::Document const& document, std::uint32_t page) {
    std::vector<Part> out;
    auto const words = document.words(page);
    for (auto const& word : words ? *words : std::vector<render::Word>{}) {
        bool const is_ours = word.text.find("987123") != std::string::npos ||
                             word.text.find("机密") != std::string::npos;
        if (is_ours && word.turn == 0) {
            double const less = word.height * 0.2;
            out.push_back({word.x, word.y + less, word.width, word.height - 2 * less});
        }
    }
    auto const picture = document.draw(page, 200);
    auto const codes = picture ? read::codes(*picture, read::Effort::Quick)
                               : Result<std::vector<read::Code>>(pass_on(picture));
    for (auto const& code : codes ? *codes : std::vector<read::Code>{}) {
        if (find_seal(code.text)) {
            auto const& corner = code.corners[0];
            out.push_back(
                {corner.x, corner.y, code.corners[2].x - corner.x, code.corners[2].y - corner.y});
        }
    }
    return out;
}

/// Pixels in these places that are darker than most of the page's paper by far.
std::size_t ink_in(Bitmap const& picture, std::vector<Part> const& parts) {
    std::vector<std::size_t> counts(256);
    for (auto pixel : picture.pixels) {
        ++counts[pixel];
    }
    auto const paper = std::max_element(counts.begin() + 160, counts.end()) - counts.begin();
    constexpr int noise = 32;
    std::size_t out = 0;
    for (auto const& part : parts) {
        auto const scale = picture.dpi / 25.4;
        std::size_t here = 0;
        for (auto y = static_cast<std::uint32_t>(std::max(part.y * scale + 1, 0.0));
             y < picture.height && y + 1 < (part.y + part.height) * scale; ++y) {
            for (auto x = static_cast<std::uint32_t>(std::max(part.x * scale + 1, 0.0));
                 x < picture.width && x + 1 < (part.x + part.width) * scale; ++x) {
                here += picture.row(y)[x] < paper - noise ? 1 : 0;
            }
        }
        constexpr std::size_t specks = 2;
        out += here > specks ? here : 0;
    }
    return out;
}

/// The page drawn by MuPDF, grey; empty where it draws none, or paints a picture black that it
/// cannot decode.
Bitmap drawn_by_mupdf(std::string const& path, std::uint32_t page) {
    auto const command =
        "mutool draw -q -r 72 -c gray -F pgm -o - '" + path + "' " + std::to_string(page) + " 2>&1";
    std::string bytes;
    if (auto* const pipe = popen(command.c_str(), "r")) {
        char block[65536];
        for (auto n = fread(block, 1, sizeof block, pipe); n > 0;
             n = fread(block, 1, sizeof block, pipe)) {
            bytes.append(block, n);
        }
        pclose(pipe);
    }
    auto const start_of_picture = bytes.find("P5\n");
    if (start_of_picture == bytes.npos || bytes.find("cannot decode") != bytes.npos) {
        return {0, 0, Channels::Grey, dpi, {}};
    }
    bytes.erase(0, start_of_picture);
    std::istringstream head(bytes);
    std::string magic;
    Bitmap out{0, 0, Channels::Grey, dpi, {}};
    std::uint32_t most = 0;
    head >> magic >> out.width >> out.height >> most;
    auto const start = static_cast<std::size_t>(std::max<std::streamoff>(head.tellg(), 0)) + 1;
    auto const size = std::size_t{out.width} * out.height;
    if (magic != "P5" || bytes.size() < start + size) {
        return {0, 0, Channels::Grey, dpi, {}};
    }
    out.pixels.assign(bytes.begin() + static_cast<std::ptrdiff_t>(start),
                      bytes.begin() + static_cast<std::ptrdiff_t>(start + size));
    return out;
}

/// "refused ID", or "marked REMARKS… pages N overlaps N".
std::string fate_of(std::string const& path, layout::Layout const& layout) {
    auto const file = open_file(path);
    auto const stamped = stamp::stamp(*file, layout, {mark()}, {});
    if (!stamped) {
        auto const document = render::Document::open(*file);
        return "refused " + stamped.error().sentence.id + (document ? " opened" : "");
    }
    std::ostringstream out;
    out << "marked " << stamp::identifier(stamped->way);
    for (auto const& remark : stamped->remarks) {
        out << " " << remark.id;
    }
    auto const copy = *read_whole(stamped->copies[0]);
    // What is ours comes last; the document's own pictures keep their names.
    auto const update = copy.rfind("%%EOF", copy.size() - 8);
    auto const bare = without_marks(copy, update == copy.npos ? 0 : update);
    auto const name = "/tmp/overlap." + std::to_string(getpid()) + ".pdf";
    static_cast<void>(replace_file(name, bare, 0600));
    auto const marked = render::Document::open(copy);
    auto const own = render::Document::open(bare);
    std::size_t overlaps = 0;
    std::size_t pages = 0;
    for (std::uint32_t page = 1; marked && own && page <= std::min(stamped->pages, most_pages);
         ++page) {
        auto const parts = places(*marked, page);
        auto const picture = own->draw(page, dpi);
        auto const size = own->size(page);
        if (!picture || !size || size->width > 1500) {
            continue;
        }
        ++pages;
        auto const other = drawn_by_mupdf(name, page);
        auto const ink = ink_in(*picture, parts);
        auto const ink_there = other.pixels.empty() ? 0 : ink_in(other, parts);
        if (ink + ink_there > 0) {
            ++overlaps;
            out << " (page " << page << ": " << ink << "+" << ink_there << ")";
        }
    }
    unlink(name.c_str());
    out << " pages " << pages << " overlaps " << overlaps;
    return out.str();
}

struct Sum {
    std::map<std::string, int> counts;
    int bad = 0;
    void add(std::string const& file, std::string const& report) {
        std::istringstream words(report);
        std::string word;
        words >> word;
        if (word == "refused") {
            std::string why;
            words >> why;
            ++counts["refused " + why];
            return;
        }
        if (word != "marked") {
            ++counts["died or too slow"];
            return;
        }
        ++counts["marked"];
        while (words >> word) {
            int number = 0;
            if (word.starts_with("stamp.")) {
                ++counts[word];
            } else if (word == "pages" && words >> number) {
                counts["pages looked at"] += number;
            } else if (word == "overlaps" && words >> number) {
                counts["pages with an overlap"] += number;
                bad += number;
                if (number > 0) {
                    std::printf("OVERLAP %s: %s\n", file.c_str(), report.c_str());
                }
            }
        }
    }
};

int run(std::vector<std::filesystem::path> const& files, layout::Layout const& layout) {
    std::vector<std::string> reports(files.size());
    std::size_t const lanes = std::max(1U, std::thread::hardware_concurrency());
    std::vector<std::thread> threads;
    for (std::size_t lane = 0; lane < lanes; ++lane) {
        threads.emplace_back([&, lane] {
            for (std::size_t i = lane; i < files.size(); i += lanes) {
                reports[i] = corpus::run_child([&] { return fate_of(files[i].string(), layout); },
                                               std::chrono::seconds(60), 3ULL << 30U)
                                 .report;
            }
        });
    }
    for (auto& thread : threads) {
        thread.join();
    }
    Sum sum;
    for (std::size_t i = 0; i < files.size(); ++i) {
        sum.add(files[i].filename().string(), reports[i]);
    }
    std::printf("%s, %zu files\n", layout.name.c_str(), files.size());
    for (auto const& [what, count] : sum.counts) {
        std::printf("%6d %s\n", count, what.c_str());
    }
    return sum.bad;
}

} // namespace

int main(int count, char** words) {
    constexpr int skipped = 77; // as ctest is told
    if (count < 5 || !std::filesystem::is_directory(words[1])) {
        std::printf("skipped: overlap_test FOLDER EVERY TEMPLATES NAME…; there is no folder\n");
        return skipped;
    }
    std::vector<std::filesystem::path> files;
    for (auto const& entry : std::filesystem::directory_iterator(words[1])) {
        files.push_back(entry.path());
    }
    std::sort(files.begin(), files.end());
    auto const every = std::max<std::size_t>(1, std::strtoul(words[2], nullptr, 10));
    std::vector<std::filesystem::path> chosen;
    for (std::size_t i = 0; i < files.size(); i += every) {
        chosen.push_back(files[i]);
    }
    int bad = 0;
    for (int i = 4; i < count; ++i) {
        auto const layout = layout::read(words[3], words[i]);
        bad += layout ? run(chosen, *layout) : 1;
    }
    return bad == 0 ? 0 : 1;
}
