#include "eval/annealing.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "eval/log_mean.hpp"

namespace gen {
namespace {

constexpr std::size_t block_rows = 64;

/// Rows of examples, with what chains need to know of them.
struct Block {
    Matrix x;
    std::vector<ChainTarget> targets;

    // Row 0 of q is that of row `first` of data.
    Block(const Examples& data, Rows rows, const Encoded& q, std::size_t first) : x(rows.count(), data.columns()) {
        for (std::size_t i = 0; i < rows.count(); ++i) {
            data.read(rows.begin + i, x.row(i));
            targets.push_back(chain_target(x.row(i), data, rows.begin + i, q, rows.begin + i - first));
        }
    }
};

}  // namespace

AnnealedImportance::AnnealedImportance(const LatentModel& model, const Annealing& how, Parallel& parallel)
    : model_(&model), how_(how), parallel_(&parallel), together_(std::max<std::size_t>(1, block_rows / how.chains)), steps_(how.distributions, 0.2) {}

Chains AnnealedImportance::chains(std::uint32_t run) const {
    return Chains(*model_, together_, how_.chains, {.leapfrogs = how_.leapfrogs, .seed = how_.seed, .run = run}, how_.start);
}

double AnnealedImportance::move(Chains& some, std::size_t t) const {
    const double accepted = some.move(at(t), steps_[t]);
    if (how_.each_moved) how_.each_moved();
    return accepted;
}

double AnnealedImportance::tune(const Examples& data, Rows rows, const Encoded& q) {
    const Block block(data, {rows.begin, std::min(rows.end, rows.begin + together_)}, q, rows.begin);
    Chains pilot = chains(0);
    pilot.begin(block.targets);
    double step = steps_[0];
    double accepted = 0;
    for (std::size_t i = 1; i < how_.distributions; ++i) {
        steps_[i] = step;
        const double part = move(pilot, i);
        accepted += part;
        if (part > 0.7) step *= 1.1;
        if (part < 0.6) step /= 1.1;
    }
    return accepted / static_cast<double>(std::max<std::size_t>(1, how_.distributions - 1));
}

// path(chains, log_weights): moves the chains of a block along the path, summing up [example, chain].
template <class Path>
std::vector<Annealed> AnnealedImportance::each_block(const Examples& data, Rows rows, const Encoded& q, std::uint32_t run, const Path& path) {
    std::vector<Annealed> all(rows.count());
    parallel_->run((rows.count() + together_ - 1) / together_, [&](std::size_t task) {
        const Rows some = {rows.begin + task * together_, std::min(rows.end, rows.begin + (task + 1) * together_)};
        const Block block(data, some, q, rows.begin);
        Chains moved = chains(run);
        std::vector<double> log_weights(some.count() * how_.chains);
        path(moved, block.targets, some, log_weights);
        for (std::size_t i = 0; i < some.count(); ++i) {
            const LogMean mean = log_mean_exp({log_weights.data() + i * how_.chains, how_.chains});
            all[some.begin - rows.begin + i] = {mean.value, mean.ess};
        }
    });
    return all;
}

void AnnealedImportance::weigh(const Chains& some, std::size_t t, double sign, std::vector<double>& log_weights) const {
    for (std::size_t k = 0; k < log_weights.size(); ++k)
        log_weights[k] +=
            sign * (at(t + 1) - at(t)) * (some.log_joint(k / how_.chains, k % how_.chains) - some.log_start(k / how_.chains, k % how_.chains));
}

std::vector<Annealed> AnnealedImportance::forward(const Examples& data, Rows rows, const Encoded& q) {
    return each_block(data, rows, q, 1, [&](Chains& some, const std::vector<ChainTarget>& targets, Rows, std::vector<double>& log_weights) {
        some.begin(targets);
        for (std::size_t t = 0; t < how_.distributions; ++t) {
            if (t > 0) move(some, t);
            weigh(some, t, 1, log_weights);
        }
    });
}

std::vector<Annealed> AnnealedImportance::reverse(const Examples& data, Rows rows, const Encoded& q, const Matrix& z) {
    std::vector<Annealed> all =
        each_block(data, rows, q, 2, [&](Chains& some, const std::vector<ChainTarget>& targets, Rows of, std::vector<double>& log_weights) {
            std::vector<const real*> starts;
            for (std::size_t i = of.begin; i < of.end; ++i) starts.push_back(z.row(i));
            some.begin(targets, starts);
            for (std::size_t t = how_.distributions; t-- > 0;) {
                weigh(some, t, -1, log_weights);
                if (t > 0) move(some, t);
            }
        });
    for (Annealed& a : all) a = {-a.log_density, std::numeric_limits<double>::quiet_NaN()};
    return all;
}

}  // namespace gen
