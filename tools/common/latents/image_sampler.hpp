#pragma once

#include <cstdint>
#include <memory>
#include <vector>

#include "core/ranks.hpp"
#include "formats/images.hpp"
#include "models/image_model.hpp"

namespace gen {

/// The images of given latent numbers, made when they are asked for, a block of rows at a time.
class ImageSampler {
public:
    /// `labels`: of the latents, or empty where the model is not conditional. The model outlives the sampler. `ranks`: they share the rows.
    ImageSampler(ImageModel& model, const Drawing& how, std::size_t threads, Matrix latents, std::vector<std::int32_t> labels,
                 Ranks* ranks = nullptr);

    /// They refer to this sampler, which outlives them.
    Images images();
    std::size_t count() const { return latents_->rows(); }
    /// Of ranks that share them rank 0 asks for rows, and ends; the others make what it asks for until it ends.
    void help();
    void end();
    /// What making them has taken so far.
    double seconds() const { return seconds_; }

private:
    void fill(std::size_t first, std::size_t count, float* out);
    void make(std::size_t row);
    void make_asked(std::size_t row);
    std::size_t ask(std::size_t row);

    ImageModel& model_;
    Drawing how_;
    std::shared_ptr<Matrix> latents_;
    std::vector<std::int32_t> labels_;
    Parallel parallel_;
    Ranks* ranks_;
    Matrix batch_;
    Rows made_;  // the samples in batch_
    double seconds_ = 0;
};

}  // namespace gen
