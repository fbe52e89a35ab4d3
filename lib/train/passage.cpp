#include "train/passage.hpp"

namespace gen {

Passage::Passage(Sequential& network, const Matrix& x, Arena& arena, std::size_t each) : network_(&network), x_(&x), each_(each) {
    trace_.arena = &arena;
    network.open(trace_, true);
}

void Passage::reserve(std::size_t rows, const Mode& mode, Trains training) {
    trace_.mode = mode;
    network_->reserve(trace_, rows * each_, training == Trains::yes, each_);
}

void Passage::forward(Pipeline& pipeline, Trains training) { network_->add_forward(pipeline, *x_, trace_, training, each_); }

void Passage::backward(Pipeline& pipeline, Matrix* dx) { network_->add_backward(pipeline, *x_, trace_, Trains::yes, dx, each_); }

}  // namespace gen
