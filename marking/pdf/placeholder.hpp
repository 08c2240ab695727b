/// Files whose pages only say that the document is elsewhere.
#pragma once

#include <cstdint>
#include <string_view>

#include "foundation/result/result.hpp"

namespace imprimatur::pdf {

enum class Placeholder {
    None,
    Form,      ///< XFA: some programs alone draw the form; the page says "please wait"
    Portfolio, ///< the documents are attached; the page is a cover, or says "please open in …"
};

/// A form is a placeholder when the file says that it is to be rendered, or when it has one page
/// and none of its fields is there. A portfolio is one unless its list of files is hidden.
/// @error Unsupported "pdf.declined" the file's structure is broken or hidden by encryption.
/// @source ISO 32000-1, 7.7.2 (NeedsRendering), 12.7.8 (XFA), 12.3.5 (Collection)
Result<Placeholder> find_placeholder(std::string_view bytes, std::uint32_t most_pages);

} // namespace imprimatur::pdf
