#include <algorithm>
#include <cmath>
#include <utility>

#include "core/error.hpp"
#include "prob/components.hpp"
#include "prob/mixture.hpp"

namespace gen {
namespace {

constexpr std::size_t most_iterations = 200;
constexpr double enough = 1e-6;  // relative change of log p
constexpr double ridge = 1e-6;   // of the codes' mean variance
constexpr double fewest = 0.5;   // codes in a component

void check(Panel codes, std::size_t components) {
    if (components == 0) fail("mixture of 0 components, expected at least 1");
    if (codes.rows < components) fail("mixture of ", components, " components: ", codes.rows, " codes, expected at least as many");
    for (std::size_t i = 0; i < codes.rows; ++i)
        for (std::size_t k = 0; k < codes.columns; ++k)
            if (const real z = codes.data[i * codes.stride + k]; !std::isfinite(z))
                fail("mixture: dimension ", k, " of code ", i, " is ", z, ", expected a finite number");
}

/// EM's state: the shares of components in codes, and how well each code is explained.
class Fit {
public:
    Fit(Panel codes, std::size_t components, Parallel& parallel)
        : codes_(codes), components_(components), parallel_(&parallel), share_(components * codes.rows), explained_(codes.rows) {
        const std::vector<double> ones(codes.rows, 1);
        everything_ = moments(ones.data());
        for (std::size_t k = 0; k < codes.columns; ++k) ridge_ += ridge * everything_.covariance[k * codes.columns + k];
        ridge_ /= static_cast<double>(codes.columns);
        if (!(ridge_ > 0)) fail("mixture: all ", codes.rows, " codes are equal, expected some that differ");
        add_ridge(everything_);
    }

    void start(Draws draws);
    /// The mean of log p; sets the shares.
    double expect(const GaussianMixture& mixture);
    /// The mixture that the shares make likeliest.
    GaussianMixture maximise();

private:
    const real* row(std::size_t i) const { return codes_.data + i * codes_.stride; }
    void add_ridge(MixtureComponent& c) const {
        for (std::size_t k = 0; k < codes_.columns; ++k) c.covariance[k * codes_.columns + k] += ridge_;
    }
    template <class Work>
    void by_rows(const Work& work) {
        const std::size_t blocks = row_blocks(codes_.rows);
        parallel_->run(blocks, [&](std::size_t block) { work(row_block(codes_.rows, blocks, block)); });
    }
    MixtureComponent moments(const double* share) const;
    MixtureComponent restart();

    Panel codes_;
    std::size_t components_;
    Parallel* parallel_;
    std::vector<double> share_;      // [components, n]
    std::vector<double> explained_;  // [n]: log p, or less the squared distance from the nearest centre
    MixtureComponent everything_;    // mean and covariance of all codes
    double ridge_ = 0;
};

void Fit::start(Draws draws) {
    const std::size_t n = codes_.rows;
    std::vector<double> distance(n, INFINITY);
    std::vector<std::size_t> nearest(n, 0);
    for (std::size_t c = 0; c < components_; ++c) {
        const double total = c == 0 ? 0 : tree_sum(distance.data(), n);
        std::size_t chosen = draws.below(static_cast<std::uint32_t>(n));
        if (total > 0) {
            double left = draws.uniform() * total;
            for (chosen = 0; chosen + 1 < n && left >= distance[chosen]; ++chosen) left -= distance[chosen];
        }
        by_rows([&](Rows rows) {
            for (std::size_t i = rows.begin; i < rows.end; ++i) {
                double square = 0;
                for (std::size_t k = 0; k < codes_.columns; ++k) {
                    const double difference = static_cast<double>(row(i)[k]) - static_cast<double>(row(chosen)[k]);
                    square += difference * difference;
                }
                if (square >= distance[i]) continue;
                distance[i] = square;
                nearest[i] = c;
            }
        });
    }
    for (std::size_t i = 0; i < n; ++i) {
        share_[nearest[i] * n + i] = 1;
        explained_[i] = -distance[i];
    }
}

double Fit::expect(const GaussianMixture& mixture) {
    by_rows([&](Rows rows) {
        thread_local std::vector<double> joint;
        thread_local std::vector<double> shares;
        thread_local std::vector<double> scratch;
        joint.resize(components_ * rows.count());
        shares.resize(components_);
        mixture.log_joint({row(rows.begin), rows.count(), codes_.columns, codes_.stride}, joint.data(), scratch);
        for (std::size_t i = 0; i < rows.count(); ++i) {
            for (std::size_t c = 0; c < components_; ++c) shares[c] = joint[c * rows.count() + i];
            explained_[rows.begin + i] = softmax(shares.data(), components_);
            for (std::size_t c = 0; c < components_; ++c) share_[c * codes_.rows + rows.begin + i] = shares[c];
        }
    });
    return tree_sum(explained_.data(), codes_.rows) / static_cast<double>(codes_.rows);
}

MixtureComponent Fit::moments(const double* share) const {
    const std::size_t d = codes_.columns;
    MixtureComponent out = {0, std::vector<double>(d, 0), std::vector<double>(d * d, 0)};
    for (std::size_t i = 0; i < codes_.rows; ++i) {
        out.weight += share[i];
        for (std::size_t k = 0; k < d; ++k) out.mean[k] += share[i] * static_cast<double>(row(i)[k]);
    }
    if (out.weight < fewest) return out;
    for (double& x : out.mean) x /= out.weight;
    // Four codes at a time: the covariance passes through memory a quarter as often.
    std::vector<double> distance(4 * d, 0);
    for (std::size_t first = 0; first < codes_.rows; first += 4) {
        double weight[4] = {};
        for (std::size_t r = 0; r < 4 && first + r < codes_.rows; ++r) {
            weight[r] = share[first + r];
            for (std::size_t k = 0; k < d; ++k) distance[r * d + k] = static_cast<double>(row(first + r)[k]) - out.mean[k];
        }
        if (std::all_of(weight, weight + 4, [](double w) { return w == 0; })) continue;
        const double* const x = distance.data();
        for (std::size_t k = 0; k < d; ++k) {
            const double scaled[] = {weight[0] * x[k], weight[1] * x[d + k], weight[2] * x[2 * d + k], weight[3] * x[3 * d + k]};
            double* const covariance = out.covariance.data() + k * d;
            for (std::size_t j = 0; j <= k; ++j)
                covariance[j] += scaled[0] * x[j] + scaled[1] * x[d + j] + scaled[2] * x[2 * d + j] + scaled[3] * x[3 * d + j];
        }
    }
    for (std::size_t k = 0; k < d; ++k)
        for (std::size_t j = 0; j <= k; ++j) out.covariance[j * d + k] = out.covariance[k * d + j] /= out.weight;
    return out;
}

MixtureComponent Fit::restart() {
    const auto worst = std::min_element(explained_.begin(), explained_.end());
    const auto i = static_cast<std::size_t>(worst - explained_.begin());
    *worst = INFINITY;  // the next one starts elsewhere
    MixtureComponent out = everything_;
    for (std::size_t k = 0; k < codes_.columns; ++k) out.mean[k] = static_cast<double>(row(i)[k]);
    out.weight = 1;
    return out;
}

GaussianMixture Fit::maximise() {
    std::vector<MixtureComponent> components(components_);
    parallel_->run(components_, [&](std::size_t c) {
        components[c] = moments(share_.data() + c * codes_.rows);
        add_ridge(components[c]);
    });
    for (MixtureComponent& c : components)
        if (c.weight < fewest) c = restart();
    return GaussianMixture(std::move(components));
}

}  // namespace

MixtureFit fit_mixture(Panel codes, std::size_t components, std::uint64_t seed, Parallel& parallel) {
    check(codes, components);
    Fit fit(codes, components, parallel);
    fit.start(Draws({seed, Purpose::mixture_fit, 0}));
    MixtureFit out = {fit.maximise(), {}};
    out.log_likelihood.push_back(fit.expect(out.mixture));
    for (std::size_t i = 0; i < most_iterations; ++i) {
        out.mixture = fit.maximise();
        const double before = out.log_likelihood.back();
        out.log_likelihood.push_back(fit.expect(out.mixture));
        if (std::abs(out.log_likelihood.back() - before) <= enough * std::abs(before)) break;
    }
    return out;
}

}  // namespace gen
