#include "prob/vamp.hpp"

namespace gen {

void VampPrior::assign(Panel mean, Panel logvar) {
    if (mean.rows == 0) fail("VampPrior of 0 components, expected at least 1");
    check_shape("VampPrior: logvar", logvar, mean.rows, mean.columns);
    components_.assign(mean, logvar);
}

void VampPrior::log_density(Panel z, std::span<double> out, Parallel& parallel) { run(z, out, parallel, 0, nullptr); }

void VampPrior::log_density(Panel z, std::span<double> out, Parallel& parallel, double factor, const Gradients& d) {
    check_shape("VampPrior: dz", d.z, z.rows, z.columns);
    check_shape("VampPrior: d_mean", d.mean, components_.size(), components_.dimensions());
    check_shape("VampPrior: d_logvar", d.logvar, components_.size(), components_.dimensions());
    run(z, out, parallel, factor, &d);
}

void VampPrior::run(Panel z, std::span<double> out, Parallel& parallel, double factor, const Gradients* d) {
    const std::size_t n = components_.size();
    const std::size_t dimensions = components_.dimensions();
    if (n == 0) fail("VampPrior of 0 components, expected at least 1");
    check_shape("VampPrior: z", z, z.rows, dimensions);
    if (out.size() != z.rows) fail("VampPrior: room for ", out.size(), " densities, expected ", z.rows);
    const std::size_t blocks = DiagonalSums::blocks(z.rows);
    blocks_.resize(blocks);
    if (d != nullptr) sums_.clear(blocks, components_);
    parallel.run(blocks, [&](std::size_t number) {
        Block& block = blocks_[number];
        block.shares.resize(n);
        block.dz.resize(dimensions);
        const Rows rows = row_block(z.rows, blocks, number);
        for (std::size_t i = rows.begin; i < rows.end; ++i) {
            const real* const x = z.data + i * z.stride;
            out[i] = components_.log_mean_density(x, block.shares.data());
            if (d == nullptr) continue;
            for (std::size_t k = 0; k < dimensions; ++k)
                block.dz[k] =
                    components_.add_gradient(k, static_cast<double>(x[k]), block.shares.data(), sums_.mean(number, k), sums_.logvar(number, k));
            add_row(block.dz.data(), factor, d->z, i);
        }
    });
    if (d != nullptr) sums_.add_to(factor, d->mean, d->logvar, parallel);
}

}  // namespace gen
