#pragma once

#include <algorithm>
#include <memory>
#include <span>

#include "models/image_model.hpp"
#include "nn/inference.hpp"
#include "prob/isotropic_gaussian.hpp"

namespace gen::test {

/// Images of a family of a test: what a network makes of normal numbers.
class NetworkImages : public ImageModel {
public:
    NetworkImages(const Sequential& network, const Shape& shape, std::size_t latent) : ImageModel({shape, latent, 0, true}), inference_(network) {}
    std::unique_ptr<Prior> prior(Parallel&) const override { return std::make_unique<IsotropicGaussian>(latent(), GaussianPrior()); }
    void images(const Matrix& z, Rows rows, const Drawing&, Parallel& parallel, const Use& use, std::span<const std::int32_t>) override {
        inference_.run(
            rows.count(), parallel, [&](std::size_t first, Matrix& x) { std::copy_n(z.row(rows.begin + first), x.size(), x.data()); },
            [&](std::size_t first, const Matrix& y) {
                for (std::size_t i = 0; i < y.rows(); ++i) use(rows.begin + first + i, y.row(i));
            });
    }
    std::size_t rows_together() const override { return inference_.rows_together(); }

private:
    Inference inference_;
};

}  // namespace gen::test
