#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <vector>

#include "eval/chains.hpp"

namespace gen {

/// Annealed importance sampling of log p(x) (Neal, 2001; for decoders Wu, Burda, Salakhutdinov and Grosse, 2017).
struct Annealing {
    std::size_t distributions = 1000;  // t = 0, 1/n, ..., 1
    std::size_t chains = 16;
    ChainStart start = ChainStart::encoder;
    std::size_t leapfrogs = 10;
    std::uint64_t seed = 0;
    std::function<void()> each_moved = {};  // called by any thread after each move of the chains of rows_together() examples
};

/// What chains say of one example.
struct Annealed {
    double log_density = 0;  // nats
    double ess = 0;          // effective number of chains; of reverse chains NaN
};

/// Estimates log p(x) of examples. E[exp(log_density)] = p(x), so that its mean is a lower bound. `model` is folded, and outlives this.
class AnnealedImportance {
public:
    AnnealedImportance(const LatentModel& model, const Annealing& how, Parallel& parallel);

    /// Tunes the length of the leapfrog steps of each distribution on the first of these examples, for all calls that follow: chains accept between
    /// 0.6 and 0.7 of their moves where they can. Returns the mean acceptance. Before any other call.
    double tune(const Examples& data, Rows rows, const Encoded& q);
    /// log p(x) of these rows of data, whose q(z|x) are `q`.
    std::vector<Annealed> forward(const Examples& data, Rows rows, const Encoded& q);
    /// The same chains backwards, from row i of z, an exact draw of p(z|x) for row i of data as the model made x from it: E[exp(-log_density)] =
    /// 1/p(x), so that the mean of log_density is an upper bound (bidirectional Monte Carlo: Grosse, Ghahramani and Adams, 2015).
    std::vector<Annealed> reverse(const Examples& data, Rows rows, const Encoded& q, const Matrix& z);
    /// Examples whose chains are moved together: calls with a multiple of them waste nothing.
    std::size_t rows_together() const { return together_; }
    /// How often each_moved is called for so many rows, forward or back; tune() calls it as often as one row does.
    std::uint64_t moves(std::size_t rows) const { return (rows + together_ - 1) / together_ * (how_.distributions - 1); }

private:
    template <class Path>
    std::vector<Annealed> each_block(const Examples& data, Rows rows, const Encoded& q, std::uint32_t run, const Path& path);
    void weigh(const Chains& some, std::size_t t, double sign, std::vector<double>& log_weights) const;
    double at(std::size_t i) const { return static_cast<double>(i) / static_cast<double>(how_.distributions); }
    Chains chains(std::uint32_t run) const;
    double move(Chains& some, std::size_t t) const;

    const LatentModel* model_;
    Annealing how_;
    Parallel* parallel_;
    std::size_t together_;       // examples whose chains are moved together
    std::vector<double> steps_;  // of each distribution
};

}  // namespace gen
