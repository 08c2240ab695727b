// Documents of any kind as pages. Private to this room.
#pragma once

#include <string_view>

#include "marking/pipe/pipe.hpp"
#include "marking/render/render.hpp"

namespace imprimatur::worker {

/// By its first bytes, whatever it was called.
pipe::FileKind kind_of(std::string_view bytes);

/// A PDF, opened. @error BadInput, Unsupported, Exhausted "pipe.*": each with its own sentence.
/// @param most_pages "pipe.too-many-pages" beyond
Result<render::Document> open_pdf(std::string_view bytes, std::uint32_t most_pages);

/// The sentence of a lower room in the words of the pipe, whose reader has a document in mind.
Error in_our_words(Error error);

/// Bytes of a document, not empty, and its kind. @error BadInput "pipe.empty",
/// "pipe.not-a-document"
struct Opened {
    Mapping mapping;
    pipe::FileKind kind;
    std::string_view bytes() const { return mapping.bytes(); }
};
Result<Opened> open_document(Descriptor const& file);

} // namespace imprimatur::worker
