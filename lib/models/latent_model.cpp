#include "models/latent_model.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

namespace gen {

std::string_view LatentModel::unbounded() const {
    if (codes() == CodeKind::points) return "gives points as codes and no q(z|x): there is no bound of log p(x)";
    if (!likelihood) return "has no likelihood p(x|z): there is no bound of log p(x)";
    if (!prior->has_density()) return "has a prior without a density: there is no bound of log p(x)";
    return {};
}

void LatentModel::image(const real* o, real* x) const {
    if (likelihood) return likelihood->mean(o, pixels(), x);
    const bool mapped = std::isfinite(low);
    const auto least = static_cast<real>(mapped ? low : 0);
    const auto scale = static_cast<real>(mapped ? 1 / (high - low) : 1);
    std::transform(o, o + pixels(), x, [&](real v) { return (v - least) * scale; });
}

double LatentModel::misfit(const real* o, const real* x) const {
    if (likelihood) return likelihood->loss(o, x, pixels(), 0, nullptr);
    thread_local std::vector<real> made;
    made.resize(pixels());
    image(o, made.data());
    double sum = 0;
    for (std::size_t j = 0; j < made.size(); ++j) {
        const double difference = static_cast<double>(x[j]) - static_cast<double>(made[j]);
        sum += difference * difference;
    }
    return sum;
}

}  // namespace gen
