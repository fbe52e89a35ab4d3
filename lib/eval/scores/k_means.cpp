#include "eval/scores/k_means.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/random.hpp"
#include "eval/scores/neighbours.hpp"

namespace gen {
namespace {

void move_to_means(const Matrix& x, const std::vector<std::uint32_t>& cells, Matrix& centres, Parallel& parallel) {
    std::vector<std::vector<std::uint32_t>> rows(centres.rows());
    for (std::uint32_t i = 0; i < cells.size(); ++i) rows[cells[i]].push_back(i);
    parallel.run(centres.rows(), [&](std::size_t k) {
        if (rows[k].empty()) return;
        std::vector<double> sums(x.columns());
        for (const std::uint32_t i : rows[k])
            for (std::size_t j = 0; j < x.columns(); ++j) sums[j] += static_cast<double>(x(i, j));
        for (std::size_t j = 0; j < x.columns(); ++j) centres(k, j) = static_cast<real>(sums[j] / static_cast<double>(rows[k].size()));
    });
}

}  // namespace

Matrix k_means(const Matrix& x, std::size_t k, std::uint64_t seed, Parallel& parallel) {
    if (k == 0 || k > x.rows()) fail(k, " cells of ", x.rows(), " rows");
    const std::vector<std::uint32_t> order = random_order({seed, Purpose::score_cells}, static_cast<std::uint32_t>(x.rows()));
    Matrix centres(k, x.columns());
    for (std::size_t i = 0; i < k; ++i) std::copy_n(x.row(order[i]), x.columns(), centres.row(i));
    std::vector<std::uint32_t> cells;
    for (int round = 0; round < 30; ++round) {
        std::vector<std::uint32_t> next = nearest_rows(x, centres, 1, parallel).rows;
        if (next == cells) break;
        cells = std::move(next);
        move_to_means(x, cells, centres, parallel);
    }
    return centres;
}

}  // namespace gen
