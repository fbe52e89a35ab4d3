#include "eval/modes.hpp"

#include <limits>
#include <numeric>

#include "core/error.hpp"
#include "eval/histogram.hpp"

namespace gen {
namespace {

struct Nearest {
    std::size_t centre = 0;
    double square = std::numeric_limits<double>::infinity();  // of the distance
};

/// The first of equals.
Nearest nearest(const real* sample, const Matrix& centres) {
    Nearest best;
    for (std::size_t k = 0; k < centres.rows(); ++k) {
        double square = 0;
        for (std::size_t j = 0; j < centres.columns(); ++j) {
            const double d = static_cast<double>(sample[j]) - static_cast<double>(centres(k, j));
            square += d * d;
        }
        if (square < best.square) best = {k, square};
    }
    return best;
}

}  // namespace

ModeCoverage mode_coverage(const Examples& samples, const Matrix& centres, double sd, double factor, Parallel& parallel) {
    if (samples.columns() != centres.columns()) fail("samples have ", samples.columns(), " numbers, the centres ", centres.columns());
    const double limit = factor * sd * factor * sd;
    const std::size_t blocks = row_blocks(samples.size());
    std::vector<std::vector<std::uint64_t>> counts(blocks, std::vector<std::uint64_t>(centres.rows()));
    parallel.run(blocks, [&](std::size_t block) {
        const Rows rows = row_block(samples.size(), blocks, block);
        std::vector<real> sample(samples.columns());
        for (std::size_t i = rows.begin; i < rows.end; ++i) {
            samples.read(i, sample.data());
            const Nearest found = nearest(sample.data(), centres);
            if (found.square <= limit) ++counts[block][found.centre];
        }
    });
    ModeCoverage out{.counts = std::vector<std::uint64_t>(centres.rows())};
    for (const std::vector<std::uint64_t>& part : counts)
        for (std::size_t k = 0; k < part.size(); ++k) out.counts[k] += part[k];
    out.modes = present(out.counts);
    out.high_quality =
        static_cast<double>(std::accumulate(out.counts.begin(), out.counts.end(), std::uint64_t{0})) / static_cast<double>(samples.size());
    out.reverse_kl = kl_to_uniform(out.counts);
    return out;
}

}  // namespace gen
