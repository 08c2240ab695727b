/// Marks a file without the service: what the bench measures, and a way to look at a mark.
///
///     mark_file [--way W] [--copies N] [--whole] [--no-dots] [--verify PAGES] TEMPLATES NAME IN
///     OUT
#include <cstdio>
#include <cstring>
#include <string>
#include <vector>

#include "foundation/file/file.hpp"
#include "marking/dots/dots.hpp"
#include "marking/stamp/stamp.hpp"

namespace {

using namespace imprimatur;

struct Wish {
    stamp::Options options;
    std::uint32_t copies = 1;
    bool has_dots = true;
    std::vector<std::string> names;
};

Wish read_wish(int count, char** words) {
    Wish out;
    for (int i = 1; i < count; ++i) {
        std::string const word = words[i];
        auto next = [&] { return i + 1 < count ? std::string(words[++i]) : std::string(); };
        if (word == "--way") {
            auto const name = next();
            for (auto way : {stamp::Way::Appended, stamp::Way::Repaired, stamp::Way::Vector,
                             stamp::Way::Image}) {
                out.options.first_way =
                    name == stamp::identifier(way) ? way : out.options.first_way;
            }
        } else if (word == "--copies") {
            out.copies = static_cast<std::uint32_t>(std::stoul(next()));
        } else if (word == "--verify") {
            out.options.verify_pages = static_cast<std::uint32_t>(std::stoul(next()));
        } else if (word == "--no-dots") {
            out.has_dots = false;
        } else if (word == "--whole") {
            out.options.whole = true;
        } else {
            out.names.push_back(word);
        }
    }
    return out;
}

/// Any key draws the same number of dots.
constexpr dots::Key bench_key{1, 2, 3};

Mark mark(std::uint32_t number, bool has_dots) {
    Mark out;
    out.level = Level::Secret;
    out.period = find_period("10y");
    out.number = CopyNumber{number};
    out.serial = Serial{0x5eed000000000000ULL + number};
    out.total = 100;
    out.recipient = "王芳";
    out.unit = "办公室";
    out.purpose = "会议";
    out.user = "li";
    out.printed = "2026-11-23 16:15";
    if (has_dots) {
        auto const tile = dots::tile_of(out.serial.id(), bench_key);
        for (std::size_t pair = 0; pair < tile.size(); ++pair) {
            out.dots += tile[pair] ? '1' : '0';
        }
    }
    return out;
}

int failed(Error const& error) {
    std::fprintf(stderr, "%s: %s\n", error.sentence.id.c_str(), error.cause.c_str());
    return 1;
}

int run(Wish const& wish) {
    auto const layout = layout::read(wish.names[0], wish.names[1]);
    if (!layout) {
        return failed(layout.error());
    }
    auto const document = open_file(wish.names[2]);
    if (!document) {
        return failed(document.error());
    }
    std::vector<Mark> marks;
    for (std::uint32_t i = 1; i <= wish.copies; ++i) {
        marks.push_back(mark(i, wish.has_dots));
    }
    auto const stamped = stamp::stamp(*document, *layout, marks, wish.options);
    if (!stamped) {
        return failed(stamped.error());
    }
    for (std::size_t i = 0; i < stamped->copies.size(); ++i) {
        auto const name = wish.names[3] + (i == 0 ? "" : "." + std::to_string(i + 1));
        auto const bytes = Mapping::of(stamped->copies[i]);
        if (auto done =
                bytes ? replace_file(name, bytes->bytes(), 0600) : Result<void>(pass_on(bytes));
            !done) {
            return failed(done.error());
        }
    }
    std::printf("%s %u %s\n", std::string(stamp::identifier(stamped->way)).c_str(), stamped->pages,
                stamped->causes.c_str());
    return 0;
}

} // namespace

int main(int count, char** words) {
    auto const wish = read_wish(count, words);
    if (wish.names.size() != 4) {
        std::fprintf(stderr,
                     "mark_file [--way W] [--copies N] [--whole] [--no-dots] [--verify PAGES] "
                     "TEMPLATES NAME IN OUT\n");
        return 2;
    }
    return run(wish);
}
