#pragma once

#include <array>
#include <cstdint>
#include <span>
#include <vector>

#include "core/pipeline.hpp"
#include "nn/update.hpp"

namespace gen {

/// What a batch leaves in the discriminator: room that several views use in turn.
struct CriticRoom {
    explicit CriticRoom(Arena& lies_in) : arena(&lies_in) {
        for (Trace& t : trace) t.arena = arena;
    }
    Arena* arena;
    std::array<Matrix, 2> x;
    std::array<Matrix, 2> dx;
    std::array<Trace, 2> trace;
    std::vector<Memory> memory;  // of the real side, while the other one is in its trace
};

/// The discriminator as it sees a batch: packs of real images, packs of generated ones, or both.
class GanCritic {
public:
    enum class View {
        together,   // real and generated ones are neighbours in one batch
        apart,      // each is a batch of its own: what layers see that look at the whole batch
        in_turn,    // the same, one after the other in one trace: the gradients of the real side are summed up before the other side comes
        generated,  // generated ones alone
    };
    GanCritic(const Sequential& discriminator, CriticRoom& room, View view);

    /// Room for so many packs of either kind. `mode` without labels; these are one a pack, or none.
    void reserve(std::size_t packs, const Mode& mode, std::span<const std::int32_t> labels);

    bool sees_real() const { return view_ != View::generated; }
    bool in_turn() const { return view_ == View::in_turn; }
    /// The matrices that input() leads to; logits() and logits_gradient(); input_gradient(); and where finite() looks.
    Pipeline::Uses inputs() const;
    Pipeline::Uses logits() const;
    Pipeline::Uses input_gradients() const { return {&room_->dx[side(false)]}; }
    Pipeline::Uses first_gradients() const;
    real* input(bool is_real, std::size_t pack) { return room_->x[side(is_real)].row(row(is_real, pack)); }
    const real* input_gradient(std::size_t pack) const { return room_->dx[side(false)].row(row(false, pack)); }
    const real* logits(bool is_real, std::size_t pack) const { return trace(side(is_real)).y.back().row(row(is_real, pack)); }
    real* logits_gradient(bool is_real, std::size_t pack) { return trace(side(is_real)).dy.back().row(row(is_real, pack)); }

    enum class Turn { all, of_real, of_generated };
    /// All sides, or in_turn one. With `to_input` also the gradient by D's input.
    void add_forward(Pipeline& pipeline, Turn turn = Turn::all) const;
    void add_backward(Pipeline& pipeline, bool to_input, Turn turn = Turn::all) const;
    /// In turn, when all has been taken from the trace of the real side.
    void end_real_turn() const;
    std::vector<Pass> passes(Sequential& discriminator) const;
    /// Whether the gradients of rows of packs are finite.
    bool finite(Rows packs) const;
    /// After an update: running statistics take in those of the batch.
    void keep(Sequential& discriminator) const;
    bool can_keep(const Sequential& discriminator) const;

private:
    std::size_t sides() const { return view_ == View::apart || in_turn() ? 2 : 1; }
    std::size_t scale() const { return view_ == View::together ? 2 : 1; }
    std::size_t side(bool is_real) const { return sides() == 2 && !is_real ? 1 : 0; }
    Trace& trace(std::size_t side) const { return room_->trace[in_turn() ? 0 : side]; }
    static bool has_turn(std::size_t side, Turn turn) { return turn == Turn::all || side == (turn == Turn::of_real ? 0 : 1); }
    std::size_t row(bool is_real, std::size_t pack) const { return view_ == View::together ? 2 * pack + (is_real ? 0 : 1) : pack; }

    const Sequential* discriminator_;
    CriticRoom* room_;
    View view_;
    std::vector<std::int32_t> labels_;  // of rows
};

}  // namespace gen
