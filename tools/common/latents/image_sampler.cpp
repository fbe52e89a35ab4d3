#include "tools/common/latents/image_sampler.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace gen {
namespace {

constexpr std::size_t batch_numbers = std::size_t{1} << 20;  // of a batch, about

}  // namespace

ImageSampler::ImageSampler(ImageModel& model, const Drawing& how, std::size_t threads, Matrix latents, std::vector<std::int32_t> labels)
    : model_(model), how_(how), latents_(std::move(latents)), labels_(std::move(labels)), parallel_(threads) {}

Images ImageSampler::images() {
    const Shape& input = model_.shape();
    Images images;
    images.shape = {count(), input[0], input[1], input[2]};
    images.type = Type::f32;
    constexpr double infinity = std::numeric_limits<double>::infinity();
    images.range = model_.has_range() ? Range{0, 1} : Range{-infinity, infinity};
    images.rows = [this](std::size_t first, std::size_t rows, void* out) { fill(first, rows, static_cast<float*>(out)); };
    images.latents = latents_;
    images.labels = labels_;
    return images;
}

// Images are made in batches that waste nothing, whatever rows are asked for.
void ImageSampler::fill(std::size_t first, std::size_t rows, float* out) {
    for (std::size_t i = first; i < first + rows;) {
        if (i < made_.begin || i >= made_.end) make(i);
        const std::size_t there = std::min(first + rows, made_.end) - i;
        std::copy_n(batch_.row(i - made_.begin), there * batch_.columns(), out + (i - first) * batch_.columns());
        i += there;
    }
}

void ImageSampler::make(std::size_t row) {
    const auto start = std::chrono::steady_clock::now();
    const std::size_t together = model_.rows_together();
    const std::size_t rows = std::max<std::size_t>(1, batch_numbers / model_.pixels() / together) * together;
    made_ = {row / rows * rows, std::min(count(), row / rows * rows + rows)};
    batch_.resize(made_.count(), model_.pixels());
    const auto use = [&](std::size_t i, const real* x) { std::copy_n(x, batch_.columns(), batch_.row(i - made_.begin)); };
    model_.images(latents_, made_, how_, parallel_, use, labels_);
    seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace gen
