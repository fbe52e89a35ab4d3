#include "formats/tensor.hpp"

#include <doctest/doctest.h>

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

#include "formats/streams.hpp"
#include "tests/formats/scratch.hpp"

using namespace gen;
using namespace gen::test;

namespace {

Tensor tensor_there_and_back(const Scratch& scratch, const Tensor& tensor) {
    Output(scratch.path("t.h5")).commit(document_of(tensor, std::nullopt));
    return tensor_of(read_document(scratch.path("t.h5")));
}

Tensor tensor_of_numbers(std::size_t rows, std::size_t columns, Shape shape) {
    Matrix m(rows, columns);
    for (std::size_t i = 0; i < m.size(); ++i) m.data()[i] = static_cast<real>(i) / 2;
    return {.data = dataset("/data", m, std::move(shape))};
}

}  // namespace

TEST_CASE("tensor: numbers and names of dimensions come back") {
    const Scratch scratch;
    Tensor features = tensor_of_numbers(2, 3, {2, 3});
    features.dims = {"image", "feature"};
    const Tensor back = tensor_there_and_back(scratch, features);
    CHECK(back.dims == features.dims);
    CHECK(back.data.attributes.empty());
    CHECK(back.data.type == Type::f32);
    CHECK(table_of(back, "t.h5")(1, 2) == 2.5);

    const Tensor labels = tensor_there_and_back(scratch, {.data = dataset("/data", std::vector<std::int32_t>{3, 1, 4}), .dims = {"image"}});
    CHECK(labels.dims == std::vector<std::string>{"image"});
    CHECK(labels.data.type == Type::i32);
    const Matrix column = table_of(labels, "t.h5");
    CHECK(column.rows() == 3);
    CHECK(column(2, 0) == 4);
}

TEST_CASE("tensor: what has another form is refused") {
    const Scratch scratch;
    Tensor tensor = tensor_of_numbers(4, 3, {2, 2, 3});
    CHECK(message_of([&] { table_of(tensor, "t.h5"); }) == "t.h5: /data is 2x2x3, expected rows and columns");
    tensor.dims = {"a", "b"};
    CHECK(message_of([&] { tensor_there_and_back(scratch, tensor); }) == "t.h5: /data has 3 dimensions and 2 names in @dims");
    Matrix broken(2, 3);
    broken.fill(0);
    broken(1, 2) = std::numeric_limits<real>::quiet_NaN();
    CHECK(message_of([&] { table_of({.data = dataset("/data", broken)}, "t.h5"); }) ==
          "t.h5: /data, row 1, column 2 is nan, expected a finite number");
    CHECK(message_of([&] { table_of({.data = dataset("/data", Matrix(0, 3))}, "t.h5"); }) ==
          "t.h5: /data is 0x3, expected at least one row and one column");
    CHECK(message_of([&] { tensor_there_and_back(scratch, {.data = text_dataset("/data", "abc")}); }) == "t.h5: /data is text, expected numbers");
}
