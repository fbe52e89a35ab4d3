#include "prob/cholesky.hpp"

#include <cmath>

namespace gen {

bool cholesky(const std::vector<double>& a, std::size_t d, std::vector<double>& lower) {
    lower.assign(d * d, 0);
    for (std::size_t i = 0; i < d; ++i)
        for (std::size_t j = 0; j <= i; ++j) {
            double rest = a[i * d + j];
            for (std::size_t k = 0; k < j; ++k) rest -= lower[i * d + k] * lower[j * d + k];
            if (i != j)
                lower[i * d + j] = rest / lower[j * d + j];
            else if (rest > 0 && std::isfinite(rest))
                lower[i * d + i] = std::sqrt(rest);
            else
                return false;
        }
    return true;
}

std::vector<double> inverse_of_lower(const std::vector<double>& lower, std::size_t d) {
    std::vector<double> out(d * d, 0);
    for (std::size_t column = 0; column < d; ++column)
        for (std::size_t i = column; i < d; ++i) {
            double rest = i == column ? 1 : 0;
            for (std::size_t k = column; k < i; ++k) rest -= lower[i * d + k] * out[k * d + column];
            out[i * d + column] = rest / lower[i * d + i];
        }
    return out;
}

}  // namespace gen
