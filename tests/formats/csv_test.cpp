#include "formats/csv.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/foreign_files.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

std::string message_of(const std::string& file, LabelColumn label = LabelColumn::none) {
    try {
        read_rows(*open_csv(bytes(file), label, {}));
    } catch (const Error& error) {
        return error.what();
    }
    return "accepted";
}

}  // namespace

TEST_CASE("csv: commas, tabs, semicolons and blanks separate, headings, remarks and empty lines are left out") {
    for (const std::string file : {"x,y\n1,2.5\n\n-3e0, +4\n", "# made up\n1\t2.5\r\n-3\t4", "1;2.5\n-3;4\n", "  1   2.5\n-3 \t4  \n",
                                   "\xef\xbb\xbf\"x\" \"y\"\n\"1\" 2.5\n-3 4"}) {
        CAPTURE(file);
        const auto source = open_csv(bytes(file), LabelColumn::none, {});
        REQUIRE(source->count == 2);
        CHECK(source->table);
        CHECK(source->shape == Shape{2, 1, 1});
        CHECK(row(*source, 0) == std::vector<real>{1, 2.5});
        CHECK(row(*source, 1) == std::vector<real>{-3, 4});
    }
}

TEST_CASE("csv: the label column may be first or last, of numbers or of names") {
    const auto numbers = open_csv(bytes("1,2,7\n3,4,0\n"), LabelColumn::last, {});
    CHECK(numbers->labels == std::vector<std::int32_t>{7, 0});
    CHECK(numbers->classes.empty());
    CHECK(row(*numbers, 1) == std::vector<real>{3, 4});
    const auto names = open_csv(bytes("kind,a,b\npear,1,2\napple,3,4\npear,5,6\n"), LabelColumn::first, Shape{1, 1, 2});
    CHECK(names->labels == std::vector<std::int32_t>{1, 0, 1});
    CHECK(names->classes == std::vector<std::string>{"apple", "pear"});
    CHECK_FALSE(names->table);
    CHECK(row(*names, 2) == std::vector<real>{5, 6});
}

TEST_CASE("csv: what is wrong is said with line and column") {
    CHECK(message_of("1,2\n3,x\n") == "x: line 2, column 2: 'x' is not a finite number");
    CHECK(message_of("a,b\n1,2\n3,nan\n") == "x: line 3, column 2: 'nan' is not a finite number");
    CHECK(message_of("1,2\n-inf,2\n") == "x: line 2, column 1: '-inf' is not a finite number");
    CHECK(message_of("1,2\n1e99,2\n") == "x: line 2, column 1: '1e99' is not a finite number");
    CHECK(message_of("1,2\n,2\n") == "x: line 2, column 1: '' is not a finite number");
    CHECK(message_of("1,2\n3\n") == "x: line 2 has 1 columns, expected 2");
    CHECK(message_of("1,2\n3,4,5\n") == "x: line 2 has more than the 2 columns of the first");
    CHECK(message_of("a,b\n") == "x: has no rows of numbers");
    CHECK(message_of("1\n2\n", LabelColumn::last) == "x: has one column only, no numbers besides the labels");
    CHECK(message_of("1,2\n3,\n", LabelColumn::last) == "x: line 2, column 2: the label is missing");
}

TEST_CASE("csv: lines longer than a block are whole") {
    std::string file;
    for (int line = 0; line < 3; ++line) {
        for (int i = 0; i < 300000; ++i) file += std::to_string(i % 10) + (i == 299999 ? "\n" : ",");
    }
    const auto source = open_csv(bytes(file), LabelColumn::none, {});
    CHECK(source->count == 3);
    CHECK(row(*source, 2)[299998] == 8);
}
