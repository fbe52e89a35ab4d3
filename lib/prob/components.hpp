#pragma once

#include <cstddef>
#include <string_view>
#include <vector>

#include "core/error.hpp"
#include "core/matmul.hpp"
#include "core/parallel.hpp"

namespace gen {

/// Throws Fault::input, with `name` in front, unless the panel has this shape.
template <class P>
void check_shape(std::string_view name, const P& panel, std::size_t rows, std::size_t columns) {
    if (panel.rows != rows || panel.columns != columns) fail(name, " is ", panel.rows, "x", panel.columns, ", expected ", rows, "x", columns);
}

/// The numbers of `x` [n, d] as [d, n], so that loops over rows vectorise.
void copy_by_dimension(Panel x, std::vector<double>& out);

/// x becomes e^x / sum e^x; returns log sum e^x. n > 0.
double softmax(double* x, std::size_t n);

/// Row i of `to` gets `factor` times row i of x [rows of to, d] added.
void add_row(const double* x, double factor, MutablePanel to, std::size_t row);

/// n diagonal Gaussians N(m_j, e^v_j) in d dimensions, seen by rows z of a batch: what the aggregate posterior and mixtures have in common.
class DiagonalGaussians {
public:
    /// mean, logvar: [n, d]. Keeps a copy.
    void assign(Panel mean, Panel logvar);
    std::size_t size() const { return n_; }
    std::size_t dimensions() const { return d_; }

    /// out[j] += log N(z; m_jk, e^v_jk) in nats, for dimension k of all j.
    void add_log_density(std::size_t k, double z, double* out) const;
    /// log of the mean density at z [d], in nats; shares[j] becomes the part that j has in it.
    double log_mean_density(const real* z, double* shares) const;
    /// The derivative of log_mean_density() in z_k, from its shares.
    double gradient(std::size_t k, double z, const double* shares) const;
    /// For L whose derivative in the log-density of (j, k) is g[j]: adds dL/dm_jk and dL/dv_jk to d_mean[j] and d_logvar[j]; returns dL/dz.
    double add_gradient(std::size_t k, double z, const double* g, double* d_mean, double* d_logvar) const;

private:
    std::size_t n_ = 0;
    std::size_t d_ = 0;
    std::vector<double> mean_;       // [d, n]
    std::vector<double> precision_;  // [d, n]: e^-v
    std::vector<double> constant_;   // [d, n]: -(log 2 pi + v) / 2
};

/// Sums of gradients in m and v of DiagonalGaussians: each block of rows has its own, and they are added in the order of the blocks.
class DiagonalSums {
public:
    /// At most 32 blocks of rows, to bound the memory: 32 n d 16 bytes.
    static std::size_t blocks(std::size_t rows);
    void clear(std::size_t blocks, const DiagonalGaussians& gaussians);
    double* mean(std::size_t block, std::size_t k) { return sums_.data() + (2 * block * d_ + k) * n_; }
    double* logvar(std::size_t block, std::size_t k) { return sums_.data() + ((2 * block + 1) * d_ + k) * n_; }
    /// d_mean, d_logvar [n, d] += factor times the sums.
    void add_to(double factor, MutablePanel d_mean, MutablePanel d_logvar, Parallel& parallel);

private:
    std::size_t blocks_ = 0;
    std::size_t n_ = 0;
    std::size_t d_ = 0;
    std::vector<double> sums_;  // [blocks, 2, d, n]
};

}  // namespace gen
