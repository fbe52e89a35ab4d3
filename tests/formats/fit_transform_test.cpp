#include "formats/fit_transform.hpp"

#include <doctest/doctest.h>

#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "core/error.hpp"
#include "formats/foreign.hpp"
#include "formats/foreign_files.hpp"
#include "formats/pixel_units.hpp"
#include "formats/prepare.hpp"
#include "formats/transform_record.hpp"

using namespace gen;
using namespace gen::foreign;

namespace {

/// A table of numbers, transformed; rows as pictures where a shape is given.
Images transformed(const std::string& table, const std::string& steps, const ForeignPlan& plan = {}, std::vector<std::string>* remarks = nullptr,
                   const std::optional<Images>& like = {}) {
    static Parallel pool(1);
    static const Folder folder;
    static int files = 0;
    Preparation how = {.transform = like ? like->transform : parse_transform("--transform", steps)};
    if (like) how.transformed = like->range;
    if (remarks != nullptr) how.remark = [remarks](const std::string& remark) { remarks->push_back(remark.substr(remark.find("x: "))); };
    return prepare(open_foreign({folder.add(join(++files, "/x"), table)}, plan), how, pool);
}

std::vector<real> numbers_of(const Images& images) {
    std::vector<real> values(images.count() * images.pixels());
    read_rows(images, "x", 0, images.count(), values.data());
    return values;
}

std::string refusal(const std::string& table, const std::string& steps, const ForeignPlan& plan = {}) {
    try {
        numbers_of(transformed(table, steps, plan));
        return "accepted";
    } catch (const Error& error) {
        const std::string words = error.what();
        return words.substr(words.find("x: "));
    }
}

const ForeignPlan pairs = {.shape = Shape{1, 1, 2}};
const ForeignPlan two_channels = {.shape = Shape{2, 1, 1}};

}  // namespace

TEST_CASE("fit transform: columns of a table have numbers of their own, found after the steps before") {
    const Images images = transformed("1 0\n3 20\n5 10\n", "standardize");
    const std::vector<real> values = numbers_of(images);
    CHECK(values[0] == doctest::Approx(-std::sqrt(1.5)));
    CHECK(values[3] == doctest::Approx(std::sqrt(1.5)));
    CHECK(images.range.high == std::numeric_limits<double>::infinity());
    CHECK(record_of(images.transform).dump().starts_with(R"([{"kind":"standardize","mean":[3,10],"sd":[1.63)"));
    const Images logs = transformed("0 0\n1 3\n", "log1p,minmax");
    CHECK(numbers_of(logs) == std::vector<real>{0, 0, 1, 1});
    CHECK(logs.transform.steps[1].numbers[1][1] == std::log1p(3.0));
}

TEST_CASE("fit transform: numbers that floats do not hold are transformed as they are") {
    CHECK(numbers_of(transformed("1700000000\n1700000010\n", "standardize")) == std::vector<real>{-1, 1});
    CHECK(numbers_of(transformed("1e300\n1e-300\n", "log10:1e-310")) == std::vector<real>{300, -300});
    const std::string pictures = "1700000000 1700000001 1700000002 1700000004\n1700000000 1700000001 1700000002 1700000004\n";
    CHECK(numbers_of(transformed(pictures, "minmax", {.shape = Shape{1, 2, 2}, .transpose = true, .rows = RowRange{0, 1}})) ==
          std::vector<real>{0, 0.5, 0.25, 1});
    CHECK(refusal("1\n1e300\n", "asinh:1e-300,asinh:1e-300").starts_with("x: line 2, column 1 is 1e+300, which is transformed to"));
}

TEST_CASE("fit transform: without one, a number that does not fit 32 bits is refused as what it is") {
    const Folder folder;
    static Parallel pool(1);
    const auto message = [&](const std::string& content, const ForeignPlan& plan) {
        try {
            numbers_of(prepare(open_foreign({folder.add("x", content)}, plan), {}, pool));
        } catch (const Error& error) {
            const std::string words = error.what();
            return words.substr(words.find("x: "));
        }
        return std::string("accepted");
    };
    const std::string ending = " is 1e+300, which does not fit 32 bits (f32): at most 3.4e38; --transform takes it as it is";
    CHECK(message("1,2\n3,1e300\n", {}) == "x: line 2, column 2" + ending);
    CHECK(message("a,2\nb,1e300\n", {.labels = "first"}) == "x: line 2, column 2" + ending);
    const std::string large = little(0x7e37e43c8800759c, 8);
    CHECK(message(npy("<f8", "(2, 2)", std::string(24, '\0') + large), {}) == "x: row 2, column 2" + ending);
    CHECK(message(npy("<f8", "(1, 1)", little(0x7ff0000000000000, 8)), {}) == "x: row 1, column 1 is inf, expected a finite number");
}

TEST_CASE("fit transform: pictures have one number for all or one for each channel, and then black and white") {
    const Images all = transformed("0 2\n4 10\n", "minmax", pairs);
    CHECK(all.range == Range{0, 1});
    CHECK(record_of(all.transform).dump() == R"([{"kind":"minmax","min":0,"max":10}])");
    const Images logs = transformed("0 2\n4 10\n", "log1p", pairs);
    CHECK(logs.range == Range{0, std::log1p(10.0)});
    const Images channels = transformed("0 0 5 6\n4 4 7 7\n", "minmax:channel", {.shape = Shape{2, 1, 2}});
    CHECK(numbers_of(channels) == std::vector<real>{0, 0, 0, 0.5f, 1, 1, 1, 1});
    CHECK(in_original_units(channels).range == Range{0, 7});
    CHECK(numbers_of(in_original_units(channels)) == std::vector<real>{0, 0, 5, 6, 4, 4, 7, 7});
}

TEST_CASE("fit transform: what a step does not take is refused with row and column, constant columns become 0") {
    CHECK(refusal("1 2\n3 -4\n", "log1p") == "x: line 2, column 2 is -4, log1p takes numbers above -1");
    CHECK(refusal("1 2\n3 -4\n", "standardize,sqrt").starts_with("x: line 1, column 1 is 1, sqrt takes numbers from 0"));
    CHECK(refusal("0 2\n1 1\n", "logit:0.1", pairs) ==
          "x: line 1, column 2 is 2, logit takes numbers from 0 to 1 (without these where A is 0); --range LO,HI divides them");
    CHECK(refusal("7 7\n7 7\n", "standardize", pairs) == "x: all pixels are equal, standardize has nothing to go by");
    CHECK(refusal("7 7\n7 7\n", "log1p", pairs) == "x: all pixels are equal");
    std::vector<std::string> remarks;
    const Images constant = transformed("7 1 5\n7 2 5\n", "standardize", {}, &remarks);
    CHECK(remarks == std::vector<std::string>{"x: standardize leaves 0 of what is the same in all rows: column 1, 3"});
    CHECK(numbers_of(constant) == std::vector<real>{0, -1, 0, 0, 1, 0});
}

TEST_CASE("fit transform: other data take the numbers that were found, and pixels beyond are clamped and counted") {
    const Images train = transformed("0 2\n4 8\n", "log1p,minmax", pairs);
    std::vector<std::string> remarks;
    const Images test = transformed("0 11\n8 2\n", "", pairs, &remarks, train);
    CHECK(test.transform == train.transform);
    CHECK(numbers_of(test)[1] == 1);
    CHECK(remarks == std::vector<std::string>{"x: 1 pixel in 1 row is transformed to outside 0 to 1 and clamped"});
    const Images points = transformed("0 2\n4 8\n", "standardize", {});
    remarks.clear();
    CHECK(numbers_of(transformed("2 11\n", "", {}, &remarks, points)) == std::vector<real>{0, 2});
    CHECK(remarks.empty());
}

TEST_CASE("fit transform: a file keeps the steps, and its original numbers come back") {
    const Images images = transformed("1e-6 3\n2 1e6\n", "log1p,standardize");
    const Images read = images_of(document_of(images, std::nullopt));
    CHECK(read.transform == images.transform);
    const std::vector<real> back = numbers_of(in_original_units(read));
    const std::vector<real> original = {1e-6f, 3, 2, 1e6f};
    for (std::size_t i = 1; i < 4; ++i) CHECK(back[i] == doctest::Approx(original[i]).epsilon(1e-5));
    CHECK(alike(units_of(read), units_of(images)));
    CHECK_FALSE(alike(units_of(read), units_of(transformed("1 3\n2 9\n", "log1p,standardize"))));
    CHECK_FALSE(alike(units_of(read), units_of(in_original_units(read))));
    std::vector<double> sums(2);
    add_log_slopes(read, "x", 0, sums);
    CHECK(sums[1] == doctest::Approx(-std::log1p(2.0) - std::log1p(1e6) - std::log(images.transform.steps[1].of(0)[1]) -
                                     std::log(images.transform.steps[1].of(1)[1])));
}

TEST_CASE("fit transform: steps that are not understood are refused") {
    for (const char* const wrong :
         {R"([{"kind":"cube"}])", R"([{"kind":"standardize","mean":[1,2],"sd":[1]}])", R"([{"kind":"standardize","mean":0,"sd":0}])",
          R"([{"kind":"minmax","min":[0,0,0],"max":[1,1,1]}])", R"({"kind":"log1p"})"}) {
        CHECK_THROWS_AS(transform_of(Json::parse(wrong), 2), JsonError);
    }
    CHECK(transform_of(Json::parse(R"([{"kind":"standardize","mean":[1,2],"sd":[1,3]}])"), 2).forward(8, 1) == 2);
}
