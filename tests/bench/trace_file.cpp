/// One whole look at a picture by a worker, as `imprimatur trace` has it done.
///
///     trace_file WORKER DATA PICTURE ROUNDS       seconds, median, and what was read
///     trace_file --as HOW PICTURE OUT.png         HOW: negative, mirrored, both
///
/// WORKER is the program of the build that is measured. Dots are read with the key of trace_bench.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <string>
#include <vector>

#include "foundation/file/file.hpp"
#include "marking/image/image.hpp"
#include "marking/pipe/pipe.hpp"
#include "marking/read/read.hpp"

namespace {

using namespace imprimatur;

int failed(Error const& error) {
    std::fprintf(stderr, "%s: %s\n", error.sentence.id.c_str(), error.cause.c_str());
    return 1;
}

std::string bench_key() {
    std::string out;
    for (int i = 0; i < 32; ++i) {
        out.push_back(static_cast<char>(static_cast<unsigned char>(i * 29 + 11)));
    }
    return out;
}

Bitmap mirrored(Bitmap picture) {
    auto const bytes = static_cast<std::size_t>(picture.channels);
    auto out = picture;
    for (std::uint32_t y = 0; y < picture.height; ++y) {
        auto const row = y * picture.row_bytes();
        for (std::uint32_t x = 0; x < picture.width; ++x) {
            auto const from = row + x * bytes;
            std::copy_n(picture.pixels.begin() + static_cast<std::ptrdiff_t>(from), bytes,
                        out.pixels.begin() +
                            static_cast<std::ptrdiff_t>(row + (picture.width - 1 - x) * bytes));
        }
    }
    return out;
}

Result<void> make(std::string const& how, std::string const& from, std::string const& to) {
    auto const file = open_file(from);
    auto const bytes = file ? read_whole(*file) : Result<std::string>(pass_on(file));
    auto picture = bytes ? image::decode(*bytes) : Result<Bitmap>(pass_on(bytes));
    if (!picture) {
        return pass_on(picture);
    }
    if (how != "mirrored") {
        *picture = read::negative_of(std::move(*picture));
    }
    if (how != "negative") {
        *picture = mirrored(std::move(*picture));
    }
    auto const png = image::encode_png(*picture);
    return png ? replace_file(to, *png, 0600) : Result<void>(pass_on(png));
}

int measure(pipe::Workers const& workers, Descriptor const& picture, int rounds) {
    std::vector<double> taken;
    std::size_t ours = 0;
    std::size_t named = 0;
    for (int i = 0; i < rounds; ++i) {
        auto const began = std::chrono::steady_clock::now();
        auto const seen = workers.read(picture);
        if (!seen) {
            return failed(seen.error());
        }
        std::chrono::duration<double> const time = std::chrono::steady_clock::now() - began;
        taken.push_back(time.count());
        ours = static_cast<std::size_t>(std::ranges::count_if(
            seen->codes, [](auto const& code) { return code.seal.has_value(); }));
        named = static_cast<std::size_t>(std::ranges::count_if(
            seen->dots, [](auto const& dots) { return dots.serial.has_value(); }));
    }
    std::ranges::sort(taken);
    std::printf("%.6f codes %zu dots %zu\n", taken[taken.size() / 2], ours, named);
    return 0;
}

} // namespace

int main(int count, char** words) {
    if (count != 5) {
        std::fputs("trace_file WORKER DATA PICTURE ROUNDS | --as HOW PICTURE OUT.png\n", stderr);
        return 2;
    }
    if (std::string(words[1]) == "--as") {
        auto const done = make(words[2], words[3], words[4]);
        return done ? 0 : failed(done.error());
    }
    pipe::Settings settings;
    settings.program = words[1];
    settings.data = words[2];
    settings.processes = 1;
    settings.dots_keys = [] { return std::vector<std::string>{bench_key()}; };
    auto const workers = pipe::Workers::start(settings);
    auto const picture = open_file(words[3]);
    return workers && picture ? measure(*workers, *picture, std::stoi(words[4]))
                              : failed(workers ? picture.error() : workers.error());
}
