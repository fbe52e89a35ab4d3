#include "eval/scores/data_copying.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "eval/scores/k_means.hpp"
#include "eval/scores/neighbours.hpp"

namespace gen {
namespace {

/// The rows of m in each cell.
std::vector<std::vector<std::uint32_t>> rows_by_cell(const Matrix& m, const Matrix& centres, Parallel& parallel) {
    std::vector<std::vector<std::uint32_t>> rows(centres.rows());
    const Neighbours cells = nearest_rows(m, centres, 1, parallel);
    for (std::uint32_t i = 0; i < m.rows(); ++i) rows[cells.nearest(i)].push_back(i);
    return rows;
}

Matrix taken(const Matrix& m, const std::vector<std::uint32_t>& rows) {
    Matrix out(rows.size(), m.columns());
    for (std::size_t i = 0; i < rows.size(); ++i) std::copy_n(m.row(rows[i]), m.columns(), out.row(i));
    return out;
}

}  // namespace

double mann_whitney_z(std::span<const real> a, std::span<const real> b) {
    std::vector<std::pair<real, bool>> all;  // whether it is one of a
    for (const real v : a) all.emplace_back(v, true);
    for (const real v : b) all.emplace_back(v, false);
    std::sort(all.begin(), all.end());
    double ranks = 0;  // of a, from 1
    double ties = 0;   // t^3 - t of each group of t equal numbers
    for (std::size_t first = 0, end = 0; first < all.size(); first = end) {
        double of_a = 0;
        for (; end < all.size() && all[end].first == all[first].first; ++end) of_a += all[end].second ? 1 : 0;
        const auto equal = static_cast<double>(end - first);
        ranks += of_a * (static_cast<double>(first) + (equal + 1) / 2);
        ties += equal * equal * equal - equal;
    }
    const auto n = static_cast<double>(a.size());
    const auto m = static_cast<double>(b.size());
    const double u = ranks - n * (n + 1) / 2;
    const double variance = n * m / 12 * (n + m + 1 - ties / ((n + m) * (n + m - 1)));
    return variance > 0 ? (u - n * m / 2) / std::sqrt(variance) : 0;
}

DataCopying data_copying(const Matrix& train, const Matrix& test, const Matrix& samples, const CopyingCells& how, Parallel& parallel) {
    if (test.empty() || samples.empty()) fail("data copying by ", test.rows(), " test rows and ", samples.rows(), " samples, expected some of each");
    const std::size_t wanted = how.cells > 0 ? how.cells : std::clamp<std::size_t>(test.rows() / 200, 1, 50);
    const Matrix centres = k_means(train, std::min(wanted, train.rows()), how.seed, parallel);
    const auto train_rows = rows_by_cell(train, centres, parallel);
    const auto test_rows = rows_by_cell(test, centres, parallel);
    const auto sample_rows = rows_by_cell(samples, centres, parallel);
    DataCopying out;
    double sum = 0;
    double weights = 0;
    double squares = 0;
    for (std::size_t k = 0; k < centres.rows(); ++k) {
        if (train_rows[k].empty() || test_rows[k].empty() || sample_rows[k].size() <= how.least) continue;
        const Matrix near = taken(train, train_rows[k]);
        const std::vector<real> of_samples = nearest_rows(taken(samples, sample_rows[k]), near, 1, parallel).squares;
        const std::vector<real> of_test = nearest_rows(taken(test, test_rows[k]), near, 1, parallel).squares;
        const auto weight = static_cast<double>(test_rows[k].size());
        sum += weight * mann_whitney_z(of_samples, of_test);
        weights += weight;
        squares += weight * weight;
        ++out.cells;
    }
    constexpr double none = std::numeric_limits<double>::quiet_NaN();
    out.share = weights / static_cast<double>(test.rows());
    out.score = out.cells > 0 ? Estimated{sum / weights, std::sqrt(squares) / weights} : Estimated{none, none};
    return out;
}

}  // namespace gen
