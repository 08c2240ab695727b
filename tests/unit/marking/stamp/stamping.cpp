#include "tests/unit/marking/stamp/stamping.hpp"

#include <stdexcept>

#include "marking/read/read.hpp"
#include "marking/render/render.hpp"
#include "tests/support/paper/paper.hpp"

namespace imprimatur::stamp {

Mark secret_mark(std::uint32_t number) {
    Mark mark;
    mark.level = Level::Secret;
    mark.period = find_period("10y");
    mark.number = CopyNumber{number};
    mark.serial = Serial{0x0123456789abcdefULL + number};
    mark.recipient = "王芳";
    mark.printed = "2026-11-23 16:15";
    return mark;
}

std::string prose(std::uint32_t pages) {
    paper::Paper paper;
    for (std::uint32_t page = 1; page <= pages; ++page) {
        paper.prose(page, 20);
        if (page < pages) {
            paper.next_page();
        }
    }
    return paper.pdf();
}

Descriptor file_of(std::string const& bytes) {
    auto file = memory_file("test");
    if (!file || !write_all(*file, bytes)) {
        throw std::runtime_error("no memory file");
    }
    return std::move(*file);
}

Outcome stamped(std::string const& document, Options const& options, std::vector<Mark> const& marks,
                std::string const& template_name) {
    auto const layout =
        layout::read(std::string(IMPRIMATUR_SOURCE_DIR) + "/templates/marks", template_name);
    if (!layout) {
        throw std::runtime_error("no template: " + layout.error().cause);
    }
    auto result = stamp(file_of(document), *layout, marks, options);
    if (!result) {
        return {result.error().sentence.id, {}, {}, result.error().cause};
    }
    Outcome out{std::string(identifier(result->way)), {}, {}, ""};
    for (auto const& remark : result->remarks) {
        out.remarks.push_back(remark.id);
    }
    for (auto const& copy : result->copies) {
        out.copies.push_back(*read_whole(copy));
    }
    return out;
}

std::string seal_on(std::string const& copy, std::uint32_t page) {
    auto const document = render::Document::open(copy);
    auto const width = document->size(page)->width;
    auto const codes =
        read::codes(*document->draw(page, 200, {width - 80, 0, 80, 40}), read::Effort::Quick);
    return codes && !codes->empty() ? codes->front().text : "";
}

std::string text_on(std::string const& copy, std::uint32_t page) {
    return *render::Document::open(copy)->text(page);
}

} // namespace imprimatur::stamp
