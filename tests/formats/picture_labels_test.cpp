#include "formats/picture_labels.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/foreign_files.hpp"
#include "formats/pictures.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

using Numbers = std::vector<std::int32_t>;

std::optional<Numbers> labels_of(std::string_view text) { return picture_labels(text, {"0/a.png", "0/b.png"}, "x"); }

}  // namespace

TEST_CASE("picture labels: a dataset.json has a label for each picture, or null, or is of another form") {
    CHECK(labels_of(R"({"labels": [["0/b.png", 7], ["0/c.png", 1], ["0/a.png", 0]]})") == Numbers{0, 7});
    CHECK(labels_of(R"({"labels": null})") == Numbers{});
    CHECK_FALSE(labels_of(R"({"images": []})"));
    CHECK_THROWS_WITH_AS(labels_of("no JSON"), doctest::Contains("x: is not JSON, expected the labels of the pictures: "), Error);
    CHECK_THROWS_WITH_AS(labels_of(R"({"labels": [["0/a.png", 1]]})"), "x: has no label for 0/b.png", Error);
    for (const char* pair : {"[\"0/a.png\", -1]", "[\"0/a.png\", [0, 1]]", "[\"0/a.png\"]", "3", "[1, 1]", "[\"0/a.png\", 3000000000]"})
        CHECK_THROWS_WITH_AS(labels_of(join("{\"labels\": [", pair, "]}")), "x: labels: entry 1 is no pair of a path and a whole number from 0",
                             Error);
}

TEST_CASE("picture labels: those of dataset.json count, in folders and zip files, and its sub-folders are no classes") {
    const Folder folder;
    folder.add("set/00000/a.png", dot);
    folder.add("set/00001/b.png", dot);
    const std::string json = R"({"labels": [["00000/a.png", 5], ["00001/b.png", 4]]})";
    folder.add("set/dataset.json", json);
    const auto in_folder = open_pictures({folder.path("set")}, {});
    CHECK(in_folder->labels == Numbers{5, 4});
    CHECK(in_folder->classes.empty());
    CHECK(in_folder->warnings.empty());
    const std::string file = folder.add("s.zip", zip({{"set/00000/a.png", dot}, {"set/00001/b.png", dot}, {"set/dataset.json", json}}));
    CHECK(open_pictures({file}, {})->labels == Numbers{5, 4});
    folder.add("set/dataset.json", R"({"labels": null})");
    CHECK(open_pictures({folder.path("set")}, {})->labels.empty());
    CHECK_THROWS_WITH_AS(open_pictures({folder.path("set"), file}, {}), (file + ": not labelled like " + folder.path("set")).c_str(), Error);
    folder.add("set/dataset.json", "{}");
    const auto other = open_pictures({folder.path("set")}, {});
    CHECK(other->labels == Numbers{0, 1});
    CHECK(other->warnings.size() == 1);
}
