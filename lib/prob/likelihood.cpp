#include "prob/likelihood.hpp"

#include <algorithm>
#include <cmath>
#include <numbers>
#include <vector>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "core/parse.hpp"

namespace gen {
namespace {

double gaussian_loss(double sd, const real* o, const real* x, std::size_t n, double factor, real* d) {
    const double precision = 1 / (sd * sd);
    double squares = 0;
    for (std::size_t i = 0; i < n; ++i) {
        const double distance = static_cast<double>(o[i]) - static_cast<double>(x[i]);
        squares += distance * distance;
        if (d != nullptr) d[i] = static_cast<real>(factor * precision * distance);
    }
    return 0.5 * precision * squares + static_cast<double>(n) * (std::log(sd) + 0.5 * std::log(2 * std::numbers::pi));
}

}  // namespace

double Likelihood::loss(const real* o, const real* x, std::size_t n, double factor, real* d) const {
    if (kind == Kind::gaussian) return gaussian_loss(sd, o, x, n, factor, d);
    return kernels().bernoulli(o, x, n, static_cast<real>(factor), d);
}

void Likelihood::mean(const real* o, std::size_t n, real* x) const {
    if (kind == Kind::gaussian) std::copy_n(o, n, x);
    else kernels().sigmoid(o, n, x);
}

void Likelihood::draw(const Stream& stream, std::uint32_t row, std::size_t n, real* x) const {
    thread_local std::vector<real> noise;
    noise.resize(n);
    if (kind == Kind::gaussian) {
        random_normal(stream, row, noise.data(), n);
        kernels().add_scaled(noise.data(), static_cast<real>(sd), n, x);
    } else {
        random_uniform(stream, row, noise.data(), n);
        kernels().threshold(x, noise.data(), n, x);
    }
}

Likelihood parse_likelihood(std::string_view words) {
    const auto [name, argument] = split_at(words, ':');
    if (name == "bernoulli" && argument.empty()) return {};
    if (name != "gaussian") fail_usage("likelihood is ", words, ", expected bernoulli or gaussian:SD");
    const double sd = parse_number(argument, "likelihood gaussian");
    if (sd <= 0) fail_usage("likelihood gaussian: sd is ", sd, ", expected more than 0");
    return {Likelihood::Kind::gaussian, sd};
}

std::string text(const Likelihood& likelihood) {
    return likelihood.kind == Likelihood::Kind::bernoulli ? "bernoulli" : join("gaussian:", likelihood.sd);
}

}  // namespace gen
