#include "marking/pdf/placeholder.hpp"

#include <algorithm>

#include "marking/pdf/asking.hpp"

namespace imprimatur::pdf {

namespace {

bool has_fields(Source const& source, Page const& page) {
    auto cursor = Cursor::inside(source.find(page.object, "Annots"));
    for (auto item = cursor.next(); !item.is_end(); item = cursor.next()) {
        if (source.find(source.resolve(item), "Subtype").is_name("Widget")) {
            return true;
        }
    }
    return false;
}

bool is_form_elsewhere(Source const& source, std::uint32_t most_pages) {
    auto const form = source.find(source.catalog(), "AcroForm");
    if (!source.entry(form, "XFA").exists()) {
        return false;
    }
    if (source.find(source.catalog(), "NeedsRendering").is_true()) {
        return true;
    }
    auto const pages = pages_of(source, most_pages);
    return pages.size() == 1 && !has_fields(source, pages.front());
}

bool is_portfolio(Source const& source) {
    auto const collection = source.find(source.catalog(), "Collection");
    auto const files = source.find(source.find(source.catalog(), "Names"), "EmbeddedFiles");
    return collection.is_dictionary() && files.is_dictionary() &&
           !source.find(collection, "View").is_name("H");
}

} // namespace

Result<Placeholder> find_placeholder(std::string_view bytes, std::uint32_t most_pages) {
    return ask(bytes, most_pages, [&](Source const& source) {
        if (is_form_elsewhere(source, most_pages)) {
            return Placeholder::Form;
        }
        return is_portfolio(source) ? Placeholder::Portfolio : Placeholder::None;
    });
}

} // namespace imprimatur::pdf
