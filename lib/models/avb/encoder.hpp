#pragma once

#include <memory>
#include <vector>

#include "models/avb/avb.hpp"
#include "models/implicit_encoder.hpp"
#include "nn/inference.hpp"

namespace gen {

/// Draws of q(z|x) by a noise basis: what depends on x is computed once for all of them. The model outlives it.
class AvbEncoder : public ImplicitEncoder {
public:
    explicit AvbEncoder(const Avb& avb);
    std::size_t latent() const override { return avb_->spec.latent; }

protected:
    void each_draw(const Examples& data, std::size_t first, std::size_t count, std::size_t numbers, Parallel& parallel, const Use& use) override;

private:
    void encode_rows(const Examples& data, std::size_t first, Parallel& parallel);
    void add_network(std::size_t i, std::size_t first, const Stream& noise, Parallel& parallel);

    const Avb* avb_;
    Inference encoder_;
    std::vector<std::unique_ptr<Inference>> basis_;
    Matrix encoded_;  // of some rows, z0 and what a_i come from
    Matrix z_;
};

}  // namespace gen
