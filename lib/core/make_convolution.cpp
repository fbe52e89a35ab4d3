#include "core/make_convolution.hpp"

#include "core/error.hpp"

namespace gen {

// As measured with AVX-512 (bench/convolutions.tsv); AVX2 gives the same rule and gains less. On layers in the middle of a network oneDNN takes 0.6
// to 0.9 of the time of BLAS. The way back to 1 or 3 channels takes 2 to 6 times as long; maps of less than 4 x 4 and heavy weights on small maps
// lose up to half. A gradient that is computed at once cannot be shared out among threads, so it has to gain more.
OnednnProducts faster_by_onednn(const ConvGeometry& g) {
    const bool maps = g.small_positions() >= 16 && g.patch() * g.filters <= 65536 * g.small_positions();
    return {maps && g.channels >= 4, maps && g.channels >= 8, g.small_positions() >= 49};
}

namespace {

void expect_onednn() {
    if (!has_onednn()) fail_usage("there is no oneDNN here: ", why_no_onednn());
}

}  // namespace

#ifdef GEN_ONEDNN

namespace {

/// Each product by one of two engines.
class MixedConvolution final : public Convolution {
public:
    MixedConvolution(const ConvGeometry& g, OnednnProducts by_onednn)
        : Convolution(g), by_onednn_(by_onednn), blas_(make_blas_convolution(g)), onednn_(make_onednn_convolution(g)) {}

    void forward(const Matrix& large, const Matrix& weight, const real* bias, Matrix& small, Rows rows) const override {
        engine(by_onednn_.forward).forward(large, weight, bias, small, rows);
    }
    void adjoint(const Matrix& small, const Matrix& weight, const real* bias, Matrix& large, Rows rows) const override {
        engine(by_onednn_.adjoint).adjoint(small, weight, bias, large, rows);
    }
    void weight_gradient(const Matrix& large, const Matrix& small, Rows images, Rows part, bool add, Matrix& grad) const override {
        engine(by_onednn_.gradient).weight_gradient(large, small, images, part, add, grad);
    }
    bool gradient_at_once() const override { return by_onednn_.gradient; }

private:
    const Convolution& engine(bool by_onednn) const { return by_onednn ? *onednn_ : *blas_; }

    OnednnProducts by_onednn_;
    std::unique_ptr<Convolution> blas_;
    std::unique_ptr<Convolution> onednn_;
};

}  // namespace

std::unique_ptr<Convolution> make_convolution(const ConvGeometry& g, Engine engine) {
    if (engine == Engine::onednn) {
        expect_onednn();
        return make_onednn_convolution(g);
    }
    if (engine == Engine::blas || !has_onednn()) return make_blas_convolution(g);
    return std::make_unique<MixedConvolution>(g, faster_by_onednn(g));
}

#else

std::unique_ptr<Convolution> make_convolution(const ConvGeometry& g, Engine engine) {
    if (engine == Engine::onednn) expect_onednn();
    return make_blas_convolution(g);
}

#endif

}  // namespace gen
