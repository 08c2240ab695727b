#include "marking/canvas/shape.hpp"

#include <algorithm>

#include <glib.h>

namespace imprimatur::canvas {

namespace {

using BufferOwner = Owned<hb_buffer_t, hb_buffer_destroy>;

/// The family asked for first.
std::vector<Face const*> chain(std::vector<Face> const& faces, std::string_view family) {
    std::vector<Face const*> out;
    for (auto const& face : faces) {
        auto place = face.family == family ? out.begin() : out.end();
        out.insert(place, &face);
    }
    return out;
}

bool has_letter(Face const& face, gunichar letter) {
    hb_codepoint_t glyph = 0;
    return hb_font_get_nominal_glyph(face.shaper, letter, &glyph) != 0;
}

Face const* face_for(std::vector<Face const*> const& faces, gunichar letter) {
    auto found = std::find_if(faces.begin(), faces.end(),
                              [&](Face const* face) { return has_letter(*face, letter); });
    return found == faces.end() ? faces.front() : *found;
}

/// Scripts that need no shaping against each other, and what takes its script from its neighbours,
/// are one.
hb_script_t script_of(gunichar letter) {
    if (g_unichar_type(letter) == G_UNICODE_DECIMAL_NUMBER) {
        return HB_SCRIPT_HAN; // a number is never written backwards, whatever stands around it
    }
    auto script = hb_unicode_script(hb_unicode_funcs_get_default(), letter);
    switch (script) {
    case HB_SCRIPT_LATIN:
    case HB_SCRIPT_HIRAGANA:
    case HB_SCRIPT_KATAKANA:
    case HB_SCRIPT_BOPOMOFO:
    case HB_SCRIPT_GREEK:
    case HB_SCRIPT_CYRILLIC:
        return HB_SCRIPT_HAN;
    case HB_SCRIPT_INHERITED:
        return HB_SCRIPT_COMMON;
    default:
        return script;
    }
}

std::vector<Run> split(std::vector<Face const*> const& faces, std::string const& text) {
    std::vector<Run> runs;
    auto script = HB_SCRIPT_COMMON;
    for (char const* at = text.c_str(); *at != '\0'; at = g_utf8_next_char(at)) {
        auto const letter = g_utf8_get_char(at);
        auto const begin = static_cast<std::size_t>(at - text.c_str());
        auto const end = static_cast<std::size_t>(g_utf8_next_char(at) - text.c_str());
        auto const own = script_of(letter);
        bool const joins = !runs.empty() && g_unichar_ismark(letter);
        auto const* face = joins ? runs.back().face : face_for(faces, letter);
        bool const is_same = own == HB_SCRIPT_COMMON || script == HB_SCRIPT_COMMON || own == script;
        if (runs.empty() || face != runs.back().face || !is_same) {
            runs.push_back({face, begin, end, false, {}});
            script = own;
        }
        runs.back().end = end;
        script = own == HB_SCRIPT_COMMON ? script : own;
    }
    return runs;
}

void fill(Run& run, std::string const& text) {
    BufferOwner buffer(hb_buffer_create());
    hb_buffer_add_utf8(buffer.get(), text.c_str(), static_cast<int>(text.size()),
                       static_cast<unsigned>(run.begin), static_cast<int>(run.end - run.begin));
    hb_buffer_guess_segment_properties(buffer.get());
    run.backward = HB_DIRECTION_IS_BACKWARD(hb_buffer_get_direction(buffer.get()));
    hb_shape(run.face->shaper, buffer.get(), nullptr, 0);
    unsigned count = 0;
    auto const* infos = hb_buffer_get_glyph_infos(buffer.get(), &count);
    auto const* places = hb_buffer_get_glyph_positions(buffer.get(), &count);
    double const em = run.face->units;
    for (unsigned i = 0; i < count; ++i) {
        run.glyphs.push_back({infos[i].codepoint, infos[i].cluster, places[i].x_advance / em,
                              places[i].x_offset / em, places[i].y_offset / em});
    }
}

} // namespace

Shaped shape(std::vector<Face> const& faces, std::string_view family, std::string text) {
    Shaped out{std::move(text), {}, 0, 0};
    out.runs = split(chain(faces, family), out.text);
    for (auto& run : out.runs) {
        fill(run, out.text);
        for (auto const& glyph : run.glyphs) {
            out.width += glyph.advance;
            out.letters += glyph.advance > 0 ? 1 : 0;
        }
    }
    return out;
}

} // namespace imprimatur::canvas
