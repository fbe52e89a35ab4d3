#include "prob/prior.hpp"

namespace gen {

std::optional<double> Prior::kl(const GaussianRow&, double, real*, real*) const { return std::nullopt; }

Matrix draw(const Prior& prior, std::size_t count, const Stream& stream, const Tempering& how) {
    Matrix z(count, prior.dimensions());
    for (std::size_t i = 0; i < count; ++i) prior.draw(stream, static_cast<std::uint32_t>(i), how, z.row(i));
    return z;
}

}  // namespace gen
