#include "formats/picture_files.hpp"

#include <doctest/doctest.h>

#include <filesystem>

#include "core/error.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

namespace fs = std::filesystem;
using Texts = std::vector<std::string>;

Texts names(const PictureFiles& files) {
    Texts out;
    for (const PictureFile& file : files.pictures) out.push_back(file.name);
    return out;
}

}  // namespace

TEST_CASE("picture files: links to folders are followed") {
    const Folder folder;
    folder.add("real/cat/0.png", dot);
    folder.add("real/dog/deep/1.png", dot);
    folder.add("set/eel/2.png", dot);
    fs::create_directory_symlink("../real/cat", folder.path("set/cat"));
    fs::create_directory_symlink(folder.path("real/dog"), folder.path("set/dog"));
    fs::create_symlink("../../real/cat/0.png", folder.path("set/eel/3.png"));
    const PictureFiles found = pictures_in_folder(folder.path("set"));
    CHECK(names(found) == Texts{"cat/0.png", "dog/deep/1.png", "eel/2.png", "eel/3.png"});
    CHECK(found.warnings.empty());
}

TEST_CASE("picture files: no folder is entered twice, and links that lead nowhere are told") {
    const Folder folder;
    folder.add("set/b/0.png", dot);
    folder.add("real/1.png", dot);
    fs::create_directory_symlink("b", folder.path("set/a"));
    fs::create_directory_symlink("..", folder.path("set/b/up"));
    fs::create_directory_symlink("../real", folder.path("set/x"));
    fs::create_directory_symlink("../real", folder.path("set/y"));
    fs::create_symlink("none.png", folder.path("set/z.png"));
    fs::create_symlink("self", folder.path("set/self"));
    const PictureFiles found = pictures_in_folder(folder.path("set"));
    CHECK(names(found) == Texts{"b/0.png", "x/1.png"});
    CHECK(found.warnings == Texts{folder.path("set") + ": 2 links lead to nothing: self, z.png",
                                  folder.path("set") + ": 3 links are not followed, as what they lead to is taken already: a, b/up, y"});
}

TEST_CASE("picture files: what is hidden is not entered") {
    const Folder folder;
    folder.add("set/.cache/0.png", dot);
    folder.add("set/__MACOSX/._1.png", dot);
    folder.add("set/1.png", dot);
    folder.add("set/.2.png", dot);
    CHECK(names(pictures_in_folder(folder.path("set"))) == Texts{"1.png"});
}

TEST_CASE("picture files: paths in zip files are written in several ways") {
    const Bytes file = bytes(zip({{"./cat/0.png", dot}, {"dog\\1.png", dot}, {"./", ""}, {"eel\\", ""}}));
    const PictureFiles found = pictures_in_zip(file);
    CHECK(names(found) == Texts{"cat/0.png", "dog/1.png"});
    CHECK(found.pictures[1].shown == "x: dog/1.png");
    CHECK(found.warnings.empty());
}

TEST_CASE("picture files: a picture in a zip file whose first bytes are damaged is not taken for something else") {
    const std::string good = zip({{"0.png", dot}, {"1.png", dot}});
    std::string damaged = good;
    damaged[good.find("\x89PNG", good.find("1.png"))] = 'X';
    CHECK_THROWS_WITH(pictures_in_zip(bytes(damaged)), "x: 1.png: damaged: its checksum does not match");
}

TEST_CASE("picture files: headers tell whether there are colours and 16 bits, wherever they lie") {
    const Folder folder;
    folder.add("a.png", dot);
    const std::string colour = jpeg(8, 8, 3, std::string(192, 'a'));
    const std::string preview = "\xff\xe1" + big32(600).substr(2) + std::string(598, '\0');
    CHECK_FALSE(pictures_in_folder(folder.path("")).colours);
    folder.add("b.jpg", colour.substr(0, 2) + preview + colour.substr(2));
    CHECK(pictures_in_folder(folder.path("")).colours);
    CHECK(pictures_in_folder(folder.path("")).deep == 0);
    folder.add("c.png", png({.bits = 16, .rows = {0, 1, 2}}));
    CHECK(pictures_in_folder(folder.path("")).deep == 1);
}
