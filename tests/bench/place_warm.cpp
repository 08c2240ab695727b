/// One marked copy from a process that is warm: the same work as place_file, done again and again.
///
///     place_warm DRAWING.pdf IN OUT ROUNDS       the document opened, marked and written; seconds
///     place_warm --complete TEMPLATES IN ROUNDS  by a worker: drawn, written and verified; seconds
///
/// Prints the median of the rounds.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <functional>
#include <string>
#include <vector>

#include "foundation/file/file.hpp"
#include "marking/pdf/pdf.hpp"
#include "marking/pipe/pipe.hpp"

namespace {

using namespace imprimatur;

int failed(Error const& error) {
    std::fprintf(stderr, "%s: %s\n", error.sentence.id.c_str(), error.cause.c_str());
    return 1;
}

Result<void> place(std::string const& picture, std::string const& in, std::string const& out) {
    auto const input = open_file(in);
    auto document = input ? pdf::Document::open(*input) : Result<pdf::Document>(pass_on(input));
    if (!document) {
        return pass_on(document);
    }
    auto const pages = document->page_count();
    if (auto ready =
            document->prepare({{document->size(1), {}}}, std::vector<std::uint32_t>(pages));
        !ready) {
        return ready;
    }
    Descriptor const target(
        open(out.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR));
    return document->write({{picture}, {}, {}}, target);
}

/// Prints the median of so many rounds after one that is not counted.
int measure(int rounds, std::function<Result<void>()> const& work) {
    std::vector<double> taken;
    for (int i = 0; i <= rounds; ++i) {
        auto const began = std::chrono::steady_clock::now();
        if (auto done = work(); !done) {
            return failed(done.error());
        }
        std::chrono::duration<double> const time = std::chrono::steady_clock::now() - began;
        taken.push_back(time.count());
    }
    taken.erase(taken.begin());
    std::sort(taken.begin(), taken.end());
    std::printf("%.9f\n", taken[taken.size() / 2]);
    return 0;
}

Mark mark() {
    Mark out;
    out.level = Level::Secret;
    out.period = find_period("10y");
    out.number = CopyNumber{1};
    out.serial = Serial{0x5eed000000000001ULL};
    out.recipient = "王芳";
    out.printed = "2026-11-23 16:15";
    return out;
}

int complete(std::string const& templates, std::string const& in, int rounds) {
    std::error_code ignored;
    auto const folder = std::filesystem::read_symlink("/proc/self/exe", ignored).parent_path();
    pipe::Settings settings;
    settings.program = folder.parent_path() / "bin" / "imprimatur-worker";
    settings.data = std::filesystem::path(templates).parent_path().parent_path();
    settings.processes = 1;
    auto const workers = pipe::Workers::start(settings);
    auto const document = open_file(in);
    if (!workers || !document) {
        return failed(workers ? document.error() : workers.error());
    }
    return measure(rounds, [&]() -> Result<void> {
        auto marked = workers->mark(*document, "gb-9704", {mark()});
        return marked ? Result<void>() : Result<void>(pass_on(marked));
    });
}

} // namespace

int main(int count, char** words) {
    if (count != 5) {
        std::fprintf(stderr,
                     "place_warm DRAWING.pdf IN OUT ROUNDS | --complete TEMPLATES IN ROUNDS\n");
        return 2;
    }
    int const rounds = std::stoi(words[4]);
    if (std::string(words[1]) == "--complete") {
        return complete(words[2], words[3], rounds);
    }
    auto const drawing = open_file(words[1]);
    auto const picture = drawing ? read_whole(*drawing) : Result<std::string>(pass_on(drawing));
    return picture ? measure(rounds, [&] { return place(*picture, words[2], words[3]); })
                   : failed(picture.error());
}
