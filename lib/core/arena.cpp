#include "core/arena.hpp"

#include <algorithm>
#include <limits>

namespace gen {
namespace {

constexpr std::size_t cache_line = 64 / sizeof(real);  // numbers between two places that a matrix may begin at

bool meet(std::span<const Pipeline::Span> a, std::span<const Pipeline::Span> b) {
    return std::any_of(a.begin(), a.end(), [b](const Pipeline::Span& x) {
        return std::any_of(b.begin(), b.end(), [&x](const Pipeline::Span& y) { return x.first <= y.last && y.first <= x.last; });
    });
}

}  // namespace

void Arena::take(Matrix& matrix, std::size_t rows, std::size_t columns) {
    matrix.lie_at(nullptr, rows, columns);
    if (std::find(taken_.begin(), taken_.end(), &matrix) == taken_.end()) taken_.push_back(&matrix);
}

/// The lowest one that none of the placed ones needs at the same time.
std::size_t Arena::place_for(const Piece& piece) const {
    std::size_t begin = 0;
    for (const Piece& other : placed_) {  // in the order of their beginnings
        if (other.begin >= begin + piece.numbers) break;
        if (other.begin + other.numbers > begin && meet(piece.life, other.life)) begin = other.begin + other.numbers;
    }
    return begin;
}

void Arena::arrange(const Pipeline& pipeline) {
    for (const Piece& piece : placed_) piece.matrix->lie_at(nullptr, piece.matrix->rows(), piece.matrix->columns());
    std::vector<Piece> pieces;
    for (Matrix* const matrix : taken_)
        if (const std::span<const Pipeline::Span> life = pipeline.life(*matrix); !life.empty())
            pieces.push_back({matrix, (matrix->size() + cache_line - 1) / cache_line * cache_line, life, 0});
    taken_.clear();
    // Large ones first: small ones then fill the gaps.
    std::stable_sort(pieces.begin(), pieces.end(), [](const Piece& a, const Piece& b) { return a.numbers > b.numbers; });
    placed_.clear();
    std::size_t end = 0;
    for (Piece& piece : pieces) {
        piece.begin = place_for(piece);
        end = std::max(end, piece.begin + piece.numbers);
        placed_.insert(std::upper_bound(placed_.begin(), placed_.end(), piece, [](const Piece& a, const Piece& b) { return a.begin < b.begin; }),
                       piece);
    }
    if (end > memory_.size()) {
        release();
        memory_.resize(1, end);
    }
    if (checks_places) memory_.fill(std::numeric_limits<real>::quiet_NaN());
    for (const Piece& piece : placed_) piece.matrix->lie_at(memory_.data() + piece.begin, piece.matrix->rows(), piece.matrix->columns());
}

}  // namespace gen
