#include "tests/unit/marking/pdf/marking.hpp"

#include <cmath>
#include <map>
#include <stdexcept>

#include <qrencode.h>

#include "foundation/owned/owned.hpp"

namespace imprimatur::pdf {

namespace {

struct Code {
    std::uint32_t modules;
    std::string rows;
};

/// Of version 2, whatever it says: the codes of a copy are of one size.
Code code_of(std::string const& text) {
    Owned<QRcode, QRcode_free> const qr(
        QRcode_encodeString(text.c_str(), 2, QR_ECLEVEL_Q, QR_MODE_8, 1));
    auto const side = static_cast<std::uint32_t>(qr->width);
    std::vector<bool> dark;
    for (int i = 0; i < qr->width * qr->width; ++i) {
        dark.push_back((qr->data[i] & 1U) != 0);
    }
    return {side, pack(dark, side)};
}

std::string drawing(PageSize size, std::string const& copy) {
    return paper::Paper(size.width, size.height)
        .box(field.x, field.y, field.width, field.height, 1)
        .text(32, 14, mark_words + copy, 12)
        .pdf();
}

/// What is the same for all copies: a kind for each size.
struct Plan {
    std::vector<PageSize> sizes;
    std::vector<std::uint32_t> kind_of_page;
};

Plan plan(Document const& document) {
    Plan out;
    std::map<PageSize, std::uint32_t> kinds;
    for (std::uint32_t page = 1; page <= document.page_count(); ++page) {
        auto const [place, is_new] =
            kinds.try_emplace(document.size(page), static_cast<std::uint32_t>(kinds.size()));
        if (is_new) {
            out.sizes.push_back(place->first);
        }
        out.kind_of_page.push_back(place->second);
    }
    return out;
}

Marks marks_of(Plan const& plan, std::string const& copy) {
    Marks out;
    for (auto const& size : plan.sizes) {
        out.drawings.push_back(drawing(size, copy));
    }
    for (std::size_t i = 0; i < plan.kind_of_page.size(); ++i) {
        out.codes.push_back(code_of("page " + std::to_string(i + 1) + copy).rows);
    }
    return out;
}

std::string said(Error const& error) {
    return error.sentence.id + ": " + error.cause;
}

} // namespace

Descriptor file_of(std::string const& bytes) {
    auto file = memory_file("test");
    if (!file || !write_all(*file, bytes)) {
        throw std::runtime_error("no memory file");
    }
    return std::move(*file);
}

std::string page_object(std::string const& pdf) {
    paper::Folder folder;
    paper::write_file(folder.path("in.pdf"), pdf);
    return paper::run("qpdf --show-pages " + folder.path("in.pdf") +
                      " | sed -n 's/^page 1: \\([0-9]*\\) .*/\\1/p' | xargs -I@ qpdf"
                      " --show-object=@ " +
                      folder.path("in.pdf"));
}

std::vector<std::string> mark_copies(std::string const& bytes,
                                     std::vector<std::string> const& names,
                                     std::optional<Fit> fit) {
    auto document = Document::open(file_of(bytes));
    if (!document) {
        throw std::runtime_error(said(document.error()));
    }
    auto const planned = plan(*document);
    std::vector<Kind> kinds;
    for (auto const& size : planned.sizes) {
        kinds.push_back({size, {field}, fit, {qr_box}});
    }
    if (auto ready = document->prepare(kinds, planned.kind_of_page, code_of("page").modules);
        !ready) {
        throw std::runtime_error(said(ready.error()));
    }
    std::vector<std::string> out;
    for (auto const& name : names) {
        auto target = file_of("");
        if (auto written = document->write(marks_of(planned, name), target); !written) {
            throw std::runtime_error(said(written.error()));
        }
        out.push_back(*read_whole(target));
    }
    return out;
}

Marked mark(std::string const& document, std::string const& copy, std::optional<Fit> fit) {
    try {
        return {mark_copies(document, {copy}, fit).front(), ""};
    } catch (std::runtime_error const& error) {
        return {"", error.what()};
    }
}

Sight look(std::string const& bytes) {
    Sight out;
    auto document = render::Document::open(bytes);
    if (!document) {
        return out;
    }
    for (std::uint32_t page = 1; page <= document->page_count(); ++page) {
        auto const codes = read::codes(*document->draw(page, 150), read::Effort::Quick);
        out.qr.push_back(codes && !codes->empty() ? codes->front().text : "");
        out.text.push_back(*document->text(page));
        out.sizes.push_back(*document->size(page));
    }
    return out;
}

std::size_t differing_pixels(std::string const& before, std::string const& after,
                             std::uint32_t page) {
    constexpr double dpi = 72;
    auto const a = render::Document::open(before)->draw(page, dpi);
    auto const b = render::Document::open(after)->draw(page, dpi);
    if (!a || !b || a->pixels.size() != b->pixels.size()) {
        return SIZE_MAX;
    }
    std::size_t count = 0;
    for (std::uint32_t y = 0; y < a->height; ++y) {
        for (std::uint32_t x = 0; x < a->width; ++x) {
            double const across = x * 25.4 / dpi;
            double const down = y * 25.4 / dpi;
            bool const is_marked = across > field.x - 1 && across < field.x + field.width + 1 &&
                                   down > field.y - 1 && down < field.y + field.height + 1;
            auto const difference = std::abs(int{a->row(y)[x]} - int{b->row(y)[x]});
            count += !is_marked && difference > 24 ? 1U : 0U;
        }
    }
    return count;
}

} // namespace imprimatur::pdf
