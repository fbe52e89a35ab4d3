#include "core/linear_algebra.hpp"

#include <stdexcept>
#include <xtensor-blas/xlinalg.hpp>

#include "core/error.hpp"
#include "core/matmul.hpp"

namespace gen {
namespace {

void expect_finite(const DoubleMatrix& a) {
    if (!xt::all(xt::isfinite(a))) fail("a matrix whose eigenvalues are wanted has numbers that are not finite");
}

}  // namespace

DoubleMatrix product(const DoubleMatrix& a, const DoubleMatrix& b) {
    if (a.shape(1) != b.shape(0)) fail("(", a.shape(0), " x ", a.shape(1), ") times (", b.shape(0), " x ", b.shape(1), ") does not fit");
    single_threaded_blas();
    return xt::linalg::dot(a, b);
}

DoubleMatrix transposed(const DoubleMatrix& a) { return xt::transpose(a); }

DoubleMatrix square_of(const DoubleMatrix& a) {
    single_threaded_blas();
    return xt::linalg::dot(xt::transpose(a), a);
}

DoubleMatrix product_of_transposed(const DoubleMatrix& a, const DoubleMatrix& b) {
    if (a.shape(0) != b.shape(0)) fail("(", a.shape(0), " x ", a.shape(1), ")' times (", b.shape(0), " x ", b.shape(1), ") does not fit");
    single_threaded_blas();
    return xt::linalg::dot(xt::transpose(a), b);
}

std::optional<DoubleMatrix> cholesky(const DoubleMatrix& a) {
    single_threaded_blas();
    try {
        DoubleMatrix lower = xt::linalg::cholesky(a);
        if (xt::all(xt::isfinite(lower))) return lower;  // of NaN LAPACK makes NaN
    } catch (const std::runtime_error&) {                // NOLINT(bugprone-empty-catch): a leading minor is not positive
    }
    return std::nullopt;
}

DoubleMatrix inverse_of_lower(const DoubleMatrix& lower) {
    single_threaded_blas();
    const auto d = static_cast<xt::blas_index_t>(lower.shape(0));
    xt::xtensor<double, 2, xt::layout_type::column_major> out = xt::eye<double>(lower.shape(0));
    cxxlapack::trtrs<xt::blas_index_t>('U', 'T', 'N', d, d, lower.data(), d, out.data(), d);  // L L^-1 = I; by columns, L lies there as L'
    return out;
}

Eigen symmetric_eigen(const DoubleMatrix& a) {
    expect_finite(a);
    single_threaded_blas();
    auto [values, vectors] = xt::linalg::eigh(a, 'L');
    return {values, vectors};
}

DoubleVector symmetric_eigenvalues(const DoubleMatrix& a) {
    expect_finite(a);
    single_threaded_blas();
    return xt::linalg::eigvalsh(a, 'L');
}

}  // namespace gen
