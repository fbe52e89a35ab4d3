#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "core/matmul.hpp"
#include "core/matrix.hpp"
#include "core/random.hpp"
#include "core/rounded.hpp"

namespace gen {

/// Whether a batch goes through a network to train it: statistics of the batch, noise on; else running statistics, noise off.
enum class Trains : bool { no, yes };

/// What layers are told beside a batch.
struct Mode {
    Stream noise = {};                          // of this step
    std::size_t first_row = 0;                  // the number of the batch's first row, for that noise
    std::span<const std::int32_t> labels = {};  // the class of each row, -1 where it has none
    Panel numbers = {};                         // any numbers of each row, a row each: a time, an energy
    std::size_t shards = 1;                     // of the batch (core/sharding.hpp)

    /// For `count` rows of these from `first` on.
    Mode part(std::size_t first, std::size_t count) const;
};

/// What a batch leaves in a layer on its way forward, for the way back.
struct Memory {
    Matrix rows;               // numbers of each row
    std::vector<double> sums;  // numbers of each block of rows, to be added up for the whole batch
    std::vector<real> batch;   // numbers of the whole batch
    RoundedMatrix x;           // what products in bf16 took
    RoundedMatrix dy;
};

/// A batch as one layer sees it. Maps of channels lie with channels last, [H][W][C] in a row.
struct Flow {
    const Matrix* x;
    Matrix* y;
    const Matrix* dy = nullptr;
    Matrix* dx = nullptr;          // null where nobody needs it
    const Matrix* skip = nullptr;  // of a residual layer: the output that is added; forward() alone looks at it
    Matrix* dskip = nullptr;
    Memory* memory;
    const Mode* mode;
    bool training;
    std::size_t blocks;              // of rows, in `memory->sums`
    std::size_t number;              // of the layer in its network: tells its random numbers from those of others
    std::optional<real> slope = {};  // of a relu behind the layer, which it does, too: y and dy are then the relu's
    bool mixed = false;              // x and dy come from different passes, so that memory tells nothing of them
    Matrix* gradient = nullptr;      // of a weight whose gradient comes at once: where it goes instead of to the parameter's own
};

/// `flow` with another gradient on its way back.
inline Flow through(Flow flow, const Matrix* dy, Matrix* dx) {
    flow.dy = dy;
    flow.dx = dx;
    return flow;
}

}  // namespace gen
