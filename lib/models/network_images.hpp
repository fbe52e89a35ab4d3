#pragma once

#include <limits>

#include "models/image_model.hpp"
#include "nn/inference.hpp"
#include "prob/latent_noise.hpp"

namespace gen {

/// Images of a generator: a network from latent numbers to pixels. It outlives them.
class NetworkImages : public ImageModel {
public:
    /// What the network makes.
    struct Output {
        Shape shape;                                            // C, H, W
        std::size_t classes = 0;                                // 0: not conditional
        double low = -std::numeric_limits<double>::infinity();  // of pixels as the network gives them, which are mapped to [0, 1]; not finite:
        double high = std::numeric_limits<double>::infinity();  // points, as they are
        bool logits = false;                                    // instead it gives logits of pixels on [0, 1]
        std::vector<std::string> class_names = {};
    };
    NetworkImages(const Sequential& network, LatentNoise noise, Output output);

    std::unique_ptr<Prior> prior(Parallel& parallel) const override;
    void images(const Matrix& z, Rows rows, const Drawing& how, Parallel& parallel, MutablePanel out, std::span<const std::int32_t> labels) override;
    std::size_t rows_together() const override { return inference_.rows_together(); }
    Rendering rendering() const override;

private:
    const Sequential* network_;
    LatentNoise noise_;
    double low_;
    double scale_;  // from the network's range to [0, 1]
    bool logits_;
    Inference inference_;
};

}  // namespace gen
