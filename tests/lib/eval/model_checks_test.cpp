#include "eval/model_checks.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "core/error.hpp"
#include "eval/annealing.hpp"
#include "eval/model_scene.hpp"
#include "eval/simulated.hpp"
#include "lib/models/gan_cases.hpp"
#include "models/network_encoder.hpp"
#include "nn/initialise.hpp"
#include "prob/isotropic_gaussian.hpp"

using namespace gen;

namespace {

constexpr std::size_t pixels_of_linear = 12;
constexpr std::size_t codes_of_linear = 3;
constexpr std::size_t images_of_linear = 300;
constexpr double sd_of_q = 0.5;  // of q(z|x)

/// Models of no family, whose encoders say the same q(z|x) = N(A x, 1/4) in three ways. `seeing` 0: N(0, 1).
struct LinearModel {
    Sequential encoder;
    Sequential decoder;
    CodeKind kind;
    std::optional<Likelihood> likelihood;

    explicit LinearModel(CodeKind codes, bool seeing = true, std::optional<Likelihood> of_pixels = Likelihood())
        : kind(codes), likelihood(of_pixels) {
        const double own_sd = seeing ? sd_of_q : 1;
        std::vector<LayerSpec> layers = {{"flatten", {}},
                                         dense(pixels_of_linear, kind == CodeKind::gaussian ? 2 * codes_of_linear : codes_of_linear)};
        if (kind == CodeKind::implicit) layers.push_back({"noise", {{"sd", own_sd}, {"always", 1}}});
        encoder = Sequential("encoder", layers, {pixels_of_linear, 1, 1});
        decoder = Sequential("decoder", {dense(codes_of_linear, pixels_of_linear)}, {codes_of_linear});
        initialise(decoder, {Initialisation::Kind::normal, 1}, 2, 1);
        Parameter& weight = encoder.layer(1).parameters()[0];
        Parameter& bias = encoder.layer(1).parameters()[1];
        for (std::size_t j = 0; j < weight.value.columns(); ++j) {
            bias.value(0, j) = static_cast<real>(j < codes_of_linear ? 0 : 2 * std::log(own_sd));
            for (std::size_t i = 0; i < pixels_of_linear; ++i)
                weight.value(i, j) = seeing && j < codes_of_linear ? real{0.2F} * decoder.layer(0).parameters()[0].value(j, i) : real{0};
        }
    }

    LatentModel subject() const {
        return {.form = {{pixels_of_linear, 1, 1}},
                .prior = std::make_unique<IsotropicGaussian>(codes_of_linear, GaussianPrior()),
                .encoder = network_encoder(encoder, {kind, codes_of_linear, -1, 1}),
                .decoder = &decoder,
                .likelihood = likelihood,
                .low = -1,
                .high = 1};
    }
};

std::vector<Check> checks_of(const LatentModel& subject, std::size_t threads = 2) {
    Parallel parallel(threads);
    static const Simulated data(LinearModel(CodeKind::gaussian).subject(), images_of_linear, 3, parallel);
    std::vector<Check> checks;
    const auto scene =
        std::make_shared<ModelScene>(ModelUnderTest{.subject = subject, .data = data, .count = images_of_linear, .samples = 50}, parallel);
    for (const CheckGroup& group : model_check_groups(scene)) group.run(checks);
    return checks;
}

const Check& named(const std::vector<Check>& checks, const std::string& name) {
    const auto found = std::find_if(checks.begin(), checks.end(), [&](const Check& c) { return c.name == name; });
    if (found == checks.end()) fail("no check is called ", name);
    return *found;
}

bool says(const Check& check, std::string_view words) { return check.note.find(words) != std::string::npos; }

std::string verdicts(const std::vector<Check>& checks, Verdict verdict) {
    std::string names;
    for (const Check& c : checks)
        if (c.verdict == verdict) names += (names.empty() ? "" : " ") + c.name;
    return names;
}

}  // namespace

TEST_CASE("model checks: an implicit encoder passes, with the numbers of the Gaussian that it draws from") {
    const LinearModel implicit(CodeKind::implicit);
    const LinearModel gaussian(CodeKind::gaussian);
    const std::vector<Check> drawn = checks_of(implicit.subject());
    const std::vector<Check> exact = checks_of(gaussian.subject());
    CHECK(verdicts(drawn, Verdict::fail) == "");
    CHECK(verdicts(exact, Verdict::fail) == "");
    CHECK(verdicts(drawn, Verdict::skip) == "objective.log prior.confidence numerics.encoder_precision data.binarize");
    CHECK(named(drawn, "divergence.moment_matched").value == 64);
    CHECK(says(named(drawn, "divergence.moment_matched"), "an estimate, not a bound"));
    for (const char* const name : {"rate.rate", "dimensions.z0_kl", "aggregate.kl"}) CHECK(says(named(drawn, name), "moment-matched"));
    CHECK_FALSE(says(named(exact, "rate.rate"), "moment-matched"));
    // mean and log-variance over 64 draws: of each dimension KL is about 1/64 too large
    CHECK(named(drawn, "rate.rate").value == doctest::Approx(named(exact, "rate.rate").value + 3.0 / 64).epsilon(0.01));
    CHECK(named(drawn, "objective.elbo").value == doctest::Approx(named(exact, "objective.elbo").value).epsilon(0.02));
    CHECK(named(drawn, "aggregate.moment_kl").value == doctest::Approx(named(exact, "aggregate.moment_kl").value).epsilon(0.05));
    for (const char* const name : {"dimensions.z0_spread", "dimensions.z2_spread"})
        CHECK(named(drawn, name).value == doctest::Approx(named(exact, name).value).epsilon(0.03));
    CHECK(named(drawn, "dimensions.active").value == 3);
    CHECK(named(drawn, "collapse.shuffled").verdict == Verdict::pass);
}

TEST_CASE("model checks: an implicit encoder that does not look at images is found collapsed") {
    const LinearModel blind(CodeKind::implicit, false);
    const std::vector<Check> checks = checks_of(blind.subject());
    CHECK(named(checks, "dimensions.active").value == 0);
    CHECK(named(checks, "collapse.dimensions").value == 3);
    CHECK(verdicts(checks, Verdict::fail) == "collapse.dimensions");
    CHECK(named(checks, "collapse.shuffled").verdict == Verdict::warn);
}

TEST_CASE("model checks: a generator without a likelihood has no bounds, and its misfit is a squared error") {
    for (const CodeKind kind : {CodeKind::points, CodeKind::gaussian, CodeKind::implicit}) {
        const LinearModel model(kind, true, std::nullopt);
        const std::vector<Check> checks = checks_of(model.subject());
        CHECK(verdicts(checks, Verdict::fail) == "");
        CHECK(says(named(checks, "collapse.shuffled"), "squared error by which"));
        CHECK(named(checks, "aggregate.mmd").verdict == Verdict::info);
        CHECK(named(checks, "dimensions.active").value == 3);
        for (const char* const name : {"objective.sampled", "order", "rate"}) CHECK(named(checks, name).verdict == Verdict::skip);
        if (kind != CodeKind::points) CHECK(named(checks, "rate").note == "the model has no likelihood p(x|z): there is no bound of log p(x)");
        const LatentModel subject = model.subject();
        Parallel parallel(1);
        const Matrix x(1, pixels_of_linear);
        CHECK_THROWS_AS(importance_bounds(subject, MatrixExamples(x), 0, 1, {.samples = 2}, parallel), Error);
    }
}

TEST_CASE("latent model: without a likelihood the image is the decoder's, from its own range, and misfit the squared error") {
    const LinearModel model(CodeKind::points, true, std::nullopt);
    LatentModel subject = model.subject();
    std::vector<real> o(pixels_of_linear, real{-1});
    std::vector<real> x(pixels_of_linear, real{1});
    o[0] = 1;
    std::vector<real> image(pixels_of_linear);
    subject.image(o.data(), image.data());
    CHECK(image[0] == 1);
    CHECK(image[1] == 0);
    CHECK(subject.misfit(o.data(), x.data()) == pixels_of_linear - 1);
    CHECK(subject.unit() == "squared error");
    subject.low = -std::numeric_limits<double>::infinity();
    CHECK(subject.misfit(o.data(), x.data()) == 4 * (pixels_of_linear - 1));
}

TEST_CASE("annealing: from the prior, chains say the same of implicit codes as of a Gaussian") {
    const LinearModel implicit(CodeKind::implicit);
    const LinearModel gaussian(CodeKind::gaussian);
    Parallel parallel(2);
    std::vector<double> means;
    for (const LinearModel* const model : {&implicit, &gaussian}) {
        const LatentModel subject = model->subject();
        const Simulated data(gaussian.subject(), 40, 3, parallel);
        const Encoded q = subject.encoder->encode(data, 0, 40, parallel);
        AnnealedImportance ais(subject, {.distributions = 50, .chains = 8, .start = ChainStart::prior}, parallel);
        ais.tune(data, {0, 40}, q);
        double mean = 0;
        for (const Annealed& a : ais.forward(data, {0, 40}, q)) mean += a.log_density / 40;
        means.push_back(mean);
    }
    CHECK(means[0] == doctest::Approx(means[1]).epsilon(0.02));
}
