#include "nn/inference.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace gen {
namespace {

constexpr std::size_t numbers_together = 50 * 1024;  // of the widest layer: rows enough for BLAS, few enough for the second-level cache

}  // namespace

Inference::Inference(const Sequential& network)
    : network_(&network), together_(std::clamp<std::size_t>(std::bit_floor(numbers_together / std::max<std::size_t>(1, network.widest())), 16, 256)) {}

std::unique_ptr<Inference::Buffers> Inference::take() {
    const std::lock_guard lock(guard_);
    if (free_.empty()) return std::make_unique<Buffers>();
    std::unique_ptr<Buffers> buffers = std::move(free_.back());
    free_.pop_back();
    return buffers;
}

void Inference::give_back(std::unique_ptr<Buffers> buffers) {
    const std::lock_guard lock(guard_);
    free_.push_back(std::move(buffers));
}

void Inference::run(std::size_t rows, Parallel& parallel, const Read& read, const Use& use, std::span<const std::int32_t> labels, const Stream& noise,
                    std::size_t first_row) {
    parallel.run((rows + together_ - 1) / together_, [&](std::size_t task) {
        const std::size_t first = task * together_;
        const std::size_t count = std::min(together_, rows - first);
        std::unique_ptr<Buffers> buffers = take();
        buffers->x.resize(together_, network_->inputs());
        network_->reserve(buffers->trace, together_, false);
        buffers->trace.mode.noise = noise;
        buffers->trace.mode.first_row = first_row + first;
        if (count == together_) {
            if (!labels.empty()) buffers->trace.mode.labels = labels.subspan(first, count);
            read(first, buffers->x);
            network_->forward(buffers->x, buffers->trace, {0, together_});
            use(first, buffers->trace.y.back());
        } else {
            run_last(*buffers, first, count, read, use, labels);
        }
        give_back(std::move(buffers));
    });
}

// Rows of zeros behind fewer rows: what BLAS gives for a row depends on how many there are.
void Inference::run_last(Buffers& buffers, std::size_t first, std::size_t count, const Read& read, const Use& use, std::span<const std::int32_t> labels) {
    std::vector<std::int32_t> told;
    if (!labels.empty()) told.assign(labels.begin() + static_cast<std::ptrdiff_t>(first), labels.begin() + static_cast<std::ptrdiff_t>(first + count));
    if (!labels.empty()) told.resize(together_, -1);
    buffers.trace.mode.labels = told;
    Matrix x(count, network_->inputs());
    read(first, x);
    buffers.x.fill(0);
    std::copy_n(x.data(), x.size(), buffers.x.data());
    network_->forward(buffers.x, buffers.trace, {0, together_});
    Matrix y(count, network_->outputs());
    std::copy_n(buffers.trace.y.back().data(), y.size(), y.data());
    use(first, y);
    buffers.trace.mode.labels = {};
}

}  // namespace gen
