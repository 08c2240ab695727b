#include "marking/pdf/effects.hpp"

#include <atomic>

#include "foundation/lanes/lanes.hpp"

namespace imprimatur::pdf {

namespace {

/// What is needed to read a page's content without its file.
using Parts = std::vector<Packed>;

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

void read(Parts const& parts, Contents& into, std::string& buffer) {
    buffer.clear();
    try {
        for (auto const& part : parts) {
            unpack(part, buffer);
            buffer += '\n';
        }
    } catch (Decline const& decline) {
        into.problem = decline.cause;
        return;
    }
    into.effect = effect_of(buffer);
    if (into.effect.is_unfinished) {
        into.problem = "the page's content breaks off in the middle";
    } else if (!into.effect.stray_restores.empty()) {
        into.mended = buffer;
        for (auto place : into.effect.stray_restores) {
            into.mended[place] = ' ';
        }
    }
}

} // namespace

std::vector<Contents> contents_of(Source const& source, std::vector<Page> const& pages) {
    std::vector<Contents> out(pages.size());
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
            }
        }
    });
    return out;
}

} // namespace imprimatur::pdf
