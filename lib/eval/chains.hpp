#pragma once

#include <cstdint>
#include <vector>

#include "models/latent_model.hpp"

namespace gen {

/// An example whose log p(x) is wanted, and where chains for it start.
struct ChainTarget {
    const real* x = nullptr;
    std::int32_t label = -1;
    GaussianRow q{};           // q(z|x): sets the scale of the moves
    std::uint64_t number = 0;  // the example's own, below 2^48: what its random numbers depend on
};

/// Of row `row` of data, which has been read to x, with row `number` of q.
ChainTarget chain_target(const real* x, const Examples& data, std::size_t row, const Encoded& q, std::size_t number);

/// Where paths of distributions begin.
enum class ChainStart { encoder, prior };

/// How a chain moves: Hamiltonian Monte Carlo (Neal, 2011).
struct Moves {
    std::size_t leapfrogs = 10;
    std::uint64_t seed = 0;
    std::uint32_t run = 0;  // below 16; chains of different runs share no random number
};

/// Chains in the latent space, the same number for each of a few examples. Their distribution lies on the geometric path from a diagonal Gaussian
/// s(z) to the posterior: f_t(z) = s(z)^(1-t) p(x, z)^t. All chains are one block of rows that one thread moves; what a chain does depends on
/// its example, its number among the example's chains and the random numbers, not on the examples beside it.
class Chains {
public:
    /// Room for `examples` at once, with so many chains each. `model` is folded, and outlives this.
    Chains(const LatentModel& model, std::size_t examples, std::size_t chains, const Moves& moves, ChainStart start);

    /// Of these examples, at most as many as there is room for: chains at draws of s, or at given z.
    void begin(const std::vector<ChainTarget>& targets);
    /// All chains of example i at z[i].
    void begin(const std::vector<ChainTarget>& targets, const std::vector<const real*>& z);

    /// One move of every chain at `t`, with leapfrog steps of length `step` in units of the standard deviation of f_t, were the posterior q(z|x).
    /// Returns the part of the chains that accepted it.
    double move(double t, double step);

    std::size_t examples() const { return targets_.size(); }
    std::size_t chains() const { return chains_; }
    std::size_t dimensions() const { return z_.columns(); }
    const real* z(std::size_t example, std::size_t chain) const { return z_.row(example * chains_ + chain); }
    /// log p(x, z) and log s(z) of a chain, nats.
    double log_joint(std::size_t example, std::size_t chain) const { return joint_[example * chains_ + chain]; }
    double log_start(std::size_t example, std::size_t chain) const { return start_density(example, z(example, chain)); }

private:
    void take(const std::vector<ChainTarget>& targets);
    void evaluate(const Matrix& z, std::vector<double>& joint, Matrix& gradient);
    double start_density(std::size_t example, const real* z) const;
    std::size_t used() const { return targets_.size() * chains_; }
    void push(double t, double length);
    void leapfrog(double t, double step);
    double kinetic(std::size_t row) const;
    double log_path(std::size_t row, double t, const real* z, double joint) const;
    Stream stream(Purpose purpose, std::size_t example) const;

    const LatentModel* model_;
    std::size_t chains_;
    Moves moves_;
    ChainStart start_;
    std::vector<ChainTarget> targets_;
    std::uint32_t moved_ = 0;
    Trace trace_;
    std::vector<std::int32_t> labels_;
    // Of each example and dimension: s(z), and the standard deviations that the path has between it and q(z|x).
    struct Scales {
        double mean;
        double sd;
        double last;  // sd of q
        double here;
    };
    std::vector<Scales> scales_;
    std::vector<double> start_constants_;  // of log s(z)
    // One row for each chain; `joint_` and `gradient_`, that of log p(x, z), are at z_, the others where a move would end.
    Matrix z_;
    Matrix gradient_;
    Matrix there_;
    Matrix gradient_there_;
    Matrix momentum_;
    std::vector<double> joint_;
    std::vector<double> joint_there_;
    std::vector<double> kinetic_;
};

}  // namespace gen
