#pragma once

#include <array>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "train/passage.hpp"

namespace gen {

/// The discriminator as it sees a batch: packs of real images, packs of generated ones, or both.
class GanCritic {
public:
    enum class View {
        together,   // real and generated ones are neighbours in one batch
        apart,      // each is a batch of its own: what layers see that look at the whole batch
        in_turn,    // the same, one after the other: the gradients of the real side are summed up before the other side comes
        generated,  // generated ones alone
    };
    enum class Turn { all, of_real, of_generated };
    GanCritic(Sequential& discriminator, View view, Arena& arena);

    /// Room for so many packs of either kind. `mode` without labels; these are one a pack, or none.
    void reserve(std::size_t packs, const Mode& mode, std::span<const std::int32_t> labels);

    bool sees_real() const { return view_ != View::generated; }
    bool in_turn() const { return view_ == View::in_turn; }
    /// The matrices that input() leads to; logits() and logits_gradient(); input_gradient().
    Pipeline::Uses inputs() const;
    Pipeline::Uses logits(Turn turn = Turn::all) const;
    /// The logits, for steps that look at all of them.
    std::vector<Whole> judgements() const;
    Pipeline::Uses input_gradients() const { return {&side(false).dx}; }
    real* input(bool is_real, std::size_t pack) { return side(is_real).x.row(row(is_real, pack)); }
    const real* input_gradient(std::size_t pack) const { return side(false).dx.row(row(false, pack)); }
    const real* logits(bool is_real, std::size_t pack) const { return side(is_real).passage.y().row(row(is_real, pack)); }
    real* logits_gradient(bool is_real, std::size_t pack) { return side(is_real).passage.dy().row(row(is_real, pack)); }

    /// All sides, or in_turn one. With `to_input` also the gradient by D's input.
    void forward(Pipeline& pipeline, Turn turn = Turn::all);
    void backward(Pipeline& pipeline, bool to_input, Turn turn = Turn::all);
    std::vector<Passage*> passages(Turn turn = Turn::all) const;

private:
    /// One batch of its own.
    struct Side {
        Side(Sequential& discriminator, Arena& arena, std::size_t each) : passage(discriminator, x, arena, each) {}
        Matrix x;
        Matrix dx;
        Passage passage;
    };
    bool has_two() const { return view_ == View::apart || in_turn(); }
    std::size_t each() const { return view_ == View::together ? 2 : 1; }
    Side& side(bool is_real) const { return *sides_[has_two() && !is_real ? 1 : 0]; }
    std::vector<Side*> sides(Turn turn) const;
    std::size_t row(bool is_real, std::size_t pack) const { return view_ == View::together ? 2 * pack + (is_real ? 0 : 1) : pack; }

    View view_;
    Arena* arena_;
    std::vector<std::unique_ptr<Side>> sides_;
    std::vector<std::int32_t> labels_;  // of rows
};

}  // namespace gen
