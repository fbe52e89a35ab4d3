#include "models/gan/critic.hpp"

#include <utility>

namespace gen {

GanCritic::GanCritic(const Sequential& discriminator, CriticRoom& room, View view) : discriminator_(&discriminator), room_(&room), view_(view) {
    for (std::size_t i = 0; i < sides(); ++i) discriminator.open(trace(i), true);
}

void GanCritic::reserve(std::size_t packs, const Mode& mode, std::span<const std::int32_t> labels) {
    const std::size_t rows = packs * scale();
    labels_.resize(labels.empty() ? 0 : rows);
    for (std::size_t i = 0; i < labels_.size(); ++i) labels_[i] = labels[i / scale()];
    for (std::size_t i = 0; i < sides(); ++i) {
        for (Matrix* const m : {&room_->x[i], &room_->dx[i]}) room_->arena->take(*m, rows, discriminator_->inputs());
        trace(i).mode = mode;
        trace(i).mode.labels = labels_;
        discriminator_->reserve(trace(i), rows, true, scale());
        if (in_turn()) std::swap(room_->trace[0].memory, room_->memory);
    }
}

Pipeline::Uses GanCritic::inputs() const {
    Pipeline::Uses uses;
    for (std::size_t i = 0; i < sides(); ++i) uses.push_back(&room_->x[i]);
    return uses;
}

Pipeline::Uses GanCritic::logits() const {
    Pipeline::Uses uses;
    for (std::size_t i = 0; i < sides(); ++i) uses.insert(uses.end(), {&trace(i).y.back(), &trace(i).dy.back()});
    return uses;
}

Pipeline::Uses GanCritic::first_gradients() const {
    Pipeline::Uses uses;
    for (std::size_t i = 0; i < sides(); ++i) uses.push_back(&discriminator_->first_gradient(trace(i)));
    return uses;
}

void GanCritic::add_forward(Pipeline& pipeline, Turn turn) const {
    for (std::size_t i = 0; i < sides(); ++i) {
        if (!has_turn(i, turn)) continue;
        discriminator_->add_forward(pipeline, room_->x[i], trace(i), Trains::yes, scale());
    }
}

void GanCritic::add_backward(Pipeline& pipeline, bool to_input, Turn turn) const {
    for (std::size_t i = 0; i < sides(); ++i)
        if (has_turn(i, turn)) discriminator_->add_backward(pipeline, room_->x[i], trace(i), Trains::yes, to_input ? &room_->dx[i] : nullptr, scale());
}

void GanCritic::end_real_turn() const { std::swap(room_->trace[0].memory, room_->memory); }

std::vector<Pass> GanCritic::passes(Sequential& discriminator) const {
    std::vector<Pass> passes;
    for (std::size_t i = 0; i < sides(); ++i) passes.push_back({&discriminator, &room_->x[i], &trace(i)});
    return passes;
}

bool GanCritic::finite(Rows packs) const {
    for (std::size_t i = 0; i < sides(); ++i)
        if (!discriminator_->finite_gradients(trace(i), packs, scale())) return false;
    return true;
}

bool GanCritic::can_keep(const Sequential& discriminator) const {
    for (std::size_t i = 0; i < sides(); ++i) {
        if (in_turn()) std::swap(room_->trace[0].memory, room_->memory);
        if (!discriminator.can_keep(trace(i))) return false;
    }
    return true;
}

void GanCritic::keep(Sequential& discriminator) const {
    for (std::size_t i = 0; i < sides(); ++i) {
        if (in_turn()) std::swap(room_->trace[0].memory, room_->memory);
        discriminator.keep(trace(i));
    }
}

}  // namespace gen
