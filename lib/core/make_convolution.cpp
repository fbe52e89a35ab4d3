#include "core/make_convolution.hpp"

#include <array>
#include <utility>

#include "core/portable/mode.hpp"
#include "core/winograd/convolution.hpp"

namespace gen {

// As measured with AVX-512 (bench/convolutions.tsv); AVX2 gives the same rule and gains less. On layers in the middle of a network oneDNN takes 0.6
// to 0.9 of the time of products of patches. The way back to 1 or 3 channels takes 2 to 6 times as long; maps of less than 4 x 4 and heavy weights on
// small maps lose up to half. A gradient that is computed at once cannot be shared out among threads, so it has to gain more.
// Winograd's filtering, where there is such, takes from 24 channels on 0.3 to 1.1 of the time of oneDNN's convolutions, mostly 0.8, and 0.3 to 1 of
// that of products of patches, mostly 0.65, which it beats from 8 channels on in most of a step; with fewer the runs of its sums are short.
ConvolutionWays fastest_ways(const ConvGeometry& g, bool with_onednn) {
    using enum ConvolutionWay;
    const bool light = g.patch() * g.filters <= 65536 * g.small_positions();
    const bool maps = with_onednn && g.small_positions() >= 16 && light;
    ConvolutionWays ways = {maps && g.channels >= 4 ? onednn : patches, maps && g.channels >= 8 ? onednn : patches,
                            with_onednn && g.small_positions() >= 49 ? onednn : patches};
    if (!has_winograd(g) || g.channels < (with_onednn ? 24 : 8)) return ways;
    return {winograd, winograd, light ? winograd : ways.gradient};
}

// Forward and back by oneDNN's convolutions, the gradient by products of patches, which are faster than its convolution by weights and can be shared
// out among threads.
RoundedProducts faster_in_bf16(const ConvGeometry& g) {
    const bool wide = g.filters >= 8;
    return {wide && g.channels >= 3, wide && g.channels >= 8, wide && g.channels >= 3};
}

namespace {

/// Each product in its way.
class MixedConvolution final : public Convolution {
public:
    MixedConvolution(const ConvGeometry& g, Engine engine, const ConvolutionWays& ways, const RoundedProducts& in_bf16)
        : Convolution(g),
          forward_(&by(ways.forward, engine)),
          adjoint_(&by(ways.adjoint, engine)),
          gradient_(&by(ways.gradient, engine)),
          in_bf16_(in_bf16) {
#ifdef GEN_ONEDNN
        if (in_bf16.forward || in_bf16.adjoint) rounded_ = make_onednn_convolution(g, Precision::bf16);
#endif
        if (in_bf16.gradient) rounded_patches_ = make_patch_convolution(g, {engine, Precision::bf16});
    }

    void forward(const Operand& large, const Matrix& weight, const real* bias, Matrix& small, Rows rows) const override {
        const bool rounded = in_bf16_.forward && large.rounded != nullptr;
        (rounded ? *rounded_ : *forward_).forward(large, weight, bias, small, rows);
    }
    void adjoint(const Operand& small, const Matrix& weight, const real* bias, Matrix& large, Rows rows) const override {
        const bool rounded = in_bf16_.adjoint && small.rounded != nullptr;
        (rounded ? *rounded_ : *adjoint_).adjoint(small, weight, bias, large, rows);
    }
    void weight_gradient(const Operand& large, const Operand& small, Rows images, Rows part, bool add, Matrix& grad) const override {
        const bool rounded = in_bf16_.gradient && large.rounded != nullptr && small.rounded != nullptr;
        (rounded ? *rounded_patches_ : *gradient_).weight_gradient(large, small, images, part, add, grad);
    }
    void keep_weight() override {
        for (const std::unique_ptr<Convolution>& convolution : made_)
            if (convolution) convolution->keep_weight();
        if (rounded_) rounded_->keep_weight();
    }
    bool takes_rounded() const override { return in_bf16_.forward || in_bf16_.adjoint || in_bf16_.gradient; }
    std::size_t gradient_products() const override { return (in_bf16_.gradient ? *rounded_patches_ : *gradient_).gradient_products(); }
    bool gradient_at_once() const override { return (in_bf16_.gradient ? *rounded_patches_ : *gradient_).gradient_at_once(); }

private:
    const Convolution& by(ConvolutionWay way, Engine engine) {
        std::unique_ptr<Convolution>& convolution = made_[static_cast<std::size_t>(way)];
        if (convolution) return *convolution;
        if (way == ConvolutionWay::patches) convolution = make_patch_convolution(geometry(), {engine});
        if (way == ConvolutionWay::winograd) convolution = make_winograd_convolution(geometry(), {engine});
#ifdef GEN_ONEDNN
        if (way == ConvolutionWay::onednn) convolution = make_onednn_convolution(geometry(), Precision::fp32);
#endif
        return *convolution;
    }

    std::array<std::unique_ptr<Convolution>, 3> made_;  // by each way that is taken
    const Convolution* forward_;
    const Convolution* adjoint_;
    const Convolution* gradient_;
    RoundedProducts in_bf16_;
    std::unique_ptr<Convolution> rounded_;
    std::unique_ptr<Convolution> rounded_patches_;
};

}  // namespace

std::unique_ptr<Convolution> make_convolution(const ConvGeometry& g, const Arithmetic& wanted) {
    using enum ConvolutionWay;
    const auto [engine, precision] = found_here(wanted);
    if (computes_portably()) return make_patch_convolution(g, {engine});
    const ConvolutionWays ways = engine == Engine::onednn ? ConvolutionWays{onednn, onednn, onednn} : fastest_ways(g, engine != Engine::blas);
    const RoundedProducts none = {false, false, false};
    return std::make_unique<MixedConvolution>(g, engine, ways, precision == Precision::bf16 ? faster_in_bf16(g) : none);
}

}  // namespace gen
