#include "models/implicit_encoder.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/portable/functions.hpp"

namespace gen {
namespace {

constexpr std::size_t rows_together = 1024;  // whose images and draws are in memory at once

/// Mean and squared distances from it of numbers that come one after the other (Welford, 1962).
struct Moments {
    double mean = 0;
    double squares = 0;

    void add(double value, std::size_t seen) {
        const double distance = value - mean;
        mean += distance / static_cast<double>(seen);
        squares += distance * (value - mean);
    }
};

}  // namespace

Encoded ImplicitEncoder::encode(const Examples& data, std::size_t first, std::size_t count, Parallel& parallel) {
    Encoded out{Matrix(count, latent()), Matrix(count, latent()), Matrix(count, latent())};
    std::vector<Moments> moments;
    for (std::size_t begin = 0; begin < count; begin += rows_together) {
        const std::size_t rows = std::min(rows_together, count - begin);
        moments.assign(rows * latent(), {});
        each_draw(data, first + begin, rows, moment_draws + 1, parallel, [&](std::size_t number, const Matrix& z) {
            if (number == moment_draws)
                std::copy_n(z.data(), z.size(), out.draw.row(begin));
            else
                for (std::size_t i = 0; i < moments.size(); ++i) moments[i].add(static_cast<double>(z.data()[i]), number + 1);
        });
        for (std::size_t i = 0; i < moments.size(); ++i) {
            out.mean.row(begin)[i] = static_cast<real>(moments[i].mean);
            const double variance = moments[i].squares / static_cast<double>(moment_draws - 1);
            out.logvar.row(begin)[i] = static_cast<real>(math::log(std::max(variance, least_variance)));
        }
    }
    return out;
}

}  // namespace gen
