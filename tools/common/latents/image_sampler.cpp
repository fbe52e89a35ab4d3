#include "tools/common/latents/image_sampler.hpp"

#include <algorithm>
#include <chrono>
#include <limits>
#include <utility>

namespace gen {
namespace {

constexpr std::size_t no_row = std::numeric_limits<std::size_t>::max();
constexpr std::size_t batch_numbers = std::size_t{1} << 20;  // of a batch, about

}  // namespace

ImageSampler::ImageSampler(ImageModel& model, const Drawing& how, std::size_t threads, Matrix latents, std::vector<std::int32_t> labels, Ranks* ranks)
    : model_(model),
      how_(how),
      latents_(std::make_shared<Matrix>(std::move(latents))),
      labels_(std::move(labels)),
      parallel_(threads),
      ranks_(ranks) {}

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

// Rank 0 says which rows it wants, as it writes them.
std::size_t ImageSampler::ask(std::size_t row) {
    auto wanted = static_cast<std::uint64_t>(row);
    ranks_->broadcast(reinterpret_cast<std::byte*>(&wanted), sizeof wanted);
    return static_cast<std::size_t>(wanted);
}

void ImageSampler::help() {
    if (ranks_ == nullptr || ranks_->rank() == 0) return;
    for (std::size_t row = ask(0); row != no_row; row = ask(0)) make_asked(row);
}

void ImageSampler::end() {
    if (ranks_ != nullptr && ranks_->rank() == 0) ask(no_row);
}

void ImageSampler::make(std::size_t row) {
    if (ranks_ != nullptr) ask(row);
    make_asked(row);
}

void ImageSampler::make_asked(std::size_t row) {
    const auto start = std::chrono::steady_clock::now();
    const std::size_t together = model_.rows_together();
    const std::size_t rows = std::max<std::size_t>(1, batch_numbers / model_.pixels() / together) * together;
    const std::size_t ranks = ranks_ == nullptr ? 1 : ranks_->size();
    const std::size_t all = rows * ranks;
    made_ = {row / all * all, std::min(count(), row / all * all + all)};
    batch_.resize(made_.count(), model_.pixels());
    const auto part = [&](std::size_t rank) {
        return Rows{std::min(made_.end, made_.begin + rank * rows), std::min(made_.end, made_.begin + (rank + 1) * rows)};
    };
    const Rows own = part(ranks_ == nullptr ? 0 : ranks_->rank());
    const Rows places = {own.begin - made_.begin, own.end - made_.begin};
    if (own.count() > 0) model_.images(*latents_, own, how_, parallel_, panel(batch_, places), labels_);
    if (ranks_ != nullptr) {
        std::vector<std::size_t> ends(ranks);
        for (std::size_t r = 0; r < ranks; ++r) ends[r] = (part(r).end - made_.begin) * batch_.columns() * sizeof(real);
        ranks_->gather(reinterpret_cast<std::byte*>(batch_.data()), ends);
    }
    seconds_ += std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
}

}  // namespace gen
