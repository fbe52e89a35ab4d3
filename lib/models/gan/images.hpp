#pragma once

#include "models/gan/gan.hpp"
#include "models/image_model.hpp"

namespace gen {

/// Images of a GAN's generator. The model outlives it.
class GanImages : public ImageModel {
public:
    explicit GanImages(const Gan& gan);
    std::unique_ptr<Prior> prior(Parallel& parallel) const override;
    void images(const Matrix& z, Rows rows, const Drawing& how, Parallel& parallel, const Use& use, std::span<const std::int32_t> labels) override;
    std::size_t rows_together() const override { return generator_.rows_together(); }
    Rendering rendering() const override;

private:
    const Gan* gan_;
    Generator generator_;
};

}  // namespace gen
