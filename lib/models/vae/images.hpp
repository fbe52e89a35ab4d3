#pragma once

#include "models/decoder.hpp"
#include "models/image_model.hpp"
#include "models/vae/vae.hpp"

namespace gen {

/// Images of a VAE's decoder: means of p(x|z), or draws from it. The model outlives it.
class VaeImages : public ImageModel {
public:
    explicit VaeImages(const Vae& vae);
    std::unique_ptr<Prior> prior(Parallel& parallel) const override;
    void images(const Matrix& z, Rows rows, const Drawing& how, Parallel& parallel, const Use& use, std::span<const std::int32_t> labels) override;
    std::size_t rows_together() const override { return decoder_.rows_together(); }
    Rendering rendering() const override;

private:
    const Vae* vae_;
    Decoder decoder_;
};

}  // namespace gen
