#pragma once

#include <cstdint>
#include <vector>

#include "core/examples.hpp"
#include "models/model.hpp"
#include "prob/kernel_mmd.hpp"

namespace gen {

/// Generated images beside the data: up to 1,000 of each, always the same examples and the same latent numbers.
class ImageWatch {
public:
    /// `model` draws; its generator is looked at with the weights that it has at that time.
    ImageWatch(const Model& model, const Examples& data, std::uint64_t seed, Parallel& parallel);

    struct Look {
        double discrepancy;  // MMD^2 on the data's first 64 principal axes, Gaussian kernels around the median distance
        double diversity;    // mean distance of two generated images, in units of the data's; 256 images
        double moments;      // root mean square of the differences of means and standard deviations of pixels, in units of the data's
    };
    Look look(Parallel& parallel);
    /// What the discrepancy comes to by chance: the size of its standard deviation where both distributions are the same.
    double floor() const { return floor_; }

private:
    Matrix projected(const Matrix& x) const;

    const Model* model_;
    Matrix z_;
    std::vector<std::int32_t> labels_;
    Matrix axes_;  // [pixels, axes]; empty: no projection
    Matrix data_;  // on the axes
    std::vector<double> widths_;
    std::vector<double> mean_;
    std::vector<double> sd_;
    double distance_ = 0;
    double floor_ = 0;
    KernelMmd mmd_;
};

}  // namespace gen
