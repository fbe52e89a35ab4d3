#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/matmul.hpp"
#include "core/parallel.hpp"
#include "prob/prior.hpp"

namespace gen {

class Sequential;

/// How images are made of latent numbers.
struct Drawing {
    std::uint64_t seed = 0;
    bool draws_pixels = false;  // from p(x|z), where a model has one, instead of its mean
};

/// How an image comes of what a network gives for a row of latent numbers, for who carries both elsewhere. Its first numbers are the image's n, in
/// file order; of a mixture, planes of n: logits of all components, then their values.
struct Rendering {
    const Sequential* network = nullptr;  // null: there is no such network
    std::size_t components = 1;           // of the mixture, whose mean is the image
    bool squashed = false;                // values go through a sigmoid,
    double low = 0;                       // become (value - low) scale
    double scale = 1;
    bool clamped = false;  // and come to lie in [0, 1]
};

/// A model that makes images out of latent numbers, whatever its kind: the decoder of a VAE, the generator of a GAN.
class ImageModel {
public:
    virtual ~ImageModel() = default;
    ImageModel(const ImageModel&) = delete;
    ImageModel& operator=(const ImageModel&) = delete;

    const Shape& shape() const { return form_.shape; }
    std::size_t latent() const { return form_.latent; }
    std::size_t classes() const { return form_.classes; }
    const std::vector<std::string>& class_names() const { return form_.class_names; }
    bool has_range() const { return form_.has_range; }
    std::size_t pixels() const { return count(form_.shape); }

    /// Where its latent numbers come from.
    virtual std::unique_ptr<Prior> prior(Parallel& parallel) const = 0;

    /// The images of z[rows], one in each row of `out`, which has pixels() columns. Throws Fault::input when z does not have the model's dimensions.
    /// `labels`: the class of each row of z, for a conditional model.
    virtual void images(const Matrix& z, Rows rows, const Drawing& how, Parallel& parallel, MutablePanel out,
                        std::span<const std::int32_t> labels) = 0;
    /// Rows that go together: calls with a multiple of them waste nothing.
    virtual std::size_t rows_together() const = 0;
    /// By what images() goes, unless pixels are drawn.
    virtual Rendering rendering() const { return {}; }

protected:
    struct Form {
        Shape shape;  // C, H, W
        std::size_t latent;
        std::size_t classes;  // 0: not conditional
        bool has_range;       // pixels on [0, 1], else any numbers
        std::vector<std::string> class_names = {};
    };
    explicit ImageModel(Form form) : form_(std::move(form)) {}

private:
    Form form_;
};

}  // namespace gen
