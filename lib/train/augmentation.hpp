#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>

#include "core/examples.hpp"
#include "core/words.hpp"

namespace gen {

/// How images of a training set are changed anew in every epoch, in this order; what they show stays the same.
struct Augmentation {
    double crop = 0;        // a window up to so many pixels smaller, somewhere in the image, is enlarged to its size
    std::size_t shift = 0;  // moved by up to so many pixels along both axes; pixels of the border are repeated
    bool flip = false;      // left and right exchanged, every other time
    double noise = 0;       // standard deviation of normal noise on every number

    bool any() const { return crop > 0 || shift > 0 || flip || noise > 0; }
    /// Throws Fault::usage where images {C, H, W} are too small for it, as points are for all but noise.
    void check(const Shape& image) const;
};

/// "shift=2,flip,crop=4,noise=0.05"; "none". Throws Fault::usage.
Augmentation parse_augmentation(std::string_view text);
/// "crop=", "flip", ...
Forms augmentation_forms();

/// A data set as one epoch sees it: each row a function of (seed, epoch, row) and the row as it is. `data` outlives it.
class AugmentedExamples : public Examples {
public:
    AugmentedExamples(const Examples& data, const Shape& image, const Augmentation& how, std::uint64_t seed, std::uint64_t epoch)
        : data_(&data), image_(image), how_(how), seed_(seed), epoch_(epoch) {}

    std::size_t size() const override { return data_->size(); }
    std::size_t columns() const override { return data_->columns(); }
    void read(std::size_t row, real* out) const override;
    void prefetch(std::span<const std::uint32_t> rows) const override { data_->prefetch(rows); }
    std::int32_t label(std::size_t row) const override { return data_->label(row); }

private:
    const Examples* data_;
    Shape image_;  // C, H, W
    Augmentation how_;
    std::uint64_t seed_;
    std::uint64_t epoch_;
};

}  // namespace gen
