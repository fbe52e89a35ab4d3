#include "formats/pictures.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "core/error.hpp"
#include "formats/foreign.hpp"
#include "formats/foreign_files.hpp"
#include "formats/label_file.hpp"

using namespace gen;
using namespace gen::foreign;

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

TEST_CASE("pictures: folders that are empty are told, and names of classes are UTF-8") {
    const Folder folder;
    folder.add("set/a/0.png", dot);
    folder.add("set/c/1.png", dot);
    std::filesystem::create_directory(folder.path("set/b"));
    CHECK(open_pictures({folder.path("set")}, {})->warnings == std::vector<std::string>{folder.path("set") + ": 1 folder is empty and no class: b"});
    folder.add("set/caf\xe9/0.png", dot);
    CHECK_THROWS_WITH_AS(open_foreign({folder.path("set")}, {}), doctest::Contains("' is not in UTF-8, expected such names"), Error);
}

TEST_CASE("pictures: an empty folder and a missing one are refused") {
    const Folder folder;
    CHECK_THROWS_WITH_AS(open_pictures({folder.path("")}, {}), (folder.path("") + ": has no PNG or JPEG files").c_str(), Error);
    CHECK_THROWS_WITH_AS(open_pictures({folder.path("none")}, {}), (folder.path("none") + ": no such file or directory").c_str(), Error);
}

TEST_CASE("pictures: a folder of another format names a file that can be imported") {
    const Folder folder;
    folder.add("curve.tsv", "epoch\tstep\tloss\n1\t2\t3\n");
    CHECK_THROWS_WITH_AS(open_pictures({folder.path("")}, {}),
                         (folder.path("") + ": has no PNG or JPEG files; curve.tsv is a training curve; metrics-plot draws it").c_str(), Error);
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
    CHECK_THROWS_WITH_AS(apply_label_file(twice, *source), (twice + ": lines 1 and 2: two labels for d/c.png").c_str(), Error);
    const std::string few = folder.add("l6", "1\n");
    CHECK_THROWS_WITH_AS(apply_label_file(few, *source), (few + ": has 1 label for the 2 rows of " + path).c_str(), Error);
}

TEST_CASE("pictures: one of 16 bits makes all fractions of 65535") {
    const Folder folder;
    folder.add("a.png", dot);
    CHECK(open_pictures({folder.path("")}, {})->bytes);
    folder.add("b.png", png({.bits = 16, .rows = {0, 1, 2}}));
    const auto source = open_pictures({folder.path("")}, {});
    CHECK_FALSE(source->bytes);
    CHECK(source->known_range == Range{0, 65535});
    CHECK(row(*source, 0) == std::vector<real>{42 * 257});
    CHECK(row(*source, 1) == std::vector<real>{258});
    CHECK(source->warnings == std::vector<std::string>{folder.path("") + ": 1 of 2 pictures have 16 bits, so all are kept as fractions"});
    CHECK(open_pictures({folder.path("b.png")}, {})->warnings.empty());
}
