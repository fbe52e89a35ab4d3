#include "core/make_convolution.hpp"

namespace gen {

// As measured with AVX-512 (bench/convolutions.tsv); AVX2 gives the same rule and gains less. On layers in the middle of a network oneDNN takes 0.6
// to 0.9 of the time of products of patches. The way back to 1 or 3 channels takes 2 to 6 times as long; maps of less than 4 x 4 and heavy weights on
// small maps lose up to half. A gradient that is computed at once cannot be shared out among threads, so it has to gain more.
OnednnProducts faster_by_onednn(const ConvGeometry& g) {
    const bool maps = g.small_positions() >= 16 && g.patch() * g.filters <= 65536 * g.small_positions();
    return {maps && g.channels >= 4, maps && g.channels >= 8, g.small_positions() >= 49};
}

// Forward and back by oneDNN's convolutions, the gradient by products of patches, which are faster than its convolution by weights and can be shared
// out among threads.
OnednnProducts faster_in_bf16(const ConvGeometry& g) {
    const bool wide = g.filters >= 8;
    return {wide && g.channels >= 3, wide && g.channels >= 8, wide && g.channels >= 3};
}

#ifdef GEN_ONEDNN

namespace {

/// Each product by what computes it best.
class MixedConvolution final : public Convolution {
public:
    MixedConvolution(const ConvGeometry& g, Engine engine, OnednnProducts by_onednn, OnednnProducts in_bf16)
        : Convolution(g), by_onednn_(by_onednn), in_bf16_(in_bf16), by_patches_(make_patch_convolution(g, {engine})) {
        if (by_onednn.forward || by_onednn.adjoint || by_onednn.gradient) onednn_ = make_onednn_convolution(g, Precision::fp32);
        if (in_bf16.forward || in_bf16.adjoint) rounded_ = make_onednn_convolution(g, Precision::bf16);
        if (in_bf16.gradient) rounded_patches_ = make_patch_convolution(g, {engine, Precision::bf16});
    }

    void forward(const Operand& large, const Matrix& weight, const real* bias, Matrix& small, Rows rows) const override {
        const bool rounded = in_bf16_.forward && large.rounded != nullptr;
        (rounded ? *rounded_ : engine(by_onednn_.forward)).forward(large, weight, bias, small, rows);
    }
    void adjoint(const Operand& small, const Matrix& weight, const real* bias, Matrix& large, Rows rows) const override {
        const bool rounded = in_bf16_.adjoint && small.rounded != nullptr;
        (rounded ? *rounded_ : engine(by_onednn_.adjoint)).adjoint(small, weight, bias, large, rows);
    }
    void weight_gradient(const Operand& large, const Operand& small, Rows images, Rows part, bool add, Matrix& grad) const override {
        const bool rounded = in_bf16_.gradient && large.rounded != nullptr && small.rounded != nullptr;
        (rounded ? *rounded_patches_ : engine(by_onednn_.gradient)).weight_gradient(large, small, images, part, add, grad);
    }
    void keep_weight() override {
        if (onednn_) onednn_->keep_weight();
        if (rounded_) rounded_->keep_weight();
    }
    bool takes_rounded() const override { return in_bf16_.forward || in_bf16_.adjoint || in_bf16_.gradient; }
    std::size_t gradient_products() const override {
        return in_bf16_.gradient ? rounded_patches_->gradient_products() : Convolution::gradient_products();
    }
    bool gradient_at_once() const override { return by_onednn_.gradient && !in_bf16_.gradient; }

private:
    const Convolution& engine(bool by_onednn) const { return by_onednn ? *onednn_ : *by_patches_; }

    OnednnProducts by_onednn_;
    OnednnProducts in_bf16_;
    std::unique_ptr<Convolution> by_patches_;
    std::unique_ptr<Convolution> onednn_;
    std::unique_ptr<Convolution> rounded_;
    std::unique_ptr<Convolution> rounded_patches_;
};

}  // namespace

std::unique_ptr<Convolution> make_convolution(const ConvGeometry& g, const Arithmetic& wanted) {
    const auto [engine, precision] = found_here(wanted);
    if (engine == Engine::blas) return make_patch_convolution(g, {engine});
    const OnednnProducts all = {true, true, true};
    const OnednnProducts none = {false, false, false};
    return std::make_unique<MixedConvolution>(g, engine, engine == Engine::onednn ? all : faster_by_onednn(g),
                                              precision == Precision::bf16 ? faster_in_bf16(g) : none);
}

#else

std::unique_ptr<Convolution> make_convolution(const ConvGeometry& g, const Arithmetic& wanted) {
    return make_patch_convolution(g, found_here(wanted));
}

#endif

}  // namespace gen
