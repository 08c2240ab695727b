#include "marking/album/album.hpp"

#include <gmock/gmock.h>

#include "marking/image/image.hpp"
#include "tests/support/paper/paper.hpp"

namespace imprimatur::album {
namespace {

/// Exif that says the camera was held upright or turned, put behind a JPEG's first marker.
std::string with_exif(std::string jpeg, char orientation) {
    std::string const tiff{'M', 'M', 0, 42, 0, 0, 0, 8,                       // the folder is at 8
                           0,   1,                                            // one entry
                           1,   18,  0, 3,  0, 0, 0, 1, 0, orientation, 0, 0, // 274, short
                           0,   0,   0, 0};
    auto const body = std::string("Exif\0\0", 6) + tiff;
    auto const length = body.size() + 2;
    std::string const head{'\xFF', '\xE1', static_cast<char>(length >> 8U),
                           static_cast<char>(length)};
    return jpeg.insert(2, head + body);
}

std::string bytes_of(Result<Descriptor> const& file) {
    return file ? *read_whole(*file) : file.error().sentence.id;
}

TEST(Album, GivesAPictureItsOwnSize) {
    EXPECT_NEAR(size_of(1654, 2339, 200).height, 297, 0.1);
    EXPECT_NEAR(size_of(600, 300, 300).width, 50.8, 0.1);
    // Nothing known: 150 dpi, but no longer than A4.
    EXPECT_NEAR(size_of(300, 150, 0).width, 50.8, 0.1);
    EXPECT_NEAR(size_of(4000, 3000, 0).width, 297, 0.1);
    // A camera's 72 dpi would make a poster of it; a small drawing's 72 dpi is meant.
    EXPECT_NEAR(size_of(4000, 3000, 72).width, 297, 0.1);
    EXPECT_NEAR(size_of(595, 842, 72).height, 297, 0.1);
}

TEST(Album, KeepsEveryPixelOfAPng) {
    auto picture = paper::cloud(120, 90, 3);
    picture.dpi = 100;
    paper::Folder folder;
    paper::write_file(folder.path("in.pdf"), bytes_of(album_of(*image::encode_png(picture), 10)));
    paper::run("pdfimages -png " + folder.path("in.pdf") + " " + folder.path("out"));
    auto const inside = image::decode(paper::read_file(folder.path("out-000.png")));
    ASSERT_TRUE(inside);
    EXPECT_EQ(inside->pixels, picture.pixels);
}

TEST(Album, TakesAJpegAsItIsUnlessItLiesOnItsSide) {
    auto picture = paper::cloud(120, 90, 3);
    picture.dpi = 100;
    auto const jpeg = *image::encode_jpeg(picture, 90);
    EXPECT_NE(bytes_of(album_of(jpeg, 10)).find(jpeg), std::string::npos);
    auto const upright = with_exif(jpeg, 1);
    EXPECT_NE(bytes_of(album_of(upright, 10)).find(upright), std::string::npos);
    auto const turned = with_exif(jpeg, 6);
    EXPECT_EQ(bytes_of(album_of(turned, 10)).find(turned), std::string::npos);
}

TEST(Album, RefusesWhatIsNoPictureOrHasTooMany) {
    EXPECT_EQ(bytes_of(album_of("GIF89a", 10)), "image.broken");
    auto album = Album::start();
    EXPECT_EQ(album->add("BM", {10, 10}).error().sentence.id, "album.broken");
    EXPECT_EQ(bytes_of(std::move(*album).finish()), "album.empty");
}

} // namespace
} // namespace imprimatur::album
