/// The same work as an overlay by another program: one drawing on every page, nothing else.
///
///     place_file DRAWING.pdf IN OUT [COPIES]
///
/// With COPIES further copies follow as OUT.2, OUT.3, …; each has a text of its own on every page.
#include <cstdio>
#include <fcntl.h>
#include <string>

#include "foundation/file/file.hpp"
#include "marking/pdf/pdf.hpp"

namespace {

using namespace imprimatur;

int failed(Error const& error) {
    std::fprintf(stderr, "%s: %s\n", error.sentence.id.c_str(), error.cause.c_str());
    return 1;
}

constexpr std::uint32_t side = 29; ///< modules of a QR of ours

/// A pattern of its size, another one for each page and copy.
std::string code(std::uint32_t page, std::uint32_t copy) {
    std::string out(std::size_t{side} * 4, '\x5a');
    auto state = page * 65537U + copy;
    for (std::size_t i = 0; i < out.size(); i += 4) {
        state = state * 1664525U + 1013904223U;
        out[i] = static_cast<char>(state >> 24U);
    }
    return out;
}

int run(int count, char** words) {
    auto const drawing = open_file(words[1]);
    auto const input = open_file(words[2]);
    if (!drawing || !input) {
        return failed(drawing ? input.error() : drawing.error());
    }
    auto const picture = read_whole(*drawing);
    auto document = pdf::Document::open(*input);
    if (!picture || !document) {
        return failed(picture ? document.error() : picture.error());
    }
    auto const pages = document->page_count();
    bool const has_codes = count > 4;
    pdf::Kind const kind{document->size(1), {}, {}, {{180, 7, 13, 13}}};
    auto const ready =
        document->prepare({kind}, std::vector<std::uint32_t>(pages), has_codes ? side : 0);
    if (!ready) {
        return failed(ready.error());
    }
    auto const copies = has_codes ? static_cast<std::uint32_t>(std::stoul(words[4])) : 1;
    for (std::uint32_t copy = 1; copy <= copies; ++copy) {
        auto const name = words[3] + (copy == 1 ? "" : "." + std::to_string(copy));
        Descriptor const out(
            open(name.c_str(), O_CREAT | O_TRUNC | O_WRONLY | O_CLOEXEC, S_IRUSR | S_IWUSR));
        pdf::Marks marks{{*picture}, {}, {}};
        for (std::uint32_t page = 0; has_codes && page < pages; ++page) {
            marks.codes.push_back(code(page, copy));
        }
        if (auto written = document->write(marks, out); !written) {
            return failed(written.error());
        }
    }
    return 0;
}

} // namespace

int main(int count, char** words) {
    if (count < 4) {
        std::fprintf(stderr, "place_file DRAWING.pdf IN OUT [COPIES]\n");
        return 2;
    }
    return run(count, words);
}
