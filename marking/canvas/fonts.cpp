#include "marking/canvas/fonts.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string>

#include <cairo-ft.h>

#include "marking/canvas/canvas.hpp"

namespace imprimatur::canvas {

namespace {

using LibraryOwner = Owned<FT_LibraryRec_, FT_Done_FreeType>;
using FaceOwner = Owned<FT_FaceRec_, FT_Done_Face>;
using BlobOwner = Owned<hb_blob_t, hb_blob_destroy>;
using ShaperOwner = Owned<hb_font_t, hb_font_destroy>;
using DrawerOwner = Owned<cairo_font_face_t, cairo_font_face_destroy>;

struct Family {
    std::string_view name;
    std::string_view folder;
    std::string_view file;
    std::string_view package; ///< of Debian
};

/// These files and no others, whatever fonts and settings the machine or the person has: so a sheet
/// looks the same everywhere, and no text can make a sandboxed process look for a further file. The
/// last one only helps out where the others lack a letter.
constexpr std::array<Family, 4> families{{
    {hei, "truetype/wqy", "wqy-zenhei.ttc", "fonts-wqy-zenhei"},
    {song, "truetype/arphic", "uming.ttc", "fonts-arphic-uming"},
    {mono, "truetype/dejavu", "DejaVuSansMono.ttf", "fonts-dejavu-core"},
    {"DejaVu Sans", "truetype/dejavu", "DejaVuSans.ttf", "fonts-dejavu-core"},
}};

/// Where Debian puts the file, else anywhere among the fonts.
std::optional<std::filesystem::path> find_file(Family const& family) {
    std::error_code ignored;
    for (std::filesystem::path root : {"/usr/share/fonts", "/usr/local/share/fonts"}) {
        auto usual = root / family.folder / family.file;
        if (std::filesystem::exists(usual, ignored)) {
            return usual;
        }
        for (auto const& entry : std::filesystem::recursive_directory_iterator(root, ignored)) {
            if (entry.path().filename() == family.file) {
                return entry.path();
            }
        }
    }
    return std::nullopt;
}

struct OpenFace {
    BlobOwner bytes; ///< first: the others read from it
    FaceOwner face;
    ShaperOwner shaper;
    DrawerOwner drawer;
};

/// The face of that family in a file that may hold several.
std::optional<OpenFace> open_face(FT_Library library, Family const& family) {
    auto path = find_file(family);
    OpenFace out;
    out.bytes.reset(path ? hb_blob_create_from_file_or_fail(path->c_str()) : nullptr);
    if (!out.bytes) {
        return std::nullopt;
    }
    unsigned length = 0;
    auto const* data = reinterpret_cast<FT_Byte const*>(hb_blob_get_data(out.bytes.get(), &length));
    auto const count = hb_face_count(out.bytes.get());
    for (unsigned index = 0; index < count; ++index) {
        FT_Face face = nullptr;
        if (FT_New_Memory_Face(library, data, length, static_cast<FT_Long>(index), &face) != 0) {
            continue;
        }
        out.face.reset(face);
        if (face->family_name == nullptr || family.name != face->family_name) {
            continue;
        }
        Owned<hb_face_t, hb_face_destroy> tables(hb_face_create(out.bytes.get(), index));
        out.shaper.reset(hb_font_create(tables.get()));
        hb_font_make_immutable(out.shaper.get());
        out.drawer.reset(cairo_ft_font_face_create_for_ft_face(face, FT_LOAD_NO_HINTING));
        return out;
    }
    return std::nullopt;
}

struct Fonts {
    LibraryOwner library;
    std::vector<OpenFace> open;
    std::vector<Face> faces;
    Family const* missing = nullptr;
};

Fonts open_fonts() {
    Fonts fonts;
    FT_Library library = nullptr;
    if (FT_Init_FreeType(&library) != 0) {
        fonts.missing = &families.front();
        return fonts;
    }
    fonts.library.reset(library);
    for (auto const& family : families) {
        auto face = open_face(library, family);
        if (!face) {
            fonts.missing = &family;
            return fonts;
        }
        fonts.faces.push_back({family.name, face->drawer.get(), face->shaper.get(),
                               static_cast<double>(face->face->units_per_EM)});
        fonts.open.push_back(std::move(*face));
    }
    return fonts;
}

} // namespace

bool has_font(std::string_view family) {
    return std::any_of(families.begin(), families.end(),
                       [&](Family const& known) { return known.name == family; });
}

Result<std::vector<Face> const*> faces() {
    static Fonts const fonts = open_fonts();
    if (fonts.missing != nullptr) {
        return fail(Fault::Unavailable,
                    {"canvas.font-missing",
                     {{"family", std::string(fonts.missing->name)},
                      {"package", std::string(fonts.missing->package)}}},
                    std::string(fonts.missing->file) + " not found below /usr/share/fonts");
    }
    return &fonts.faces;
}

} // namespace imprimatur::canvas
