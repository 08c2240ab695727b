#include "marking/pdf/pdf.hpp"

#include <cmath>
#include <unistd.h>

#include "marking/pdf/preparation.hpp"
#include "marking/pdf/update.hpp"

namespace imprimatur::pdf {

namespace {

tl::unexpected<Error> declined(Decline const& decline) {
    return fail(Fault::Unsupported, {"pdf.declined", {{"page", std::to_string(decline.page)}}},
                decline.cause);
}

bool holds_signature(Source const& source) {
    auto const form = source.find(source.catalog(), "AcroForm");
    auto const flags = source.number(form.entry("SigFlags")).value_or(0);
    if (std::fmod(flags, 2) == 1) { // ISO 32000-1, 12.7.2: SignaturesExist
        return true;
    }
    auto cursor = Cursor::inside(source.find(form, "Fields"));
    for (auto item = cursor.next(); !item.is_end(); item = cursor.next()) {
        auto const field = source.resolve(item);
        if (source.find(field, "FT").is_name("Sig") && source.find(field, "V").exists()) {
            return true;
        }
    }
    return false;
}

} // namespace

bool has_header(std::string_view bytes) {
    constexpr std::size_t within = 1024;
    return bytes.substr(0, within).find("%PDF-") != bytes.npos;
}

bool has_objects(std::string_view bytes) {
    constexpr std::size_t first_of_them = 65536;
    return bytes.substr(0, first_of_them).find(" obj") != bytes.npos;
}

struct Document::State {
    Descriptor file;
    Mapping mapping;
    Source source;
    std::vector<Page> pages;
    bool is_signed = false;
    Preparation preparation;

    State(Descriptor own, Mapping map)
        : file(std::move(own)), mapping(std::move(map)), source(mapping.bytes()) {}
};

Document::Document(std::unique_ptr<State> state) : state_(std::move(state)) {}
Document::Document(Document&&) noexcept = default;
Document& Document::operator=(Document&&) noexcept = default;
Document::~Document() = default;

Result<Document> Document::open(Descriptor const& file, std::uint32_t most_pages) {
    auto mapping = Mapping::of(file);
    if (!mapping) {
        return pass_on(mapping);
    }
    Descriptor own(dup(file.number()));
    if (!own.is_open()) {
        return fail(Fault::Exhausted, {"file.no-room", {}}, "no descriptor");
    }
    try {
        auto state = std::make_unique<State>(std::move(own), std::move(*mapping));
        if (state->source.is_encrypted()) {
            return fail(Fault::Unsupported, {"pdf.encrypted", {}});
        }
        state->pages = pages_of(state->source, most_pages);
        state->is_signed = holds_signature(state->source);
        if (state->pages.empty()) {
            return fail(Fault::BadInput, {"pdf.no-pages", {}});
        }
        return Document(std::move(state));
    } catch (Decline const& decline) {
        return fail(Fault::BadInput, {"pdf.broken", {}}, decline.cause);
    } catch (TooManyPages const&) {
        return fail(Fault::Exhausted,
                    {"pdf.too-many-pages", {{"limit", std::to_string(most_pages)}}});
    }
}

std::uint32_t Document::page_count() const {
    return static_cast<std::uint32_t>(state_->pages.size());
}

PageSize Document::size(std::uint32_t page) const {
    return state_->pages.at(page - 1).frame.size();
}

double Document::unit(std::uint32_t page) const {
    return state_->pages.at(page - 1).frame.unit;
}

bool Document::is_signed() const {
    return state_->is_signed;
}

bool Document::can_fit(std::uint32_t page) const {
    return pdf::can_fit(state_->source, state_->pages.at(page - 1));
}

Result<void> Document::prepare(std::vector<Kind> const& kinds,
                               std::vector<std::uint32_t> const& kind_of_page,
                               std::uint32_t modules) {
    try {
        state_->preparation =
            pdf::prepare(state_->source, state_->pages, {kinds, kind_of_page, modules});
        return {};
    } catch (Decline const& decline) {
        return declined(decline);
    }
}

Result<void> Document::write(Marks const& marks, Descriptor const& target) const {
    auto const bytes = state_->mapping.bytes();
    std::string update;
    try {
        update = update_of(state_->source, bytes.size(), state_->preparation, marks);
    } catch (Decline const& decline) {
        return fail(Fault::BadInput, {"pdf.bad-drawing", {}}, decline.cause);
    }
    auto copied = copy_whole(state_->file.number(), bytes, target);
    return copied ? write_all(target, update) : copied;
}

} // namespace imprimatur::pdf
