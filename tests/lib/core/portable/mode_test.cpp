#include "core/portable/mode.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <string>
#include <vector>

#include "core/engine.hpp"
#include "core/error.hpp"
#include "core/kernels.hpp"
#include "core/linear_algebra.hpp"
#include "core/patch_kernels.hpp"
#include "gradients.hpp"
#include "lib/core/portable/portable_mode.hpp"
#include "nn/sequential.hpp"

using namespace gen;

TEST_CASE("portable mode: kernels are of one level, oneDNN and bf16 are refused, and there is a name") {
    const std::string usual = arithmetic_name({Engine::blas});
    CHECK(usual.find("OpenBLAS") == 0);
    CHECK(usual.find(kernels().level) != std::string::npos);
    if (has_onednn()) CHECK(arithmetic_name({}).find("oneDNN") != std::string::npos);
    if (!PortableMode::is_there()) {
        CHECK_THROWS_AS(compute_portably(), Error);
        return;
    }
    const Kernels& chosen = kernels();
    {
        const PortableMode mode;
        CHECK(std::string(kernels().level) == "x86-64-v3 portable");
        CHECK(std::string(patch_kernels().level) == "x86-64-v3 portable");
        CHECK(arithmetic_name({}) == "portable 1");
        CHECK(found_here({}).engine == Engine::blas);
        CHECK_THROWS_AS(found_here({Engine::onednn}), Error);
        CHECK_THROWS_AS(found_here({Engine::automatic, Precision::bf16}), Error);
    }
    CHECK(&kernels() == &chosen);
    CHECK(arithmetic_name({Engine::blas}) == usual);
}

TEST_CASE("portable mode: linear algebra of its own agrees with LAPACK's") {
    if (!PortableMode::is_there()) return;
    const DoubleMatrix x = doubles(normals(50, 20, 3));
    const DoubleMatrix a = square_of(x) + xt::eye<double>(20);
    const DoubleMatrix lower = cholesky(a).value();
    const DoubleMatrix inverse = inverse_of_lower(lower);
    const DoubleVector values = symmetric_eigenvalues(a);
    const PortableMode mode;
    const auto worst = [](const auto& difference) { return xt::amax(xt::abs(difference))(); };
    CHECK(worst(square_of(x) + xt::eye<double>(20) - a) < 1e-11);
    CHECK(worst(product_of_transposed(x, x) - square_of(x)) == 0);
    CHECK(worst(product(transposed(x), x) - square_of(x)) == 0);
    CHECK(worst(DoubleMatrix(cholesky(a).value()) - lower) < 1e-11);
    CHECK(worst(inverse_of_lower(lower) - inverse) < 1e-11);
    CHECK(worst(symmetric_eigenvalues(a) - values) < 1e-11);
    const Eigen pairs = symmetric_eigen(a);
    CHECK(worst(product(a, pairs.vectors) - pairs.vectors * xt::view(pairs.values, xt::newaxis(), xt::all())) < 1e-11);
}
