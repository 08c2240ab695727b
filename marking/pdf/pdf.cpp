#include "marking/pdf/pdf.hpp"

#include <cmath>
#include <unistd.h>

#include "marking/pdf/asking.hpp"
#include "marking/pdf/preparation.hpp"
#include "marking/pdf/proof.hpp"
#include "marking/pdf/update.hpp"

namespace imprimatur::pdf {

namespace {

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

/// What a page shows, with its annotations, as boxes on the page as shown.
std::optional<std::vector<Box>> boxes_of(Source const& source, Page const& page,
                                         Traces const& traces) {
    if (!traces.is_certain) {
        return std::nullopt;
    }
    auto rects = traces.rects;
    add_annotations(source, page, rects);
    std::vector<Box> out;
    for (auto const& rect : rects) {
        out.push_back(page.frame.to_shown(rect));
    }
    return out;
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
    std::vector<Contents> contents; ///< read when they are first needed
    std::vector<Kind> kinds;
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
        return too_many_pages(most_pages);
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

std::vector<std::optional<std::vector<Box>>> Document::traces() {
    auto& state = *state_;
    std::vector<std::optional<std::vector<Box>>> out(state.pages.size());
    if (state.contents.empty()) {
        Lexicon lexicon(state.source);
        state.contents = contents_of(state.source, state.pages, &lexicon);
    }
    for (std::size_t i = 0; i < out.size(); ++i) {
        try {
            out[i] = boxes_of(state.source, state.pages[i], state.contents[i].traces);
        } catch (Decline const&) { // drawing the page tells
        }
    }
    return out;
}

std::vector<Box> Document::pictures(std::uint32_t page) const {
    std::vector<Box> out;
    if (!state_->contents.empty()) {
        for (auto const& rect : state_->contents.at(page - 1).traces.pictures) {
            out.push_back(state_->pages[page - 1].frame.to_shown(rect));
        }
    }
    return out;
}

std::vector<std::uint32_t> Document::damaged_pages() const {
    std::vector<std::uint32_t> out;
    for (std::size_t i = 0; i < state_->contents.size(); ++i) {
        if (state_->contents[i].is_damaged) {
            out.push_back(static_cast<std::uint32_t>(i + 1));
        }
    }
    return out;
}

bool Document::was_marked(std::uint32_t page) const {
    auto const& source = state_->source;
    bool out = false;
    try {
        auto const resources = source.resolve(state_->pages.at(page - 1).resources);
        for_each_entry(source.find(resources, "XObject"), [&](std::string_view key, Value const&) {
            out = out || key.starts_with(name_of_marks);
        });
    } catch (Decline const&) { // what prepare() says too
    }
    return out;
}

Result<void> Document::prepare(std::vector<Kind> const& kinds,
                               std::vector<std::uint32_t> const& kind_of_page,
                               std::uint32_t modules) {
    try {
        auto& state = *state_;
        if (state.contents.empty()) {
            state.contents = contents_of(state.source, state.pages);
        }
        state.kinds = kinds;
        state.preparation =
            pdf::prepare(state.source, state.pages, {kinds, kind_of_page, modules, state.contents});
        return {};
    } catch (Decline const& decline) {
        return declined(decline);
    }
}

Result<void> Document::prove(Descriptor const& copy, Marks const& marks) const {
    auto const mapping = Mapping::of(copy);
    if (!mapping) {
        return pass_on(mapping);
    }
    try {
        pdf::prove(mapping->bytes(),
                   {state_->pages, state_->contents, state_->kinds, state_->preparation, marks});
        return {};
    } catch (Decline const& decline) {
        return fail(Fault::Internal, {"pdf.not-shown", {{"page", std::to_string(decline.page)}}},
                    decline.cause);
    } catch (TooManyPages const&) {
        return fail(Fault::Internal, {"pdf.not-shown", {{"page", "0"}}}, "further pages");
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
