#include "prob/quadrature.hpp"

#include "core/error.hpp"

namespace gen {

double hermite_mean(std::size_t d, std::size_t points, const std::function<double(const std::vector<double>& e)>& f) {
    if (points != 2 && points != 3) fail("quadrature by ", points, " nodes, expected 2 or 3");
    const std::vector<double> nodes = points == 2 ? std::vector<double>{-1, 1} : std::vector<double>{-std::sqrt(3.0), 0, std::sqrt(3.0)};
    const std::vector<double> weights = points == 2 ? std::vector<double>{0.5, 0.5} : std::vector<double>{1.0 / 6, 2.0 / 3, 1.0 / 6};
    std::vector<std::size_t> at(d);
    std::vector<double> e(d);
    double sum = 0;
    while (true) {
        double weight = 1;
        for (std::size_t k = 0; k < d; ++k) {
            e[k] = nodes[at[k]];
            weight *= weights[at[k]];
        }
        sum += weight * f(e);
        std::size_t k = 0;
        while (k < d && ++at[k] == points) at[k++] = 0;
        if (k == d) return sum;
    }
}

ScalarMoments quadratic_moments(std::size_t d, const std::function<double(const std::vector<double>& e)>& f) {
    const double mean = hermite_mean(d, 2, f);
    return {mean, hermite_mean(d, 3, [&](const std::vector<double>& e) { return (f(e) - mean) * (f(e) - mean); })};
}

}  // namespace gen
