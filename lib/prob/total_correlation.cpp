#include "prob/total_correlation.hpp"

#include <cmath>
#include <numbers>

#include "core/portable/functions.hpp"

namespace gen {
namespace {

double at(Panel x, std::size_t i, std::size_t k) { return static_cast<double>(x.data[i * x.stride + k]); }

void check(const PosteriorDraws& q, std::size_t examples) {
    check_shape("KL decomposition: mean", q.mean, q.z.rows, q.z.columns);
    check_shape("KL decomposition: logvar", q.logvar, q.z.rows, q.z.columns);
    if (examples == 0) fail("KL decomposition: 0 training examples, expected at least 1");
}

}  // namespace

KlParts KlDecomposition::operator()(const PosteriorDraws& q, std::size_t examples, Parallel& parallel) { return run(q, examples, parallel, nullptr); }

KlParts KlDecomposition::operator()(const PosteriorDraws& q, std::size_t examples, Parallel& parallel, const KlParts& weights, double factor,
                                    const PosteriorGradients& d) {
    check_shape("KL decomposition: dz", d.z, q.z.rows, q.z.columns);
    check_shape("KL decomposition: d_mean", d.mean, q.z.rows, q.z.columns);
    check_shape("KL decomposition: d_logvar", d.logvar, q.z.rows, q.z.columns);
    const Loss loss = {weights, factor, d};
    return run(q, examples, parallel, &loss);
}

KlParts KlDecomposition::run(const PosteriorDraws& q, std::size_t examples, Parallel& parallel, const Loss* loss) {
    check(q, examples);
    const std::size_t n = q.z.rows;
    const double log_count = math::log(static_cast<double>(n)) + math::log(static_cast<double>(examples));
    const std::size_t blocks = DiagonalSums::blocks(n);
    posterior_.assign(q.mean, q.logvar);
    blocks_.resize(blocks);
    for (std::vector<double>* const part : {&information_, &correlation_, &dimensions_}) part->resize(n);
    if (loss != nullptr) sums_.clear(blocks, posterior_);
    parallel.run(blocks, [&](std::size_t block) {
        const Rows rows = row_block(n, blocks, block);
        for (std::size_t i = rows.begin; i < rows.end; ++i) {
            densities(q, log_count, i, blocks_[block]);
            if (loss != nullptr) gradients(q, *loss, i, block);
        }
    });
    if (loss != nullptr) sums_.add_to(loss->factor, loss->d.mean, loss->d.logvar, parallel);
    return {tree_sum(information_.data(), n), tree_sum(correlation_.data(), n), tree_sum(dimensions_.data(), n)};
}

void KlDecomposition::densities(const PosteriorDraws& q, double log_count, std::size_t i, Block& block) {
    const std::size_t n = q.z.rows;
    const std::size_t d = q.z.columns;
    block.joint.assign(n, 0);
    block.each.assign(d * n, 0);
    double marginals = 0;
    double prior = 0;
    for (std::size_t k = 0; k < d; ++k) {
        double* const each = block.each.data() + k * n;
        posterior_.add_log_density(k, at(q.z, i, k), each);
        for (std::size_t j = 0; j < n; ++j) block.joint[j] += each[j];
        marginals += softmax(each, n) - log_count;
        const double distance = (at(q.z, i, k) - prior_.mean) / prior_.sd;
        prior -= 0.5 * (std::log(2 * std::numbers::pi) + distance * distance) + math::log(prior_.sd);
    }
    const double own = block.joint[i];
    const double joint = softmax(block.joint.data(), n) - log_count;
    information_[i] = own - joint;
    correlation_[i] = joint - marginals;
    dimensions_[i] = marginals - prior;
}

void KlDecomposition::gradients(const PosteriorDraws& q, const Loss& loss, std::size_t i, std::size_t block_number) {
    const std::size_t n = q.z.rows;
    const std::size_t d = q.z.columns;
    Block& block = blocks_[block_number];
    const KlParts& weights = loss.weights;
    const double of_joint = weights.total_correlation - weights.mutual_information;
    const double of_each = weights.dimension_kl - weights.total_correlation;
    block.dz.resize(d);
    for (std::size_t k = 0; k < d; ++k) {
        double* const g = block.each.data() + k * n;
        for (std::size_t j = 0; j < n; ++j) g[j] = of_joint * block.joint[j] + of_each * g[j];
        g[i] += weights.mutual_information;
        const double z = at(q.z, i, k);
        block.dz[k] = posterior_.add_gradient(k, z, g, sums_.mean(block_number, k), sums_.logvar(block_number, k)) +
                      weights.dimension_kl * (z - prior_.mean) / (prior_.sd * prior_.sd);
    }
    add_row(block.dz.data(), loss.factor, loss.d.z, i);
}

}  // namespace gen
