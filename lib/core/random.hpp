#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <vector>

#include "core/real.hpp"

namespace gen {

/// What a random number is for. Each purpose is a stream of its own; the numbers are part of every file's bytes, so they never change.
enum class Purpose : std::uint32_t {
    initialise = 1,
    shuffle = 2,
    posterior = 3,        // training: z given x
    binarize = 4,         // training: pixels drawn from grey values
    valid_posterior = 5,  // validation: z given x
    valid_binarize = 6,
    prior = 7,   // sampling: z
    pixels = 8,  // sampling: x given z
    encode = 9,  // latent-encode: z given x
    import_shuffle = 10,
    import_binarize = 11,
    synth = 12,
    layers = 13,     // training: dropout and other noise in networks
    corrupt = 14,    // training: the encoder's input
    mmd_prior = 15,  // training: draws of the prior that codes are compared with
    valid_mmd_prior = 16,
    component = 17,  // sampling: which component of a mixture z comes from
    evaluate = 18,   // bounds of log p(x): z given x
    mixture_fit = 21,
    mixture_draw = 22,  // sampling: z from a mixture fitted to codes
    d_latent = 23,      // GAN training: z of the images that the discriminator learns from
    g_latent = 24,      // and the generator
    d_noise = 25,       // GAN training: added to the discriminator's inputs
    g_noise = 26,
    label = 27,    // GAN training: soft labels, and which are exchanged
    between = 28,  // GAN training: points of gradient penalties
    around = 29,
    shift = 30,  // GAN training: by how much images move
    replay = 31,
    truncation = 32,     // sampling: numbers drawn anew
    monitor = 33,        // GAN training: z of the images that the monitor looks at
    sample_layers = 34,  // sampling: noise in networks
    annealing = 35,      // estimates of log p(x) by Monte Carlo chains: starts and momenta
    acceptance = 36,
    check = 38,           // kl-check without a model
    aggregate = 39,       // kl-check: z of the aggregate posterior
    score_rows = 40,      // scores: which rows are compared
    projection = 41,      // scores: directions
    score_noise = 42,     // scores: trivial samples
    score_features = 43,  // scores: a random network's weights
    score_pairs = 44,     // scores: which images are compared with each other
    score_cells = 45,     // scores: where the search for cells begins
    augment = 50,         // training: how an image is cut, moved and flipped
    augment_noise = 51,
    score_halves = 52,  // scores: which rows a network learns from, and which are held out
    avb_noise = 60,     // AVB training: noise that encoders are given,
    avb_layers = 61,    // and what their layers draw
    avb_prior = 62,     // what draws of encoders are told from
    avb_rows = 63,      // images of turns that have some of their own
    avb_valid_noise = 64,
    avb_valid_prior = 65,
    avb_start = 66,        // what starts near 0
    alpha_latent = 70,     // alpha-GAN and its relatives: z of the prior
    alpha_posterior = 71,  // z given x
    alpha_between = 72,    // points of gradient penalties
    code_noise = 80,       // encoders that give draws: noise in networks
    target = 85,           // numbers of built-in models
};

/// One stream of counter-based random numbers: each is a function of (seed, purpose, step, row, column) and of nothing
/// else, so it does not depend on threads, on the order of calls or on where a run was resumed.
/// Philox 4x32-10: Salmon, Moraes, Dror and Shaw, "Parallel random numbers: as easy as 1, 2, 3", SC 2011.
struct Stream {
    std::uint64_t seed = 0;
    Purpose purpose = Purpose::initialise;
    std::uint64_t step = 0;  // below 2^56
};

/// Philox 4x32-10 itself.
std::array<std::uint32_t, 4> philox(std::array<std::uint32_t, 4> counter, std::array<std::uint32_t, 2> key);

/// 32 random bits at (row, column).
std::uint32_t random_word(const Stream& stream, std::uint32_t row, std::uint32_t column);

/// Columns first, first+1, ... of a row: uniform on the open interval (0, 1), 23 bits, exact in float.
void random_uniform(const Stream& stream, std::uint32_t row, real* out, std::size_t n, std::size_t first = 0);

/// Columns first ... first+n-1 of a row: standard normal (Box and Muller), |z| < 6.7. `first`: a multiple of 4.
void random_normal(const Stream& stream, std::uint32_t row, real* out, std::size_t n, std::size_t first = 0);

/// A uniformly random order of 0 ... n-1 (Fisher and Yates).
std::vector<std::uint32_t> random_order(const Stream& stream, std::uint32_t n);

/// Draws one after the other from row `row` of a stream: for code whose number of draws is not known beforehand.
class Draws {
public:
    explicit Draws(const Stream& stream, std::uint32_t row = 0) : stream_(stream), row_(row) {}
    std::uint32_t word() { return random_word(stream_, row_, column_++); }
    double uniform() { return (word() + 0.5) * 0x1p-32; }
    double uniform(double low, double high) { return low + (high - low) * uniform(); }
    double normal();
    /// 0 ... n-1, without bias.
    std::uint32_t below(std::uint32_t n);

private:
    Stream stream_;
    std::uint32_t row_;
    std::uint32_t column_ = 0;
};

/// Standard normal numbers, each drawn anew until it lies within `truncation` > 0 (Brock, Donahue and Simonyan, 2019); 0: all.
void draw_normal(const Stream& stream, std::uint32_t row, real* out, std::size_t n, double truncation);

}  // namespace gen
