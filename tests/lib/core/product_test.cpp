#include "core/product.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <tuple>
#include <vector>

#include "core/error.hpp"
#include "gradients.hpp"

using namespace gen;

namespace {

/// A side of a product, op(m) being rows x columns, inside of a wider matrix.
struct Side {
    Matrix m;
    Op op;
    std::size_t rows, columns;

    Side(std::size_t rows_of, std::size_t columns_of, bool turn, std::uint32_t seed)
        : m(normals(turn ? columns_of : rows_of, (turn ? rows_of : columns_of) + 5, seed)),
          op(turn ? Op::transposed : Op::plain),
          rows(rows_of),
          columns(columns_of) {}
    Panel panel() const { return {m.data() + 3, m.rows(), m.columns() - 5, m.columns()}; }
    double operator()(std::size_t i, std::size_t j) const {
        const Panel p = panel();
        return static_cast<double>(op == Op::transposed ? p.data[j * p.stride + i] : p.data[i * p.stride + j]);
    }
};

/// op(m) in double, turned so that each sum runs over neighbours.
std::vector<double> lines(const Side& side, bool of_columns) {
    std::vector<double> out;
    out.reserve(side.rows * side.columns);
    for (std::size_t i = 0; i < (of_columns ? side.columns : side.rows); ++i)
        for (std::size_t k = 0; k < (of_columns ? side.rows : side.columns); ++k) out.push_back(of_columns ? side(k, i) : side(i, k));
    return out;
}

/// The largest difference of c from before + a b (+ bias), in units of the sum of magnitudes.
double worst(const Side& a, const Side& b, const Matrix& before, const real* bias, const Matrix& c) {
    const std::vector<double> left = lines(a, false);
    const std::vector<double> right = lines(b, true);
    double out = 0;
    for (std::size_t i = 0; i < a.rows; ++i)
        for (std::size_t j = 0; j < b.columns; ++j) {
            double sum = static_cast<double>(before(i, j)) + (bias != nullptr ? static_cast<double>(bias[j]) : 0);
            double magnitude = std::abs(sum) + 1e-30;
            const double* const x = left.data() + i * a.columns;
            const double* const y = right.data() + j * a.columns;
            for (std::size_t k = 0; k < a.columns; ++k) {
                sum += x[k] * y[k];
                magnitude += std::abs(x[k] * y[k]);
            }
            out = std::max(out, std::abs(static_cast<double>(c(i, j)) - sum) / magnitude);
        }
    return out;
}

float widened(Rounded r) {
    const std::uint32_t bits = std::uint32_t{r} << 16;
    float out = 0;
    std::memcpy(&out, &bits, sizeof out);
    return out;
}

Rounded rounded(float x) {
    const auto number = static_cast<real>(x);
    Rounded out = 0;
    kernels().round_to_bf16(&number, 1, &out);
    return out;
}

/// m rounded, and m then has those numbers.
RoundedMatrix round_both(Matrix& m) {
    RoundedMatrix out;
    out.resize(m.rows(), m.columns());
    out.take(m, {0, m.rows()});
    for (std::size_t i = 0; i < m.size(); ++i) m.data()[i] = static_cast<real>(widened(out.row(0)[i]));
    return out;
}

}  // namespace

TEST_CASE("products: by every engine what the definition says, whichever side is turned") {
    for (const Engine engine : {Engine::blas, Engine::automatic, Engine::onednn})
        for (const auto& [rows, inner, columns] : {std::tuple{5, 7, 3}, std::tuple{64, 200, 90}, std::tuple{1, 1000, 700}, std::tuple{130, 70, 129}})
            for (int turned = 0; turned < 4; ++turned)
                for (const bool add : {false, true}) {
                    const Side a(rows, inner, (turned & 1) != 0, 1);
                    const Side b(inner, columns, (turned & 2) != 0, 2);
                    Matrix c = normals(rows, columns, 3);
                    const Matrix before = add ? c : Matrix(rows, columns);
                    product(engine, a.panel(), a.op, b.panel(), b.op, add, panel(c));
                    CHECK(worst(a, b, before, nullptr, c) < 1e-6);
                }
}

TEST_CASE("products: by every engine with a row of numbers on top") {
    for (const Engine engine : {Engine::blas, Engine::automatic, Engine::onednn})
        for (const auto& [rows, inner, columns] : {std::tuple{5, 7, 3}, std::tuple{64, 200, 90}, std::tuple{130, 70, 129}})
            for (int turned = 0; turned < 4; ++turned) {
                const Side a(rows, inner, (turned & 1) != 0, 1);
                const Side b(inner, columns, (turned & 2) != 0, 2);
                const Matrix bias = normals(1, columns, 4);
                Matrix before(rows, columns);
                for (int i = 0; i < rows; ++i) std::copy_n(bias.data(), columns, before.row(i));
                Matrix c = normals(rows, columns, 3);
                biased_product(engine, a.panel(), a.op, b.panel(), b.op, bias.data(), panel(c));
                CHECK(worst(a, b, before, nullptr, c) < 1e-6);
            }
}

TEST_CASE("products: shapes that do not fit are refused") {
    Matrix a(3, 4);
    Matrix b(5, 2);
    Matrix c(3, 2);
    for (const Engine engine : {Engine::blas, Engine::automatic})
        CHECK_THROWS_WITH_AS(product(engine, panel(a), Op::plain, panel(b), Op::plain, false, panel(c)), "(3 x 4) times (5 x 2) does not fit (3 x 2)",
                             Error);
}

TEST_CASE("products: no rows or columns are no work") {
    Matrix a(0, 4);
    Matrix b(4, 2);
    Matrix c(0, 2);
    CHECK_NOTHROW(product(Engine::automatic, panel(a), Op::plain, panel(b), Op::plain, false, panel(c)));
}

TEST_CASE("bfloat16: the nearest number, and of two the even one") {
    CHECK(rounded(1.0F) == 0x3f80);
    CHECK(rounded(1.00390625F) == 0x3f80);  // halfway to the next: the even one
    CHECK(rounded(1.01171875F) == 0x3f82);  // halfway again
    CHECK(rounded(std::nextafter(1.00390625F, 2.0F)) == 0x3f81);
    CHECK(rounded(-1.0F) == 0xbf80);
    CHECK(rounded(0.0F) == 0);
    CHECK(rounded(-0.0F) == 0x8000);
    CHECK(rounded(std::numeric_limits<float>::infinity()) == 0x7f80);
    CHECK(rounded(std::numeric_limits<float>::max()) == 0x7f80);
    CHECK(std::isnan(widened(rounded(std::numeric_limits<float>::quiet_NaN()))));
    float few_bits = 0;  // a NaN whose upper half alone would be an infinity
    const std::uint32_t bits = 0x7f800001;
    std::memcpy(&few_bits, &bits, sizeof few_bits);
    CHECK(std::isnan(widened(rounded(few_bits))));
    const Matrix many = normals(1, 1000, 4);
    for (const real x : many.values())
        CHECK(std::abs(static_cast<double>(widened(rounded(static_cast<float>(x)))) - static_cast<double>(x)) <=
              std::abs(static_cast<double>(x)) / 256);
}

TEST_CASE("products in bf16: of rounded numbers what the definition says, sums in floats") {
    if (!why_no_bf16().empty()) {
        MESSAGE("skipped: " << why_no_bf16());
        return;
    }
    for (const auto& [rows, inner, columns] : {std::tuple{5, 7, 3}, std::tuple{64, 200, 90}, std::tuple{130, 70, 129}})
        for (int turned = 0; turned < 4; ++turned)
            for (const bool add : {false, true}) {
                Side a(rows, inner, (turned & 1) != 0, 1);
                Side b(inner, columns, (turned & 2) != 0, 2);
                const RoundedMatrix a16 = round_both(a.m);
                const RoundedMatrix b16 = round_both(b.m);
                const auto part = [](const RoundedMatrix& m) { return panel(m, {0, m.rows()}, {3, m.columns() - 2}); };
                Matrix c = normals(rows, columns, 3);
                const Matrix before = add ? c : Matrix(rows, columns);
                const Matrix bias = normals(1, columns, 5);
                const real* const added = add ? nullptr : bias.data();
                product(part(a16), a.op, part(b16), b.op, added, add, panel(c));
                CHECK(worst(a, b, before, added, c) < 1e-6);
            }
}
