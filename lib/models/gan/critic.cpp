#include "models/gan/critic.hpp"

namespace gen {

GanCritic::GanCritic(Sequential& discriminator, View view, Arena& arena) : view_(view), arena_(&arena) {
    for (std::size_t i = 0; i < (has_two() ? 2 : 1); ++i) sides_.push_back(std::make_unique<Side>(discriminator, arena, each()));
}

void GanCritic::reserve(std::size_t packs, const Mode& mode, std::span<const std::int32_t> labels) {
    const std::size_t rows = packs * each();
    labels_.resize(labels.empty() ? 0 : rows);
    for (std::size_t i = 0; i < labels_.size(); ++i) labels_[i] = labels[i / each()];
    Mode told = mode;
    told.labels = labels_;
    for (const std::unique_ptr<Side>& side : sides_) {
        for (Matrix* const m : {&side->x, &side->dx}) arena_->take(*m, rows, side->passage.network().inputs());
        side->passage.reserve(packs, told, Trains::yes);
    }
}

std::vector<GanCritic::Side*> GanCritic::sides(Turn turn) const {
    std::vector<Side*> some;
    for (const std::unique_ptr<Side>& each : sides_)
        if (turn == Turn::all || each.get() == &side(turn == Turn::of_real)) some.push_back(each.get());
    return some;
}

Pipeline::Uses GanCritic::inputs() const {
    Pipeline::Uses uses;
    for (const Side* const side : sides(Turn::all)) uses.push_back(&side->x);
    return uses;
}

Pipeline::Uses GanCritic::logits(Turn turn) const {
    Pipeline::Uses uses;
    for (const Side* const side : sides(turn))
        for (const Matrix* const end : side->passage.ends()) uses.push_back(end);
    return uses;
}

std::vector<Whole> GanCritic::judgements() const {
    std::vector<Whole> all;
    for (const Side* const side : sides(Turn::all)) all.push_back(rows_of(side->passage.y()));
    return all;
}

void GanCritic::forward(Pipeline& pipeline, Turn turn) {
    for (Side* const side : sides(turn)) side->passage.forward(pipeline, Trains::yes);
}

void GanCritic::backward(Pipeline& pipeline, bool to_input, Turn turn) {
    for (Side* const side : sides(turn)) side->passage.backward(pipeline, to_input ? &side->dx : nullptr);
}

std::vector<Passage*> GanCritic::passages(Turn turn) const {
    std::vector<Passage*> all;
    for (Side* const side : sides(turn)) all.push_back(&side->passage);
    return all;
}

}  // namespace gen
