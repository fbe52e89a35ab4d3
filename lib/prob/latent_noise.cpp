#include "prob/latent_noise.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "core/error.hpp"
#include "prob/isotropic_gaussian.hpp"

namespace gen {
namespace {

// As IsotropicGaussian, but its draws are scaled as numbers of the generator's type.
class NormalNoise : public IsotropicGaussian {
public:
    explicit NormalNoise(std::size_t dimensions) : IsotropicGaussian(dimensions, {0, 1}) {}
    void draw(const Stream& stream, std::uint32_t row, const Tempering& how, real* z) const override {
        draw_latent(LatentNoise::normal, stream, row, z, dimensions(), how.truncation);
        if (how.temperature == 1) return;
        for (std::size_t j = 0; j < dimensions(); ++j) z[j] *= static_cast<real>(how.temperature);
    }
};

class BoundedNoise : public Prior {
public:
    BoundedNoise(LatentNoise noise, std::size_t dimensions) : Prior(dimensions), noise_(noise) {}
    void draw(const Stream& stream, std::uint32_t row, const Tempering& how, real* z) const override {
        if (how.truncation > 0) fail("only normal latent numbers have tails that can be cut off");
        if (how.temperature != 1) fail("only normal latent numbers can be scaled, these lie in a fixed range");
        draw_latent(noise_, stream, row, z, dimensions());
    }
    bool is_bounded() const override { return true; }

private:
    LatentNoise noise_;
};

class UniformNoise : public BoundedNoise {
public:
    explicit UniformNoise(std::size_t dimensions) : BoundedNoise(LatentNoise::uniform, dimensions) {}
    double log_density(const real* z, double, real*) const override {
        const bool inside = std::all_of(z, z + dimensions(), [](real v) { return std::abs(v) <= 1; });
        return inside ? -static_cast<double>(dimensions()) * std::numbers::ln2 : -std::numeric_limits<double>::infinity();
    }
    std::vector<PriorAxis> axes() const override { return std::vector<PriorAxis>(dimensions(), {0, 1 / std::sqrt(3.0), PriorAxis::Form::uniform}); }
};

class SphericalNoise : public BoundedNoise {
public:
    explicit SphericalNoise(std::size_t dimensions) : BoundedNoise(LatentNoise::sphere, dimensions) {}
    bool has_density() const override { return false; }
    double log_density(const real*, double, real*) const override { fail("points on a sphere have no density in the space around it"); }
    std::vector<PriorAxis> axes() const override { return std::vector<PriorAxis>(dimensions()); }  // one coordinate is nearly N(0, 1)
};

}  // namespace

void draw_latent(LatentNoise noise, const Stream& stream, std::uint32_t row, real* z, std::size_t n, double truncation) {
    if (noise == LatentNoise::uniform) {
        random_uniform(stream, row, z, n);
        for (std::size_t j = 0; j < n; ++j) z[j] = 2 * z[j] - 1;
        return;
    }
    draw_normal(stream, row, z, n, truncation);
    if (noise == LatentNoise::normal) return;
    double square = 0;
    for (std::size_t j = 0; j < n; ++j) square += static_cast<double>(z[j]) * static_cast<double>(z[j]);
    const auto scale = static_cast<real>(std::sqrt(static_cast<double>(n) / std::max(square, 1e-30)));
    for (std::size_t j = 0; j < n; ++j) z[j] *= scale;
}

std::unique_ptr<Prior> noise_prior(LatentNoise noise, std::size_t dimensions) {
    if (noise == LatentNoise::uniform) return std::make_unique<UniformNoise>(dimensions);
    if (noise == LatentNoise::sphere) return std::make_unique<SphericalNoise>(dimensions);
    return std::make_unique<NormalNoise>(dimensions);
}

}  // namespace gen
