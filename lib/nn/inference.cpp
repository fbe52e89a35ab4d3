#include "nn/inference.hpp"

#include <algorithm>
#include <bit>
#include <utility>

namespace gen {
namespace {

constexpr std::size_t numbers_together = std::size_t{100} * 1024;  // of the widest layer: rows enough for BLAS, few enough for the second-level cache

}  // namespace

Inference::Inference(const Sequential& network, Gives gives)
    : network_(&network),
      gives_(gives),
      together_(std::clamp<std::size_t>(std::bit_floor(numbers_together / std::max<std::size_t>(1, network.widest())), 16, 256)) {}

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

Matrix& Inference::seen(Buffers& buffers) const {
    return gives_ == Gives::outputs ? buffers.trace.y.back() : network_->last_input(buffers.x, buffers.trace);
}

void Inference::run(std::size_t rows, Parallel& parallel, const Read& read, const Use& use, const Mode& mode) {
    network_->round_weights(parallel);
    parallel.run((rows + together_ - 1) / together_, [&](std::size_t task) {
        const std::size_t first = task * together_;
        const std::size_t count = std::min(together_, rows - first);
        std::unique_ptr<Buffers> buffers = take();
        buffers->x.resize(together_, network_->inputs());
        network_->reserve(buffers->trace, together_, false);
        buffers->trace.mode = mode.part(first, count);
        if (count == together_) {
            read(first, buffers->x);
            network_->forward(buffers->x, buffers->trace, {0, together_});
            use(first, seen(*buffers));
        } else {
            run_last(*buffers, first, count, read, use);
        }
        give_back(std::move(buffers));
    });
}

// Rows of zeros behind fewer rows: what BLAS gives for a row depends on how many there are.
void Inference::run_last(Buffers& buffers, std::size_t first, std::size_t count, const Read& read, const Use& use) {
    Mode& mode = buffers.trace.mode;
    std::vector<std::int32_t> labels(mode.labels.begin(), mode.labels.end());
    if (!labels.empty()) labels.resize(together_, -1);
    mode.labels = labels;
    Matrix numbers(mode.numbers.rows > 0 ? together_ : 0, mode.numbers.columns);
    for (std::size_t i = 0; i < mode.numbers.rows; ++i) std::copy_n(mode.numbers.data + i * mode.numbers.stride, numbers.columns(), numbers.row(i));
    mode.numbers = panel(numbers);
    Matrix x(count, network_->inputs());
    read(first, x);
    buffers.x.fill(0);
    std::copy_n(x.data(), x.size(), buffers.x.data());
    network_->forward(buffers.x, buffers.trace, {0, together_});
    const Matrix& all = seen(buffers);
    Matrix y(count, all.columns());
    std::copy_n(all.data(), y.size(), y.data());
    use(first, y);
    mode = {};
}

}  // namespace gen
