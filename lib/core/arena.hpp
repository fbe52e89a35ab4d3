#pragma once

#include <cstddef>
#include <vector>

#include "core/matrix.hpp"
#include "core/pipeline.hpp"

namespace gen {

/// One block of memory for matrices that a pipeline works on: those that never hold numbers at the same time may lie in the same place. What one run
/// leaves in them is gone with the next.
class Arena {
public:
    Arena() = default;
    Arena(const Arena&) = delete;
    Arena& operator=(const Arena&) = delete;

    /// `matrix` takes this shape, and gets its place from arrange().
    void take(Matrix& matrix, std::size_t rows, std::size_t columns);
    /// Before a run: a place for each matrix taken since the last call that the pipeline uses; others have none then. Places depend on shapes and the
    /// pipeline alone.
    void arrange(const Pipeline& pipeline);

    /// Gives the memory back until the next run.
    void release() { memory_ = Matrix(); }

    /// Numbers that it has room for.
    std::size_t size() const { return memory_.size(); }

private:
    struct Piece {
        Matrix* matrix;
        std::size_t numbers;
        std::span<const Pipeline::Span> life;
        std::size_t begin;
    };
    std::size_t place_for(const Piece& piece) const;

    Matrix memory_;
    std::vector<Matrix*> taken_;
    std::vector<Piece> placed_;
};

/// Room for a matrix: of the arena's where there is one, else of its own. Its values are then unspecified.
inline void take(Arena* arena, Matrix& matrix, std::size_t rows, std::size_t columns) {
    if (arena != nullptr)
        arena->take(matrix, rows, columns);
    else
        matrix.resize(rows, columns);
}

}  // namespace gen
