#include "marking/pdf/effects.hpp"

#include <atomic>
#include <functional>

#include "foundation/lanes/lanes.hpp"

namespace imprimatur::pdf {

namespace {

using Parts = std::vector<Packed>;

} // namespace

Parts parts_of(Source const& source, Page const& page, std::string& references) {
    Parts out;
    auto add = [&](Value const& part) {
        if (auto const stream = source.stream(part)) {
            references.append(" ").append(part.text());
            out.push_back(source.packed(*stream));
        }
    };
    auto const raw = page.object.entry("Contents");
    auto const contents = source.resolve(raw);
    if (!contents.is_array()) {
        add(raw);
        return out;
    }
    auto cursor = Cursor::inside(contents);
    for (auto part = cursor.next(); !part.is_end(); part = cursor.next()) {
        add(part);
    }
    return out;
}

namespace {

/// Each reader stops at another place of damaged data; where it could stop inside an operator, what
/// follows would be swallowed. So all get what is whole.
void add(Packed const& part, Contents& into, std::string& buffer) {
    auto const start = buffer.size();
    if (!unpack(part, buffer)) {
        into.is_damaged = true;
        buffer.resize(start + effect_of(std::string_view(buffer).substr(start)).complete);
    }
    buffer += '\n';
}

void read(Parts const& parts, Contents& into, std::string& buffer) {
    buffer.clear();
    try {
        for (auto const& part : parts) {
            add(part, into, buffer);
        }
    } catch (Decline const& decline) {
        into.problem = decline.cause;
        return;
    }
    into.effect = effect_of(buffer);
    if (into.effect.is_unfinished) {
        into.problem = "the page's content breaks off in the middle";
    } else if (into.is_damaged || !into.effect.stray_restores.empty()) {
        into.is_mended = true;
        into.mended = buffer;
        for (auto place : into.effect.stray_restores) {
            into.mended[place] = ' ';
        }
    }
    auto const& shown = into.is_mended ? into.mended : buffer;
    into.length = shown.size();
    into.hash = std::hash<std::string_view>()(shown);
}

/// What the names of each page mean; null where it is not wanted or cannot be known.
std::vector<Meanings const*> meanings_of(std::vector<Page> const& pages, Lexicon* lexicon) {
    std::vector<Meanings const*> out(pages.size());
    for (std::size_t i = 0; lexicon != nullptr && i < pages.size(); ++i) {
        try {
            out[i] = lexicon->meanings(pages[i].resources);
        } catch (Decline const&) { // drawing the page tells
        }
    }
    return out;
}

} // namespace

std::vector<Contents> contents_of(Source const& source, std::vector<Page> const& pages,
                                  Lexicon* lexicon) {
    std::vector<Contents> out(pages.size());
    auto const meanings = meanings_of(pages, lexicon);
    std::vector<Parts> parts;
    parts.reserve(pages.size());
    for (std::size_t i = 0; i < pages.size(); ++i) {
        try {
            parts.push_back(parts_of(source, pages[i], out[i].references));
        } catch (Decline const& decline) {
            parts.emplace_back();
            out[i].problem = decline.cause;
        }
    }
    std::atomic<std::size_t> next = 0;
    constexpr std::size_t worth_it = 40; // pages; a thread costs as much as a few
    in_lanes(lanes_for(pages.size(), worth_it), [&](std::size_t) {
        std::string buffer;
        for (auto i = next++; i < pages.size(); i = next++) {
            if (out[i].problem.empty()) {
                read(parts[i], out[i], buffer);
                if (meanings[i] != nullptr) {
                    out[i].traces = traces_of(buffer, *meanings[i], pages[i].frame.visible);
                }
            }
        }
    });
    return out;
}

} // namespace imprimatur::pdf
