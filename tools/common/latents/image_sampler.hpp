#pragma once

#include <cstdint>
#include <vector>

#include "formats/images.hpp"
#include "models/image_model.hpp"

namespace gen {

/// The images of given latent numbers, made when they are asked for, a block of rows at a time.
class ImageSampler {
public:
    /// `labels`: of the latents, or empty where the model is not conditional. The model outlives the sampler.
    ImageSampler(ImageModel& model, const Drawing& how, std::size_t threads, Matrix latents, std::vector<std::int32_t> labels);

    /// They refer to this sampler, which outlives them.
    Images images();
    std::size_t count() const { return latents_.rows(); }
    /// What making them has taken so far.
    double seconds() const { return seconds_; }

private:
    void fill(std::size_t first, std::size_t count, float* out);
    void make(std::size_t row);

    ImageModel& model_;
    Drawing how_;
    Matrix latents_;
    std::vector<std::int32_t> labels_;
    Parallel parallel_;
    Matrix batch_;
    Rows made_;  // the samples in batch_
    double seconds_ = 0;
};

}  // namespace gen
