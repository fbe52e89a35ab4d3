#include "formats/csv.hpp"

#include <doctest/doctest.h>

#include "core/error.hpp"
#include "formats/checked_reading.hpp"
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

TEST_CASE("csv: the numbers of rows that pandas and R write are a column like others, which is said") {
    const auto warnings = [](const std::string& table, LabelColumn label = LabelColumn::none) { return open_csv(bytes(table), label, {})->warnings; };
    const std::string said = "x: the first column has no name, as the numbers of rows that pandas and R write; it is taken as all others (";
    CHECK(warnings(",a,b\n0,1,2\n1,3,4\n") == std::vector<std::string>{said + "index=False leaves it out)"});
    CHECK(warnings("Unnamed: 0,a\n0,1\n1,3\n") == std::vector<std::string>{said + "index=False leaves it out)"});
    CHECK(warnings("\"a\" \"b\"\n\"1\" 1 2\n\"2\" 3 4\n") == std::vector<std::string>{said + "row.names = FALSE leaves it out)"});
    CHECK(warnings("a,b,\n0,1,\n1,3,\n").empty());
    CHECK(warnings(",a\nx,1\ny,3\n", LabelColumn::first).empty());
    CHECK(message_of("a,b\n1,\n2,0\n") == "x: line 2, column 2: '' is not a finite number");
}

TEST_CASE("csv: what is wrong is said with line and column") {
    CHECK(message_of("1,2\n3,x\n") == "x: line 2, column 2: 'x' is not a finite number; --labels last takes this column as labels");
    CHECK(message_of("a,b\ncat,2\n3,4\n") == "x: line 2, column 1: 'cat' is not a finite number; --labels first takes this column as labels");
    CHECK(message_of("some prose\nthat is\n") == "x: line 2, column 1: 'that' is not a finite number");
    CHECK(message_of("a,b\n1,2\n3,nan\n") == "x: line 3, column 2: 'nan' is not a finite number");
    CHECK(message_of("1,2\n-inf,2\n") == "x: line 2, column 1: '-inf' is not a finite number");
    CHECK(message_of("1,2\n1e99,2\n") ==
          "x: line 2, column 1 is 1e+99, which does not fit 32 bits (f32): at most 3.4e38; --transform takes it as it is");
    CHECK(message_of("1,2\n,2\n") == "x: line 2, column 1: '' is not a finite number");
    CHECK(message_of("1,2\n3\n") == "x: line 2 has 1 column, expected 2");
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

TEST_CASE("csv: a heading has no number in it, and a first line that has both is refused") {
    for (const std::string file :
         {"a,b\n1,2\n3,4\n", "Measured in spring\n1,2\n3,4\n", "\"a, b\";c\n1;2\n3;4\n", "a, b;c\n1;2\n3;4\n", "a,b,\n1,2,\n3,4,\n",
          "a,b\n1,2,\n3,4,\n", "a\tb c\n1\t2\n3\t4\n", "a,b\r1,2\r3,4\r", "\"say \"\"a\"\"\",b\n\"1\",2\n3,4\n"}) {
        CAPTURE(file);
        const auto source = open_csv(bytes(file), LabelColumn::none, {});
        REQUIRE(source->count == 2);
        CHECK(row(*source, 0) == std::vector<real>{1, 2});
        CHECK(row(*source, 1) == std::vector<real>{3, 4});
    }
    CHECK(message_of("1,x\n3,4\n") ==
          "x: line 1, column 2: 'x' is not a finite number, and a heading has no numbers; --labels last takes this column as labels");
    CHECK(message_of("1,,3\n4,5,6\n") == "x: line 1, column 2: '' is not a finite number, and a heading has no numbers");
    CHECK(message_of("1.5D+01,2\n3,4\n") == "x: line 1, column 1: '1.5D+01' is not a finite number, and a heading has no numbers");
}

TEST_CASE("csv: what is a number, and what is none") {
    const auto source = open_csv(bytes("+.5,-2e-3\n1e-400,0\n"), LabelColumn::none, {});
    CHECK(row(*source, 0) == std::vector<real>{real(0.5), real(-0.002)});
    CHECK(row(*source, 1) == std::vector<real>{0, 0});
    CHECK(message_of("1,2\n+-5,2\n") == "x: line 2, column 1: '+-5' is not a finite number");
    CHECK(message_of("1,2\n1_000,2\n") == "x: line 2, column 1: '1_000' is not a finite number");
    CHECK(message_of("1;2\n1,5;2\n") == "x: line 2, column 1: '1,5' has a comma, expected a decimal point");
    CHECK(message_of("1,5;2,5\n1,5;2\n") == "x: line 1, column 1: '1,5' has a comma, expected a decimal point");
    CHECK(message_of("1,2\n1e400,2\n") == "x: line 2, column 1: '1e400' is not a finite number");
}

TEST_CASE("csv: quotation marks keep separators, and must be closed") {
    const auto names = open_csv(bytes("1,2,\"a, b\"\n3,4,\"c, d\"\n"), LabelColumn::last, {});
    CHECK(names->classes == std::vector<std::string>{"a, b", "c, d"});
    CHECK(message_of("1,2\n\"3,4\n") == "x: line 2: a quotation mark is not closed");
    CHECK(message_of("1,2\n\"3\"4,4\n") == "x: line 2: '4' stands behind a closing quotation mark");
    CHECK(message_of("\"1,000\",2\n3,4\n") == "x: line 1, column 1: '1,000' has a comma, expected a decimal point");
}

TEST_CASE("csv: labels that begin like remarks are labels, and numbers and words are not mixed") {
    const auto source = open_csv(bytes("# made up\n#red,1,2\nblue,3,4\n# an end\n#red,5,6\n"), LabelColumn::first, {});
    CHECK(source->labels == std::vector<std::int32_t>{0, 1, 0});
    CHECK(source->classes == std::vector<std::string>{"#red", "blue"});
    CHECK(message_of("1,2,3\n4,5,x\n", LabelColumn::last) == "x: line 2: label 'x' is no number, the labels before it are numbers");
    CHECK(message_of("1,2,-1\n4,5,1\n", LabelColumn::last) == "x: line 1: label -1 is negative, classes are numbered from 0");
}
