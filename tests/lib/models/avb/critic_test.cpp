#include "models/avb/critic.hpp"

#include <cmath>

#include "lib/models/avb_cases.hpp"

using namespace gen;

namespace {

/// T alone, told pairs of draws: of N((1, 0), diag(.5, .8)) and of N(0, I).
class Ratio {
public:
    explicit Ratio(AvbModel& avb)
        : critic_(avb, none_, pairs_, arena_, 2), turn_({critic_.passages()[0]->pass()}, critic_.passages(), adam_, {}, arena_) {
        Pipeline& pipeline = turn_.pipeline();
        critic_.forward(pipeline, Trains::yes);
        pipeline.rows([this](Rows rows, std::size_t) { judge(rows); }, critic_.ends());
        critic_.backward(pipeline, nullptr);
        turn_.end();
    }

    void train(std::size_t steps, Parallel& parallel) {
        for (std::size_t k = 0; k < steps; ++k) {
            draw(256, k);
            turn_.run(256, parallel);
            turn_.learn(k < steps / 2 ? 3e-3 : 3e-4, parallel);
        }
    }

    double mean(std::size_t rows, Parallel& parallel) {
        draw(rows, 1 << 20);
        turn_.run(rows, parallel);
        double sum = 0;
        for (const double t : values_) sum += t;
        return sum / static_cast<double>(rows);
    }

private:
    void draw(std::size_t rows, std::uint64_t number) {
        pairs_.resize(2 * rows, 2);
        for (std::size_t i = 0; i < 2 * rows; ++i) random_normal({5, Purpose::synth, number}, static_cast<std::uint32_t>(i), pairs_.row(i), 2);
        for (std::size_t i = 0; i < 2 * rows; i += 2) {
            pairs_(i, 0) = 1 + static_cast<real>(std::sqrt(0.5)) * pairs_(i, 0);
            pairs_(i, 1) *= static_cast<real>(std::sqrt(0.8));
        }
        values_.assign(rows, 0);
        critic_.reserve(rows, Trains::yes);
    }

    void judge(Rows rows) {
        const auto n = static_cast<double>(values_.size());
        for (std::size_t i = rows.begin; i < rows.end; ++i) {
            values_[i] = critic_.value(2 * i);
            const double d[] = {-1 / (1 + std::exp(values_[i])) / n, 1 / (1 + std::exp(-critic_.value(2 * i + 1))) / n};
            critic_.set_gradient(i, d);
        }
    }

    Arena arena_;
    Matrix none_;
    Matrix pairs_;
    std::vector<double> values_;
    Optimizer adam_{parse_optimizer("adam")};
    AvbCritic critic_;
    Turn turn_;
};

}  // namespace

TEST_CASE("avb critic: T learns the ratio of two Gaussians, and its mean is their divergence") {
    AvbSpec spec = posterior_avb(Contrast::prior);
    spec.input = {2, 1, 1};
    spec.latent = 2;
    spec.quadratic = 0;
    spec.encoder = {linear_layer(4, 2)};
    spec.discriminator = {linear_layer(2, 32), {"elu", {{"alpha", 1}}}, linear_layer(32, 32), {"elu", {{"alpha", 1}}}, linear_layer(32, 1)};
    AvbPosterior avb(spec);
    avb.initialise({}, 1);
    Parallel parallel(2);
    Ratio ratio(avb);
    ratio.train(1200, parallel);
    CHECK(ratio.mean(20000, parallel) == doctest::Approx(0.6082).epsilon(0.05));
}

TEST_CASE("avb critic: a residual block adds nothing at the start, the tower of x next to nothing") {
    Avb avb(basis_avb(Contrast::prior));
    avb.initialise({}, 1);
    for (const real number : avb.tower.layer(2).parameters()[0].value.values()) CHECK(std::abs(static_cast<double>(number)) < 1e-4);
    Avb concat(concat_avb());
    concat.initialise({}, 1);
    for (const Parameter& p : concat.discriminator.layer(4).parameters())
        for (const real number : p.value.values()) CHECK(number == 0);
}
