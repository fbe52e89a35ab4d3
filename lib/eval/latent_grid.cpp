#include "eval/latent_grid.hpp"

#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "core/error.hpp"
#include "core/portable/functions.hpp"
#include "eval/log_mean.hpp"
#include "models/decoder.hpp"

namespace gen {
namespace {

constexpr double reach = 7;       // standard deviations
constexpr double cells_a_sd = 4;  // of a histogram
constexpr int last_cell = 16;     // counted from the middle: what lies farther out counts to it
constexpr std::size_t numbers_at_once = std::size_t{1} << 22;

void expect_grid(std::size_t dimensions, const GaussianPrior* prior) {
    if (dimensions > latent_grid_dimensions)
        fail_usage("a grid serves up to ", latent_grid_dimensions, " latent dimensions, the model has ", dimensions);
    if (prior == nullptr) fail_usage("a grid needs a Gaussian prior, that of the model is a mixture");
}

Matrix grid_of(std::size_t dimensions, std::size_t points, const GaussianPrior& prior) {
    Matrix z(dimensions == 1 ? points : points * points, dimensions);
    const double width = 2 * reach * prior.sd / static_cast<double>(points - 1);
    for (std::size_t g = 0; g < z.rows(); ++g)
        for (std::size_t j = 0; j < dimensions; ++j) {
            const std::size_t place = j == 0 ? g % points : g / points;
            z(g, j) = static_cast<real>(prior.mean - reach * prior.sd + width * static_cast<double>(place));
        }
    return z;
}

int cell_of(double z, const GaussianPrior& prior) {
    return std::clamp(static_cast<int>(std::floor((z - prior.mean) / prior.sd * cells_a_sd)), -last_cell, last_cell - 1);
}

/// The prior's mass in a cell.
double mass_of(int cell) {
    const auto below = [](int at) { return at <= -last_cell ? 0 : at >= last_cell ? 1 : std::erfc(-at / cells_a_sd / std::numbers::sqrt2) / 2; };
    return below(cell + 1) - below(cell);
}

}  // namespace

std::vector<double> grid_log_density(const LatentModel& model, const Examples& data, Rows rows, std::size_t points, Parallel& parallel) {
    const GaussianPrior* const prior = model.prior->gaussian();
    expect_grid(model.latent(), prior);
    const Matrix z = grid_of(model.latent(), points, *prior);
    std::vector<double> weights(z.rows());  // log p(z) and the size of the grid
    const double log_cell = static_cast<double>(z.columns()) * math::log(2 * reach * prior->sd / static_cast<double>(points - 1));
    const double log_grid = log_cell + math::log(static_cast<double>(z.rows()));
    for (std::size_t g = 0; g < z.rows(); ++g) weights[g] = log_density(*prior, z.row(g), z.columns()) + log_grid;
    const std::size_t together = model.form.classes > 0 ? 1 : std::max<std::size_t>(1, numbers_at_once / z.rows());
    Decoder decoder(*model.decoder);
    std::vector<double> found;
    for (std::size_t first = rows.begin; first < rows.end; first += together) {
        const std::size_t n = std::min(together, rows.end - first);
        Matrix x(n, data.columns());
        for (std::size_t i = 0; i < n; ++i) data.read(first + i, x.row(i));
        const std::vector<std::int32_t> labels(model.form.classes > 0 ? z.rows() : 0, data.label(first));
        std::vector<double> joint(n * z.rows());
        decoder.decode(
            z, {0, z.rows()}, parallel,
            [&](std::size_t g, const real* o) {
                for (std::size_t i = 0; i < n; ++i) joint[i * z.rows() + g] = weights[g] - model.misfit(o, x.row(i));
            },
            labels);
        for (std::size_t i = 0; i < n; ++i) found.push_back(log_mean_exp({joint.data() + i * z.rows(), z.rows()}).value);
    }
    return found;
}

double histogram_kl(const Matrix& z, const GaussianPrior& prior) {
    expect_grid(z.columns(), &prior);
    std::map<std::pair<int, int>, std::size_t> cells;
    for (std::size_t i = 0; i < z.rows(); ++i)
        ++cells[{cell_of(static_cast<double>(z(i, 0)), prior), z.columns() == 1 ? 0 : cell_of(static_cast<double>(z(i, 1)), prior)}];
    const auto n = static_cast<double>(z.rows());
    double kl = 0;
    for (const auto& [cell, count] : cells) {
        const double part = static_cast<double>(count) / n;
        kl += part * math::log(part / (mass_of(cell.first) * (z.columns() == 1 ? 1 : mass_of(cell.second))));
    }
    return kl - static_cast<double>(cells.size() - 1) / (2 * n);
}

}  // namespace gen
