#include "core/portable/product.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <vector>

#include "core/matmul.hpp"
#include "core/parallel.hpp"
#include "gradients.hpp"
#include "lib/core/portable/portable_mode.hpp"

using namespace gen;

namespace {

using Sizes = std::array<std::size_t, 3>;  // rows, inner, columns

const std::vector<Sizes>& portable_shapes() {
    static const std::vector<Sizes> shapes = {{1, 1, 1},     {1, 1, 17},   {7, 1, 1},      {1, 400, 33},  {2, 3, 5},      {5, 7, 3},    {6, 16, 16},
                                              {7, 320, 17},  {12, 321, 8}, {13, 641, 9},   {13, 31, 37},  {37, 5, 1031},  {97, 13, 25}, {101, 700, 1},
                                              {131, 64, 47}, {6, 640, 15}, {193, 11, 129}, {3, 1000, 24}, {14, 333, 1100}};
    return shapes;
}

/// A side of a product inside of a wider matrix, all else in which is NaN.
template <class Number>
struct PortableSide {
    std::vector<Number> numbers;
    std::size_t stride;
    portable::Side<Number> side;

    PortableSide(std::size_t rows, std::size_t columns, bool turned, std::uint64_t seed)
        : numbers((turned ? columns : rows) * ((turned ? rows : columns) + 5), std::nan("")),
          stride((turned ? rows : columns) + 5),
          side{numbers.data() + 2, stride, turned} {
        const Matrix values = normals(rows, columns, seed);
        for (std::size_t i = 0; i < rows; ++i)
            for (std::size_t j = 0; j < columns; ++j) at(i, j) = static_cast<Number>(values(i, j));
    }
    Number& at(std::size_t i, std::size_t j) { return numbers[2 + (side.transposed ? j * stride + i : i * stride + j)]; }
};

/// What the header says: fused multiply-adds in order, in blocks of nearly equal lengths of at most 320.
template <class Number>
Number portable_sum(PortableSide<Number>& a, PortableSide<Number>& b, std::size_t i, std::size_t j, std::size_t inner, Number beta, Number before) {
    const std::size_t blocks = (inner + 319) / 320;
    Number out = beta == 0 ? 0 : beta * before;
    for (std::size_t block = 0; block < blocks; ++block) {
        const Rows steps = row_block(inner, blocks, block);
        Number sum = 0;
        for (std::size_t k = steps.begin; k < steps.end; ++k) sum = std::fma(a.at(i, k), b.at(k, j), sum);
        out = block == 0 && beta == 0 ? sum : out + sum;
    }
    return out;
}

template <class Number>
void check_portable_product(const Sizes& sizes, int turned, Number beta) {
    const auto [rows, inner, columns] = sizes;
    CAPTURE(rows);
    CAPTURE(inner);
    CAPTURE(columns);
    CAPTURE(turned);
    CAPTURE(beta);
    PortableSide<Number> a(rows, inner, (turned & 1) != 0, 1);
    PortableSide<Number> b(inner, columns, (turned & 2) != 0, 2);
    PortableSide<Number> c(rows, columns, false, 3);
    PortableSide<Number> before(rows, columns, false, 3);
    if (beta == 0) c.at(rows - 1, columns - 1) = static_cast<Number>(std::nan(""));  // is not read
    portable::product(rows, inner, columns, a.side, b.side, beta, c.numbers.data() + 2, c.stride);
    std::size_t wrong = 0;
    for (std::size_t i = 0; i < rows; ++i)
        for (std::size_t j = 0; j < columns; ++j) wrong += c.at(i, j) == portable_sum(a, b, i, j, inner, beta, before.at(i, j)) ? 0 : 1;
    CHECK(wrong == 0);
    std::size_t outside = 0;
    for (std::size_t i = 0; i < c.numbers.size(); ++i) {
        const bool inside = i >= 2 && (i - 2) % c.stride < columns && (i - 2) / c.stride < rows;
        outside += inside || std::isnan(c.numbers[i]) ? 0 : 1;
    }
    CHECK(outside == 0);
}

}  // namespace

TEST_CASE("portable products: to the last bit the sums that are written down, whatever the shape and whichever side is turned") {
    if (!PortableMode::is_there()) return;
    for (const Sizes& sizes : portable_shapes())
        for (int turned = 0; turned < 4; ++turned)
            for (const double beta : {0.0, 1.0, -0.75}) {
                check_portable_product<float>(sizes, turned, static_cast<float>(beta));
                check_portable_product<double>(sizes, turned, beta);
            }
}

TEST_CASE("portable products: near what doubles say") {
    if (!PortableMode::is_there()) return;
    const std::size_t inner = 1500;
    PortableSide<float> a(20, inner, false, 1);
    PortableSide<float> b(inner, 30, false, 2);
    std::vector<float> c(20 * 30);
    portable::product(20, inner, 30, a.side, b.side, 0.0F, c.data(), 30);
    double worst = 0;
    for (std::size_t i = 0; i < 20; ++i)
        for (std::size_t j = 0; j < 30; ++j) {
            double sum = 0;
            double magnitude = 0;
            for (std::size_t k = 0; k < inner; ++k) {
                const double term = static_cast<double>(a.at(i, k)) * static_cast<double>(b.at(k, j));
                sum += term;
                magnitude += std::abs(term);
            }
            worst = std::max(worst, std::abs(static_cast<double>(c[i * 30 + j]) - sum) / magnitude);
        }
    CHECK(worst < 1e-6);
}

TEST_CASE("portable products: of no rows, columns or steps") {
    if (!PortableMode::is_there()) return;
    std::vector<float> numbers(12, 2.0F);
    const portable::Side<float> side = {numbers.data(), 3, false};
    std::vector<float> c = {1, 2, 3, 4};
    const std::vector<float> before = c;
    portable::product(0, 3, 2, side, side, 1.0F, c.data(), 2);
    portable::product(2, 3, 0, side, side, 1.0F, c.data(), 2);
    portable::product(2, 0, 2, side, side, 1.0F, c.data(), 2);
    CHECK(c == before);
    portable::product(2, 0, 2, side, side, 0.0F, c.data(), 2);
    CHECK(c == std::vector<float>(4));
}

TEST_CASE("portable products: are what matmul computes where the process computes portably") {
    if (!PortableMode::is_there()) return;
    const PortableMode mode;
    const Matrix a = normals(40, 70, 1);
    const Matrix b = normals(70, 50, 2);
    Matrix c(40, 50);
    Matrix expected(40, 50);
    matmul(panel(a), Op::plain, panel(b), Op::plain, 0, panel(c));
    portable::product<real>(40, 70, 50, {a.data(), 70, false}, {b.data(), 50, false}, 0, expected.data(), 50);
    CHECK(std::equal(c.data(), c.data() + c.size(), expected.data()));
}

TEST_CASE("portable products: some rows or columns alone have the same bits") {
    if (!PortableMode::is_there()) return;
    const PortableMode mode;
    const Matrix a = normals(150, 401, 1);
    const Matrix b = normals(401, 77, 2);
    Matrix whole(150, 77);
    matmul(panel(a), Op::plain, panel(b), Op::plain, 0, panel(whole));
    for (const Rows rows : {Rows{0, 1}, Rows{3, 20}, Rows{77, 150}})
        for (const Rows columns : {Rows{0, 1}, Rows{5, 60}, Rows{60, 77}}) {
            Matrix part(rows.count(), columns.count());
            matmul(panel(a, rows), Op::plain, {b.data() + columns.begin, 401, columns.count(), 77}, Op::plain, 0, panel(part));
            bool alike = true;
            for (std::size_t i = 0; i < part.rows(); ++i)
                alike = alike && std::equal(part.row(i), part.row(i) + part.columns(), whole.row(rows.begin + i) + columns.begin);
            CHECK(alike);
        }
}
