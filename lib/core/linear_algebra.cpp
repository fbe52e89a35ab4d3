#include "core/linear_algebra.hpp"

#include <algorithm>
#include <array>
#include <stdexcept>
#include <vector>
#include <xtensor-blas/xlinalg.hpp>

#include "core/error.hpp"
#include "core/matmul.hpp"
#include "core/portable/decompositions.hpp"
#include "core/portable/mode.hpp"
#include "core/portable/product.hpp"

namespace gen {
namespace {

DoubleMatrix square_matrix(const std::vector<double>& numbers, std::size_t n) {
    DoubleMatrix out(std::array{n, n});
    std::copy(numbers.begin(), numbers.end(), out.begin());
    return out;
}

/// a b, or a'b.
DoubleMatrix portable_product(const DoubleMatrix& a, bool turn_a, const DoubleMatrix& b) {
    DoubleMatrix out(std::array{a.shape(turn_a ? 1 : 0), b.shape(1)});
    portable::product<double>(out.shape(0), b.shape(0), out.shape(1), {a.data(), a.shape(1), turn_a}, {b.data(), b.shape(1), false}, 0, out.data(),
                              out.shape(1));
    return out;
}

Eigen portable_eigen(const DoubleMatrix& a) {
    const std::size_t n = a.shape(0);
    const portable::EigenPairs pairs = portable::symmetric_eigen(a.data(), n);
    return {tensor(pairs.values), transposed(square_matrix(pairs.vectors, n))};
}

void expect_finite(const DoubleMatrix& a) {
    if (!xt::all(xt::isfinite(a))) fail("a matrix whose eigenvalues are wanted has numbers that are not finite");
}

}  // namespace

DoubleMatrix product(const DoubleMatrix& a, const DoubleMatrix& b) {
    if (a.shape(1) != b.shape(0)) fail("(", a.shape(0), " x ", a.shape(1), ") times (", b.shape(0), " x ", b.shape(1), ") does not fit");
    if (computes_portably()) return portable_product(a, false, b);
    single_threaded_blas();
    return xt::linalg::dot(a, b);
}

DoubleMatrix transposed(const DoubleMatrix& a) { return xt::transpose(a); }

DoubleMatrix square_of(const DoubleMatrix& a) {
    if (computes_portably()) return portable_product(a, true, a);
    single_threaded_blas();
    return xt::linalg::dot(xt::transpose(a), a);
}

DoubleMatrix product_of_transposed(const DoubleMatrix& a, const DoubleMatrix& b) {
    if (a.shape(0) != b.shape(0)) fail("(", a.shape(0), " x ", a.shape(1), ")' times (", b.shape(0), " x ", b.shape(1), ") does not fit");
    if (computes_portably()) return portable_product(a, true, b);
    single_threaded_blas();
    return xt::linalg::dot(xt::transpose(a), b);
}

std::optional<DoubleMatrix> cholesky(const DoubleMatrix& a) {
    if (computes_portably()) {
        const std::optional<std::vector<double>> lower = portable::cholesky(a.data(), a.shape(0));
        return lower ? std::optional(square_matrix(*lower, a.shape(0))) : std::nullopt;
    }
    single_threaded_blas();
    try {
        DoubleMatrix lower = xt::linalg::cholesky(a);
        if (xt::all(xt::isfinite(lower))) return lower;  // of NaN LAPACK makes NaN
    } catch (const std::runtime_error&) {                // NOLINT(bugprone-empty-catch): a leading minor is not positive
    }
    return std::nullopt;
}

DoubleMatrix inverse_of_lower(const DoubleMatrix& lower) {
    if (computes_portably()) return square_matrix(portable::inverse_of_lower(lower.data(), lower.shape(0)), lower.shape(0));
    single_threaded_blas();
    const auto d = static_cast<xt::blas_index_t>(lower.shape(0));
    xt::xtensor<double, 2, xt::layout_type::column_major> out = xt::eye<double>(lower.shape(0));
    cxxlapack::trtrs<xt::blas_index_t>('U', 'T', 'N', d, d, lower.data(), d, out.data(), d);  // L L^-1 = I; by columns, L lies there as L'
    return out;
}

Eigen symmetric_eigen(const DoubleMatrix& a) {
    expect_finite(a);
    if (computes_portably()) return portable_eigen(a);
    single_threaded_blas();
    auto [values, vectors] = xt::linalg::eigh(a, 'L');
    return {values, vectors};
}

DoubleVector symmetric_eigenvalues(const DoubleMatrix& a) {
    expect_finite(a);
    if (computes_portably()) return portable_eigen(a).values;
    single_threaded_blas();
    return xt::linalg::eigvalsh(a, 'L');
}

}  // namespace gen
