#include "eval/scores/neighbours.hpp"

#include <limits>

#include "core/error.hpp"
#include "eval/scores/distances.hpp"

namespace gen {
namespace {

// Rows come in order, so that of equals the earlier one stays in front.
void insert(real square, std::uint32_t row, std::span<std::uint32_t> rows, std::span<real> squares) {
    std::size_t at = rows.size() - 1;
    for (; at > 0 && square < squares[at - 1]; --at) {
        squares[at] = squares[at - 1];
        rows[at] = rows[at - 1];
    }
    squares[at] = square;
    rows[at] = row;
}

Neighbours nearest(const Matrix& x, const Matrix& of, std::size_t k, bool others, Parallel& parallel) {
    const std::size_t available = of.rows() - (others && of.rows() > 0 ? 1 : 0);
    if (k == 0 || k > available) fail(k, " nearest of ", available, " rows");
    Neighbours found{
        .k = k, .rows = std::vector<std::uint32_t>(x.rows() * k), .squares = std::vector<real>(x.rows() * k, std::numeric_limits<real>::infinity())};
    Distances(x, of, parallel).visit(parallel, [&](Rows of_x, Rows of_y, const Matrix& squares) {
        for (std::size_t i = of_x.begin; i < of_x.end; ++i) {
            const std::span rows(found.rows.data() + i * k, k);
            const std::span best(found.squares.data() + i * k, k);
            const real* row = squares.row(i - of_x.begin);
            for (std::size_t j = of_y.begin; j < of_y.end; ++j)
                if (row[j - of_y.begin] < best.back() && !(others && i == j)) insert(row[j - of_y.begin], static_cast<std::uint32_t>(j), rows, best);
        }
    });
    return found;
}

}  // namespace

Neighbours nearest_rows(const Matrix& x, const Matrix& of, std::size_t k, Parallel& parallel) { return nearest(x, of, k, false, parallel); }

Neighbours nearest_others(const Matrix& x, std::size_t k, Parallel& parallel) { return nearest(x, x, k, true, parallel); }

}  // namespace gen
