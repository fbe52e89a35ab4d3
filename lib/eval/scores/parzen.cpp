#include "eval/scores/parzen.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>
#include <numbers>
#include <span>

#include "core/portable/functions.hpp"
#include "eval/scores/distances.hpp"

namespace gen {
namespace {

/// The sum of exp(-scale d) over numbers d that come in parts, as exp(-scale least) times `sum`.
class KernelSum {
public:
    void add(std::span<const real> squares, double scale) {
        const auto least = static_cast<double>(*std::min_element(squares.begin(), squares.end()));
        if (least < least_) {
            sum_ *= math::exp((least - least_) * scale);
            least_ = least;
        }
        for (const real square : squares) {
            const double below = (static_cast<double>(square) - least_) * scale;
            if (below < 50) sum_ += math::exp(-below);  // what is passed over is lost in the sum's rounding
        }
    }
    double log(double scale) const { return math::log(sum_) - least_ * scale; }

private:
    double least_ = std::numeric_limits<double>::infinity();
    double sum_ = 0;
};

double scale_of(double sigma) { return 1 / (2 * sigma * sigma); }

/// By sigma, for each row of `test`.
std::vector<std::vector<double>> log_densities(const Matrix& samples, const Matrix& test, std::span<const double> sigmas, Parallel& parallel) {
    std::vector<std::vector<KernelSum>> sums(sigmas.size(), std::vector<KernelSum>(test.rows()));
    Distances(test, samples, parallel).visit(parallel, [&](Rows of_test, Rows of_samples, const Matrix& squares) {
        for (std::size_t s = 0; s < sigmas.size(); ++s)
            for (std::size_t i = 0; i < of_test.count(); ++i)
                sums[s][of_test.begin + i].add({squares.row(i), of_samples.count()}, scale_of(sigmas[s]));
    });
    std::vector<std::vector<double>> out(sigmas.size());
    for (std::size_t s = 0; s < sigmas.size(); ++s) {
        const double log_volume = static_cast<double>(test.columns()) * math::log(sigmas[s] * std::sqrt(2 * std::numbers::pi));
        for (const KernelSum& sum : sums[s])
            out[s].push_back(sum.log(scale_of(sigmas[s])) - math::log(static_cast<double>(samples.rows())) - log_volume);
    }
    return out;
}

}  // namespace

std::vector<double> parzen_sigmas() {
    std::vector<double> sigmas;
    for (int i = 0; i < 10; ++i) sigmas.push_back(math::pow(10, -1 + i / 9.0));
    return sigmas;
}

std::vector<double> parzen_log_density(const Matrix& samples, const Matrix& test, double sigma, Parallel& parallel) {
    return log_densities(samples, test, {&sigma, 1}, parallel)[0];
}

Parzen parzen(const Matrix& samples, const Matrix& validation, const Matrix& test, Parallel& parallel) {
    const std::vector<double> sigmas = parzen_sigmas();
    std::vector<double> means;
    for (const std::vector<double>& each : log_densities(samples, validation, sigmas, parallel)) means.push_back(estimated(each).value);
    const auto best = static_cast<std::size_t>(std::max_element(means.begin(), means.end()) - means.begin());
    return {.log_density = estimated(parzen_log_density(samples, test, sigmas[best], parallel)),
            .sigma = sigmas[best],
            .validation = means[best],
            .at_edge = best == 0 || best + 1 == sigmas.size()};
}

}  // namespace gen
