#include "formats/export/png_folder.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>

#include "formats/picture_reader.hpp"
#include "tests/formats/scratch.hpp"

using namespace gen;

namespace {

Exported floats(const std::vector<float>& values, Range range) {
    Matrix m(1, values.size());
    std::copy(values.begin(), values.end(), m.data());
    Images images;
    images.shape = {1, 1, 1, values.size()};
    images.type = Type::f32;
    images.range = range;
    images.rows = dataset("/images", m).rows;
    return {.name = "x.h5", .kind = "images", .arrays = {}, .images = images};
}

std::string only_picture(const test::Scratch& scratch, const Exported& exported, unsigned bits) {
    OutputFolder folder(scratch.path("out"), true, is_exported_png);
    Parallel parallel(1);
    write_png_folder(exported, {.bits = bits}, folder, parallel);
    folder.commit();
    return test::slurp(scratch.path("out/0.png"));
}

}  // namespace

TEST_CASE("png folder: the range of floats becomes black to white") {
    const test::Scratch scratch;
    const Exported exported = floats({-1, -0.5F, 0, 1}, {-1, 1});
    const auto values = [&](unsigned bits) {
        const std::string bytes = only_picture(scratch, exported, bits);
        const auto* const first = reinterpret_cast<const std::byte*>(bytes.data());
        Picture picture;
        read_picture({first, first + bytes.size()}, "0.png", picture);
        return picture.values;
    };
    CHECK(values(8) == std::vector<real>{0, 64, 128, 255});
    CHECK(values(16) == std::vector<real>{0, 16384, 32768, 65535});
}

TEST_CASE("png folder: names of classes become names of folders that differ everywhere") {
    using Names = std::map<std::int32_t, std::string>;
    CHECK(class_folders({{0, 1}, {"a/b", "a\\b"}}) == Names{{0, "a_b"}, {1, "a_b_2"}});
    CHECK(class_folders({{5, 4, 3, 2, 1, 0}, {"Cat", "cat", "..", "", "x.", "a:\n"}}) ==
          Names{{0, "Cat"}, {1, "cat_2"}, {2, "_.._"}, {3, "_"}, {4, "x._"}, {5, "a__"}});
    CHECK(class_folders({{10, 0, 0}, {}}) == Names{{0, "00"}, {10, "10"}});
    CHECK(class_folders({{2000000000}, {}}) == Names{{2000000000, "2000000000"}});
    CHECK(class_folders({{0}, {std::string(199, 'a') + "\xc3\xa4\xc3\xa4"}}) == Names{{0, std::string(199, 'a')}});
}

TEST_CASE("png folder: files of an export are known by their names") {
    for (const char* const name : {"0.png", "0042.png", "cat/07.png"}) CHECK(is_exported_png(name));
    for (const char* const name : {".png", "a.png", "1.jpg", "1.png.txt", "a/b/1.png", "notes.txt"}) CHECK_FALSE(is_exported_png(name));
    CHECK(png_name(7, 10) == "7.png");
    CHECK(png_name(7, 11) == "07.png");
}
