#include "formats/foreign.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

const std::string pixels = {1, 2, 3, 4};
const std::string one_grey = idx(8, {1, 2, 2}, pixels);

}  // namespace

TEST_CASE("foreign: the type is found from the content, whatever the name") {
    const Folder folder;
    const std::vector<std::pair<std::string, std::string>> files = {
        {"idx", one_grey},
        {"idx", gzip(one_grey)},
        {"cifar10", '\1' + noise(3072)},
        {"npy", npy("|u1", "(1, 2, 2)", pixels)},
        {"npy", gzip(npy("|u1", "(1, 2, 2)", pixels))},
        {"mat", mat_file(mat_matrix(9, {4, 1}, 2, pixels))},
        {"images", png(2, 2, 1, pixels)},
        {"images", zip({{"a.png", png(2, 2, 1, pixels)}})},
        {"csv", "1 2 3 4\n"},
    };
    for (const auto& file : files) {
        const auto& type = file.first;
        CAPTURE(type);
        const std::string path = folder.add("data.bin", file.second);
        CHECK(open_foreign({path}, {})->format == type);
        CHECK(open_foreign({path}, {.type = type})->format == type);
    }
    CHECK(open_foreign({(folder.add("p/a.png", png(2, 2, 1, pixels)), folder.path("p"))}, {})->format == "images");
}

TEST_CASE("foreign: inputs of one type are joined in order, others are refused") {
    const Folder folder;
    const std::string a = folder.add("a", one_grey);
    const std::string b = folder.add("b", gzip(idx(8, {2, 2, 2}, "abcdefgh")));
    const auto source = open_foreign({b, a}, {});
    CHECK(source->count == 3);
    CHECK(row(*source, 1) == std::vector<real>{'e', 'f', 'g', 'h'});
    CHECK(row(*source, 2) == std::vector<real>{1, 2, 3, 4});
    CHECK(source->row_name(2) == a + ": row 1");
    const std::string c = folder.add("c", idx(8, {1, 1, 4}, pixels));
    CHECK_THROWS_WITH_AS(open_foreign({a, c}, {}), (c + ": rows are 1x1x4, expected 1x2x2 as in " + a).c_str(), Error);
    const std::string d = folder.add("d", "1 2 3 4");
    CHECK_THROWS_WITH_AS(open_foreign({a, d}, {}), (d + ": is csv, expected idx as before it").c_str(), Error);
}

TEST_CASE("foreign: joined tables merge their class names by name") {
    const Folder folder;
    const auto source = open_foreign({folder.add("a", "1,z\n2,b\n"), folder.add("b", "3,a\n4,b\n")}, {.labels = "last"});
    CHECK(source->classes == std::vector<std::string>{"a", "b", "z"});
    CHECK(source->labels == std::vector<std::int32_t>{2, 1, 0, 1});
}

TEST_CASE("foreign: labels may be IDX, packed or not, or text, and must be as many as rows") {
    const Folder folder;
    const std::string data = folder.add("data", idx(8, {3, 1, 1}, "abc"));
    CHECK(open_foreign({data}, {.labels = folder.add("l", gzip(idx(8, {3}, {2, 0, 1})))})->labels == std::vector<std::int32_t>{2, 0, 1});
    const auto named = open_foreign({data}, {.labels = folder.add("l", "red ant\nbee\nred ant\n")});
    CHECK(named->classes == std::vector<std::string>{"bee", "red ant"});
    CHECK(named->labels == std::vector<std::int32_t>{1, 0, 1});
    const std::string few = folder.add("few", idx(8, {2}, {2, 0}));
    CHECK_THROWS_WITH_AS(open_foreign({data}, {.labels = few}), (few + ": has 2 labels for the 3 rows of " + data).c_str(), Error);
    const std::string binary = folder.add("binary", std::string("\1\2\3", 3));
    CHECK_THROWS_WITH_AS(open_foreign({data}, {.labels = binary}),
                         (binary + ": is neither text nor IDX nor a file of arrays, expected labels").c_str(), Error);
}

TEST_CASE("foreign: what cannot be read is refused, and the message says what came") {
    const Folder folder;
    const std::string path = folder.add("x", std::string("\1\2\3\4\5\6\7\0\1", 9));
    CHECK_THROWS_WITH_AS(open_foreign({path}, {}),
                         doctest::Contains((path + ": format not recognised: starts with 0102030405060700, expected IDX, NPY").c_str()), Error);
    folder.add("x", "");
    CHECK_THROWS_WITH_AS(open_foreign({path}, {}), (path + ": is empty").c_str(), Error);
    CHECK_THROWS_WITH_AS(open_foreign({path}, {.type = "npy"}), (path + ": is empty").c_str(), Error);
    folder.add("x", "\x89HDF\r\n\x1a\n");
    CHECK_THROWS_WITH_AS(open_foreign({path}, {}), doctest::Contains(": damaged: HDF5 cannot open it"), Error);
    CHECK_THROWS_WITH_AS(open_foreign({folder.path("none")}, {}), (folder.path("none") + ": no such file or directory").c_str(), Error);
    CHECK_THROWS_WITH_AS(open_foreign({folder.path("")}, {.type = "idx"}), (folder.path("") + ": is a directory, expected a file").c_str(), Error);
    folder.add("x", one_grey);
    CHECK_THROWS_WITH_AS(open_foreign({path}, {.labels = "last"}),
                         "--labels last: names a column of a CSV table, the input is idx (a file of that name: ./last)", Error);
    CHECK_THROWS_WITH_AS(open_foreign({"-", "-"}, {}), "stdin (-) was given twice", Error);
}
