#pragma once

#include <functional>
#include <memory>

#include "models/decoder.hpp"
#include "models/image_form.hpp"
#include "models/image_model.hpp"
#include "prob/likelihood.hpp"

namespace gen {

/// Images of a decoder with a likelihood: means of p(x|z), or draws from it. The network outlives them.
class LikelihoodImages : public ImageModel {
public:
    using MakePrior = std::function<std::unique_ptr<Prior>(Parallel&)>;
    LikelihoodImages(const Sequential& decoder, std::size_t latent, const Likelihood& likelihood, const ImageForm& form, MakePrior prior);

    std::unique_ptr<Prior> prior(Parallel& parallel) const override { return prior_(parallel); }
    void images(const Matrix& z, Rows rows, const Drawing& how, Parallel& parallel, MutablePanel out, std::span<const std::int32_t> labels) override;
    std::size_t rows_together() const override { return decoder_.rows_together(); }
    Rendering rendering() const override;

private:
    const Sequential* network_;
    Likelihood likelihood_;
    MakePrior prior_;
    Decoder decoder_;
};

}  // namespace gen
