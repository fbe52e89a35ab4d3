#include "prob/components.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>

#include "core/portable/functions.hpp"

namespace gen {

void copy_by_dimension(Panel x, std::vector<double>& out) {
    out.resize(x.rows * x.columns);
    for (std::size_t i = 0; i < x.rows; ++i)
        for (std::size_t k = 0; k < x.columns; ++k) out[k * x.rows + i] = static_cast<double>(x.data[i * x.stride + k]);
}

double softmax(double* x, std::size_t n) {
    const double largest = *std::max_element(x, x + n);
    double sum = 0;
    for (std::size_t j = 0; j < n; ++j) sum += x[j] = math::exp(x[j] - largest);
    for (std::size_t j = 0; j < n; ++j) x[j] /= sum;
    return largest + math::log(sum);
}

void add_row(const double* x, double factor, MutablePanel to, std::size_t row) {
    real* const out = to.data + row * to.stride;
    for (std::size_t k = 0; k < to.columns; ++k) out[k] += static_cast<real>(factor * x[k]);
}

void DiagonalGaussians::assign(Panel mean, Panel logvar) {
    n_ = mean.rows;
    d_ = mean.columns;
    copy_by_dimension(mean, mean_);
    copy_by_dimension(logvar, constant_);
    precision_.resize(constant_.size());
    for (std::size_t i = 0; i < constant_.size(); ++i) {
        precision_[i] = math::exp(-constant_[i]);
        constant_[i] = -0.5 * (std::log(2 * std::numbers::pi) + constant_[i]);
    }
}

void DiagonalGaussians::add_log_density(std::size_t k, double z, double* __restrict out) const {
    const double* const mean = mean_.data() + k * n_;
    const double* const precision = precision_.data() + k * n_;
    const double* const constant = constant_.data() + k * n_;
    for (std::size_t j = 0; j < n_; ++j) {
        const double distance = z - mean[j];
        out[j] += constant[j] - 0.5 * distance * distance * precision[j];
    }
}

double DiagonalGaussians::log_mean_density(const real* z, double* shares) const {
    std::fill_n(shares, n_, 0.0);
    for (std::size_t k = 0; k < d_; ++k) add_log_density(k, static_cast<double>(z[k]), shares);
    return softmax(shares, n_) - math::log(static_cast<double>(n_));
}

double DiagonalGaussians::gradient(std::size_t k, double z, const double* shares) const {
    const double* const mean = mean_.data() + k * n_;
    const double* const precision = precision_.data() + k * n_;
    double dz = 0;
    for (std::size_t j = 0; j < n_; ++j) dz -= shares[j] * ((z - mean[j]) * precision[j]);
    return dz;
}

double DiagonalGaussians::add_gradient(std::size_t k, double z, const double* g, double* __restrict d_mean, double* __restrict d_logvar) const {
    const double* const mean = mean_.data() + k * n_;
    const double* const precision = precision_.data() + k * n_;
    double dz = 0;
    for (std::size_t j = 0; j < n_; ++j) {
        const double distance = z - mean[j];
        const double slope = distance * precision[j];
        d_mean[j] += g[j] * slope;
        d_logvar[j] += 0.5 * g[j] * (distance * slope - 1);
        dz -= g[j] * slope;
    }
    return dz;
}

std::size_t DiagonalSums::blocks(std::size_t rows) { return std::min<std::size_t>(row_blocks(rows), 32); }

void DiagonalSums::clear(std::size_t blocks, const DiagonalGaussians& gaussians) {
    blocks_ = blocks;
    n_ = gaussians.size();
    d_ = gaussians.dimensions();
    sums_.assign(2 * blocks_ * d_ * n_, 0);
}

void DiagonalSums::add_to(double factor, MutablePanel d_mean, MutablePanel d_logvar, Parallel& parallel) {
    if (blocks_ == 0) return;
    parallel.run(2 * d_, [&](std::size_t task) {
        const std::size_t k = task / 2;
        const bool is_mean = task % 2 == 0;
        const MutablePanel to = is_mean ? d_mean : d_logvar;
        double* const total = is_mean ? mean(0, k) : logvar(0, k);
        for (std::size_t block = 1; block < blocks_; ++block) {
            const double* const part = is_mean ? mean(block, k) : logvar(block, k);
            for (std::size_t j = 0; j < n_; ++j) total[j] += part[j];
        }
        for (std::size_t j = 0; j < n_; ++j) to.data[j * to.stride + k] += static_cast<real>(factor * total[j]);
    });
}

}  // namespace gen
