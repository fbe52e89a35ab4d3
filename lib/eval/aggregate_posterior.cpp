#include "eval/aggregate_posterior.hpp"

#include <algorithm>

#include "core/expression.hpp"
#include "core/portable/functions.hpp"
#include "core/random.hpp"
#include "prob/components.hpp"
#include "prob/mmd.hpp"
#include "prob/normal.hpp"
#include "prob/normal_quantile.hpp"

namespace gen {
namespace {

/// log-densities at one draw.
struct AtDraw {
    double conditional = 0;  // log q(z|x)
    double aggregate = 0;    // log q(z)
    double product = 0;      // sum over j of log q(z_j)
    double prior = 0;
};

template <class Part>
Estimated mean_over(const std::vector<AtDraw>& draws, const Part& part) {
    std::vector<double> values;
    values.reserve(draws.size());
    for (const AtDraw& d : draws) values.push_back(part(d));
    return estimated(values);
}

Matrix some_rows(const Matrix& m, std::size_t most) {
    const std::size_t n = std::min(most, m.rows());
    Matrix some(n, m.columns());
    for (std::size_t i = 0; i < n; ++i) std::copy_n(m.row(i * m.rows() / n), m.columns(), some.row(i));
    return some;
}

/// A draw of the Gaussian of each example.
Matrix gaussian_draws(const Encoded& q, std::uint64_t seed) {
    Matrix z(q.mean.rows(), q.mean.columns());
    std::vector<real> noise(z.columns());
    for (std::size_t i = 0; i < z.rows(); ++i) {
        random_normal({seed, Purpose::aggregate, 0}, static_cast<std::uint32_t>(i), noise.data(), noise.size());
        reparameterise({q.mean.row(i), q.logvar.row(i), z.columns()}, noise.data(), z.row(i));
    }
    return z;
}

}  // namespace

Matrix aggregate_draws(const Encoded& q, std::uint64_t seed) {
    return q.kind() == CodeKind::points ? q.mean : q.kind() == CodeKind::implicit ? q.draw : gaussian_draws(q, seed);
}

AggregatePosterior aggregate_posterior(const Encoded& q, const GaussianPrior& prior, std::uint64_t seed, Parallel& parallel,
                                       const std::function<void()>& each_done) {
    const std::size_t n = q.mean.rows();
    const std::size_t d = q.mean.columns();
    const Matrix z = gaussian_draws(q, seed);
    DiagonalGaussians components;
    components.assign(panel(q.mean), panel(q.logvar));
    const double log_count = math::log(static_cast<double>(n));
    AggregatePosterior out = {.draws = std::min(n, AggregatePosterior::most_draws)};
    std::vector<AtDraw> draws(out.draws);
    Matrix marginal(out.draws, d);  // log q(z_j) - log p(z_j)
    parallel.run((out.draws + 15) / 16, [&](std::size_t task) {
        std::vector<double> joint;
        std::vector<double> each;
        for (std::size_t i = task * 16; i < std::min(out.draws, (task + 1) * 16); ++i) {
            const std::size_t row = i * n / out.draws;
            AtDraw& at = draws[i];
            joint.assign(n, 0);
            for (std::size_t j = 0; j < d; ++j) {
                const auto value = static_cast<double>(z(row, j));
                each.assign(n, 0);
                components.add_log_density(j, value, each.data());
                for (std::size_t k = 0; k < n; ++k) joint[k] += each[k];
                const double log_marginal = softmax(each.data(), n) - log_count;
                const double log_prior = log_density(Normal{prior.mean, prior.sd}, value);
                at.product += log_marginal;
                at.prior += log_prior;
                marginal(i, j) = static_cast<real>(log_marginal - log_prior);
            }
            at.conditional = joint[row];
            at.aggregate = softmax(joint.data(), n) - log_count;
            if (each_done) each_done();
        }
    });
    out.information = mean_over(draws, [](const AtDraw& a) { return a.conditional - a.aggregate; });
    out.kl = mean_over(draws, [](const AtDraw& a) { return a.aggregate - a.prior; });
    out.total_correlation = mean_over(draws, [](const AtDraw& a) { return a.aggregate - a.product; });
    out.dimensions = mean_over(draws, [](const AtDraw& a) { return a.product - a.prior; });
    out.rate = mean_over(draws, [](const AtDraw& a) { return a.conditional - a.prior; });
    for (std::size_t j = 0; j < d; ++j) {
        const DoubleVector column = xt::view(doubles(marginal), xt::all(), j);
        out.dimension_kl.push_back(estimated(column).value);
    }
    return out;
}

double kolmogorov_distance(const Matrix& z, std::size_t j, const GaussianPrior& prior) {
    DoubleVector values = (xt::view(doubles(z), xt::all(), j) - prior.mean) / prior.sd;
    std::sort(values.begin(), values.end());
    std::transform(values.begin(), values.end(), values.begin(), normal_cdf);
    const auto n = static_cast<double>(z.rows());
    const DoubleVector rank = xt::arange<double>(n);
    return xt::amax(xt::maximum(xt::abs(values - rank / n), xt::abs((rank + 1) / n - values)))();
}

double aggregate_mmd(const Matrix& z, const GaussianPrior& prior, std::uint64_t seed, Parallel& parallel) {
    constexpr std::size_t most = 2000;
    const Matrix codes = some_rows(z, most);
    Matrix drawn(codes.rows(), codes.columns());
    for (std::size_t i = 0; i < drawn.rows(); ++i)
        random_normal({seed, Purpose::aggregate, 1}, static_cast<std::uint32_t>(i), drawn.row(i), drawn.columns());
    tensor(drawn) = xt::cast<real>(prior.mean + prior.sd * doubles(drawn));
    return Mmd(prior.sd)(panel(codes), panel(drawn), parallel);
}

}  // namespace gen
