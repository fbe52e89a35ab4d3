#include "formats/pictures.hpp"

#include <doctest/doctest.h>

#include <cmath>

#include "core/error.hpp"
#include "formats/foreign_files.hpp"
#include "formats/jpeg_reader.hpp"
#include "formats/label_file.hpp"
#include "formats/png_reader.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

void decode(const Bytes& file) {
    Picture picture;
    read_picture(file.read(0, file.size()), file.name(), picture);
}

Picture decoded(const std::string& file) {
    Picture picture;
    const Bytes content = bytes(file);
    read_picture(content.read(0, content.size()), "x", picture);
    return picture;
}

const std::string dot = png(1, 1, 1, "\x2a");

}  // namespace

TEST_CASE("png: grey, colours and transparency become planes of 8 bits") {
    const Picture grey = decoded(png(2, 1, 1, {5, '\xff'}));
    CHECK(grey.channels == 1);
    CHECK(grey.values == std::vector<real>{5, 255});
    const Picture colour = decoded(png(2, 1, 3, {1, 2, 3, 4, 5, 6}));
    CHECK(colour.channels == 3);
    CHECK(colour.width == 2);
    CHECK(colour.values == std::vector<real>{1, 4, 2, 5, 3, 6});
    CHECK(decoded(png(2, 1, 4, {9, 8, 7, '\xff', 9, 8, 7, 0})).values == std::vector<real>{9, 0, 8, 0, 7, 0});
}

TEST_CASE("jpeg: grey and colours are decoded near to what was packed") {
    const Picture grey = decoded(jpeg(16, 8, 1, std::string(128, 'd')));
    CHECK(grey.channels == 1);
    CHECK(grey.height == 8);
    CHECK(grey.width == 16);
    for (const real v : grey.values) REQUIRE(std::abs(v - 100) <= 1);
    std::string red;
    for (int i = 0; i < 256; ++i) red += {'\xc8', 20, 30};
    const Picture colour = decoded(jpeg(16, 16, 3, red));
    REQUIRE(colour.values.size() == 3 * 256);
    CHECK(std::abs(colour.values[0] - 200) < 4);
    CHECK(std::abs(colour.values[256] - 20) < 4);
    CHECK(std::abs(colour.values[512] - 30) < 4);
}

TEST_CASE("png, jpeg: truncated and damaged pictures are refused, without leaks or crashes") {
    const std::string a = png(24, 16, 3, noise(24 * 16 * 3));
    const std::string b = jpeg(24, 16, 3, noise(24 * 16 * 3));
    check_truncated(a.substr(0, a.size() - 12), decode);  // the last chunk is empty; a decoder may stop before it
    check_truncated(b, decode);
    check_damaged(a, decode);
    check_damaged(b, decode);
    CHECK_THROWS_WITH_AS(decode(bytes("GIF89a")), "x: neither PNG nor JPEG", Error);
    CHECK_THROWS_WITH_AS(decode(bytes(b.substr(0, 100))), "x: not a readable JPEG: Premature end of JPEG file", Error);
}

TEST_CASE("png: a size beyond bounds is refused before memory is taken") {
    std::string huge = png(1, 1, 1, "x");
    huge.replace(16, 8, big32(900000) + big32(900000));
    CHECK_THROWS_AS(decode(bytes(huge)), Error);
}

TEST_CASE("pictures: a flat folder has no labels, bytewise order and a warning for other files") {
    const Folder folder;
    folder.add("b.png", png(1, 1, 1, "b"));
    folder.add("B.jpg", jpeg(1, 1, 1, "B"));
    folder.add("a10.png", png(1, 1, 1, "a"));
    folder.add(".hidden", "x");
    const std::string text = folder.add("read.me", "not a picture");
    const auto source = open_pictures({folder.path("")}, {});
    CHECK(source->row_names == std::vector<std::string>{"B.jpg", "a10.png", "b.png"});
    CHECK(row(*source, 2) == std::vector<real>{'b'});
    CHECK(source->labels.empty());
    REQUIRE(source->warnings.size() == 1);
    CHECK(source->warnings[0] == folder.path("") + ": 1 file is left out, which is neither PNG nor JPEG: read.me");
    CHECK_THROWS_WITH_AS(open_pictures({text}, {}), (text + ": neither PNG nor JPEG: starts with 6e6f742061207069").c_str(), Error);
}

TEST_CASE("pictures: two sub-folders are classes, one is not, and a picture beside them undoes it") {
    const Folder folder;
    folder.add("set/cat/1.png", dot);
    CHECK(open_pictures({folder.path("")}, {})->labels.empty());
    folder.add("set/ant/x/2.png", dot);
    folder.add("set/cat/0.png", dot);
    const auto source = open_pictures({folder.path("")}, {});
    CHECK(source->row_names == std::vector<std::string>{"set/ant/x/2.png", "set/cat/0.png", "set/cat/1.png"});
    CHECK(source->classes == std::vector<std::string>{"ant", "cat"});
    CHECK(source->labels == std::vector<std::int32_t>{0, 1, 1});
    folder.add("set/3.png", dot);
    const auto mixed = open_pictures({folder.path("set")}, {});
    CHECK(mixed->labels.empty());
    REQUIRE(mixed->warnings.size() == 1);
    CHECK(mixed->warnings[0] == folder.path("set/3.png") + ": lies beside sub-folders, so these are not taken as classes");
}

TEST_CASE("pictures: an empty folder and a missing one are refused") {
    const Folder folder;
    CHECK_THROWS_WITH_AS(open_pictures({folder.path("")}, {}), (folder.path("") + ": has no PNG or JPEG files").c_str(), Error);
    CHECK_THROWS_WITH_AS(open_pictures({folder.path("none")}, {}), (folder.path("none") + ": no such file or directory").c_str(), Error);
}

TEST_CASE("pictures: a folder of another format names a file that can be imported") {
    const Folder folder;
    folder.add("curve.tsv", "epoch\tstep\tloss\n1\t2\t3\n");
    CHECK_THROWS_WITH_AS(open_pictures({folder.path("")}, {}), (folder.path("") + ": has no PNG or JPEG files").c_str(), Error);
    folder.add("set/digits", std::string("\0\0\x08\x03\0\0\0\1\0\0\0\1\0\0\0\1a", 17));
    CHECK_THROWS_WITH_AS(
        open_pictures({folder.path("")}, {}),
        (folder.path("") + ": has no PNG or JPEG files, which are all that is looked for in a folder; set/digits is an IDX file: name it itself")
            .c_str(),
        Error);
}

TEST_CASE("pictures: a zip file is a folder, stored or deflated, from a path or from stdin") {
    const Folder folder;
    const std::string flat = png(16, 16, 1, std::string(256, 'z'));
    const std::string content =
        zip({{"d/b/2.png", flat, true}, {"d/", ""}, {"d/a/1.png", dot}, {"__MACOSX/d/._1.png", "x"}, {"d/a/note", "text", true}});
    const std::string path = folder.add("p.zip", content);
    const auto named = open_pictures({path}, {});
    const InputFiles files;
    files.keep("-", bytes(content, "stdin"));
    const auto piped = open_pictures({"-"}, files);
    for (const Source* source : {named.get(), piped.get()}) {
        CHECK(source->row_names == std::vector<std::string>{"d/a/1.png", "d/b/2.png"});
        CHECK(source->classes == std::vector<std::string>{"a", "b"});
        CHECK(row(*source, 0) == std::vector<real>{42});
        CHECK(row(*source, 1) == std::vector<real>(256, 'z'));
        CHECK(source->warnings.size() == 1);
    }
    CHECK(piped->row_name(0) == "stdin: d/a/1.png");
}

TEST_CASE("label files: names in any order, whole paths or last parts, and every picture needs one") {
    const Folder folder;
    const std::string path = folder.add("p.zip", zip({{"a b.png", dot}, {"d/c.png", dot}}));
    const auto source = open_pictures({path}, {});
    apply_label_file(folder.add("l1", "c.png  two\nnone.png x\na b.png one\n"), *source);
    CHECK(source->labels == std::vector<std::int32_t>{0, 1});
    CHECK(source->classes == std::vector<std::string>{"one", "two"});
    apply_label_file(folder.add("l2", "d/c.png,7\na b.png,3\n"), *source);
    CHECK(source->labels == std::vector<std::int32_t>{3, 7});
    CHECK(source->classes.empty());
    apply_label_file(folder.add("l3", "4\n5\n"), *source);
    CHECK(source->labels == std::vector<std::int32_t>{4, 5});
    const std::string missing = folder.add("l4", "c.png 1\n");
    CHECK_THROWS_WITH_AS(apply_label_file(missing, *source), (missing + ": no label for a b.png").c_str(), Error);
    const std::string twice = folder.add("l5", "c.png 1\nc.png 2\n");
    CHECK_THROWS_WITH_AS(apply_label_file(twice, *source), (twice + ": two labels for c.png").c_str(), Error);
    const std::string few = folder.add("l6", "1\n");
    CHECK_THROWS_WITH_AS(apply_label_file(few, *source), (few + ": has 1 labels for the 2 rows of " + path).c_str(), Error);
}
