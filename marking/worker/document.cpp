#include "marking/worker/document.hpp"

#include <map>

#include "marking/image/image.hpp"
#include "marking/pdf/pdf.hpp"

namespace imprimatur::worker {

pipe::FileKind kind_of(std::string_view bytes) {
    if (pdf::has_header(bytes)) {
        return pipe::FileKind::Pdf;
    }
    if (auto const format = image::find_format(bytes)) {
        return *format == image::Format::Png    ? pipe::FileKind::Png
               : *format == image::Format::Jpeg ? pipe::FileKind::Jpeg
                                                : pipe::FileKind::Tiff;
    }
    return pdf::has_objects(bytes) ? pipe::FileKind::Pdf : pipe::FileKind::Unknown;
}

Error in_our_words(Error error) {
    static std::map<std::string, std::string> const ours{
        {"render.empty", "pipe.empty"},          {"render.broken", "pipe.broken"},
        {"render.no-pages", "pipe.no-pages"},    {"render.encrypted", "pipe.encrypted"},
        {"render.too-large", "pipe.too-large"},  {"render.page-too-large", "pipe.too-large"},
        {"stamp.empty", "pipe.empty"},           {"stamp.no-document", "pipe.not-a-document"},
        {"image.broken", "pipe.broken-picture"}, {"image.too-large", "pipe.too-large"},
    };
    if (auto found = ours.find(error.sentence.id); found != ours.end()) {
        error.sentence.id = found->second;
    }
    return error;
}

Result<render::Document> open_pdf(std::string_view bytes, std::uint32_t most_pages) {
    auto document = render::Document::open(bytes);
    if (!document) {
        return tl::unexpected<Error>(in_our_words(document.error()));
    }
    if (document->page_count() > most_pages) {
        return fail(Fault::Exhausted, {"pipe.too-many-pages",
                                       {{"pages", std::to_string(document->page_count())},
                                        {"limit", std::to_string(most_pages)}}});
    }
    return document;
}

Result<Opened> open_document(Descriptor const& file) {
    auto mapping = Mapping::of(file);
    if (!mapping) {
        return pass_on(mapping);
    }
    if (mapping->bytes().empty()) {
        return fail(Fault::BadInput, {"pipe.empty", {}});
    }
    auto const kind = kind_of(mapping->bytes());
    if (kind == pipe::FileKind::Unknown) {
        return fail(Fault::BadInput, {"pipe.not-a-document", {}});
    }
    return Opened{std::move(*mapping), kind};
}

} // namespace imprimatur::worker
