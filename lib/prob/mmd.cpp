#include "prob/mmd.hpp"

#include <algorithm>

#include "prob/components.hpp"

namespace gen {
namespace {

constexpr double scales[] = {0.1, 0.2, 0.5, 1, 2, 5, 10};

}  // namespace

double Mmd::operator()(Panel z, Panel p, Parallel& parallel, double factor, MutablePanel dz) {
    if (z.rows < 2) fail("MMD of ", z.rows, " codes, expected at least 2");
    if (p.rows < 2) fail("MMD with ", p.rows, " draws of the prior, expected at least 2");
    check_shape("MMD: prior", p, p.rows, z.columns);
    if (dz.data != nullptr) check_shape("MMD: dz", dz, z.rows, z.columns);
    copy_by_dimension(z, z_);
    copy_by_dimension(p, p_);
    rows_.resize(z.rows + p.rows);
    const std::size_t codes = row_blocks(z.rows);
    const std::size_t draws = row_blocks(p.rows);
    blocks_.resize(codes + draws);
    const auto pairs = [](std::size_t a, std::size_t b) { return static_cast<double>(a) * static_cast<double>(b); };
    parallel.run(codes + draws, [&](std::size_t task) {
        Block& block = blocks_[task];
        const bool of_codes = task < codes;
        const Rows rows = of_codes ? row_block(z.rows, codes, task) : row_block(p.rows, draws, task - codes);
        for (std::size_t i = rows.begin; i < rows.end; ++i) {
            if (!of_codes) {
                rows_[z.rows + i] = sum(p.data + i * p.stride, p, p_, i, 1 / pairs(p.rows, p.rows - 1), block, nullptr);
                continue;
            }
            const real* const x = z.data + i * z.stride;
            block.gradient.assign(z.columns, 0);
            double* const gradient = dz.data != nullptr ? block.gradient.data() : nullptr;
            rows_[i] = sum(x, z, z_, i, 1 / pairs(z.rows, z.rows - 1), block, gradient);
            // z_i stands on either side of the pairs among codes: the gradient counts twice.
            for (double& g : block.gradient) g *= 2;
            rows_[i] += sum(x, p, p_, p.rows, -2 / pairs(z.rows, p.rows), block, gradient);
            if (gradient != nullptr) add_row(gradient, factor, dz, i);
        }
    });
    return tree_sum(rows_.data(), rows_.size());
}

double Mmd::sum(const real* x, Panel others, const std::vector<double>& by_dimension, std::size_t except, double weight, Block& block,
                double* gradient) const {
    const std::size_t n = others.rows;
    const std::size_t d = others.columns;
    for (std::vector<double>* const v : {&block.distance, &block.kernel, &block.slope}) v->assign(n, 0);
    for (std::size_t k = 0; k < d; ++k)
        for (std::size_t j = 0; j < n; ++j) {
            const double difference = static_cast<double>(x[k]) - by_dimension[k * n + j];
            block.distance[j] += difference * difference;
        }
    for (const double scale : scales) {
        const double c = scale * 2 * static_cast<double>(d) * prior_sd_ * prior_sd_;
        for (std::size_t j = 0; j < n; ++j) {
            const double kernel = c / (c + block.distance[j]);
            block.kernel[j] += kernel;
            block.slope[j] += kernel * kernel / c;
        }
    }
    double total = 0;
    for (std::size_t j = 0; j < n; ++j) {
        if (j == except) continue;
        total += block.kernel[j];
        if (gradient == nullptr) continue;
        const double slope = -2 * weight * block.slope[j];
        const real* const y = others.data + j * others.stride;
        for (std::size_t k = 0; k < d; ++k) gradient[k] += slope * (static_cast<double>(x[k]) - static_cast<double>(y[k]));
    }
    return weight * total;
}

}  // namespace gen
