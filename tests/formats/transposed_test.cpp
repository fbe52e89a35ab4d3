#include "formats/transposed.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/foreign.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

TEST_CASE("transposed: rows and columns change places in every channel, and labels stay") {
    const Folder folder;
    const std::string pictures = folder.add("i", idx(8, {1, 2, 2, 3}, {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12}));
    const std::string labels = folder.add("l", idx(8, {1}, {26}));
    const auto source = open_foreign({pictures}, {.labels = labels, .transpose = true});
    CHECK(source->shape == Shape{2, 3, 2});
    CHECK(row(*source, 0) == std::vector<real>{1, 4, 2, 5, 3, 6, 7, 10, 8, 11, 9, 12});
    CHECK(source->labels == std::vector<std::int32_t>{26});
    CHECK(source->format == "idx");
}

TEST_CASE("transposed: pictures of folders have sizes of their own, points have none") {
    const Folder folder;
    const std::string picture = folder.add("a.png", png(2, 1, 1, "ab"));
    Picture out;
    open_foreign({picture}, {.transpose = true})->read(0, out);
    CHECK(out.height == 2);
    CHECK(out.width == 1);
    const std::string table = folder.add("t.csv", "1,2\n");
    CHECK_THROWS_WITH_AS(open_foreign({table}, {.transpose = true}),
                         ("--transpose: " + table + ": table rows have no pixels: --shape CxHxW says how they lie").c_str(), Error);
}
