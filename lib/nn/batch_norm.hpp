#pragma once

#include <array>

#include "core/channel_kernels.hpp"
#include "nn/layer.hpp"

namespace gen {

/// y = weight (x - mean) / sqrt(variance + epsilon) + bias, channel by channel; mean and variance are those of the batch in training, else running
/// ones: torch.nn.BatchNorm1d and 2d. Ioffe and Szegedy, 2015.
class BatchNorm : public Layer, public WholeBatch, public Folding {
public:
    /// `input` {channels} or {channels, H, W}. momentum: the part of a running statistic that a batch replaces.
    BatchNorm(const Shape& input, std::size_t channels, double epsilon, double momentum);

    void reserve(Memory& memory, std::size_t rows, std::size_t blocks) const override;
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    WholeBatch* whole_batch(Trains trains) override { return trains == Trains::yes ? this : nullptr; }
    void gather(const Flow& flow, Rows rows, std::size_t block) const override;
    void combine(const Flow& flow) const override;
    void gather_backward(const Flow& flow, Rows rows, std::size_t block) const override;
    void combine_backward(const Flow& flow) const override;
    std::vector<Whole> wholes(const Flow& flow, Way) const override { return {blocks_of(flow.memory->sums)}; }
    void keep(const Memory& memory) override;
    bool can_keep(const Memory& memory) const override;
    std::span<Parameter> parameters() override { return parameters_; }
    std::span<Buffer> buffers() override { return buffers_; }
    void weight_gradient(const Flow& flow, Rows rows, std::size_t parameter, Rows part, bool add) override;
    Folding* folding() override { return this; }
    bool as_affine(std::vector<real>& scale, std::vector<real>& shift) const override;

private:
    /// y = scale x + shift; with a relu behind it where `flow` has one.
    Rectified factors(const Flow& flow) const;

    std::size_t channels_;
    std::size_t positions_;
    double epsilon_;
    double momentum_;
    std::array<Parameter, 2> parameters_;  // weight, bias
    std::array<Buffer, 2> buffers_;        // running_mean, running_var
};

}  // namespace gen
