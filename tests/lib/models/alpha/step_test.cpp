#include "models/alpha/step.hpp"

#include <cmath>
#include <string>
#include <vector>

#include "lib/models/alpha_cases.hpp"
#include "train/trainer.hpp"

using namespace gen;

namespace {

struct AlphaReports : TrainObserver {
    std::vector<EpochReport> all;
    bool report(const EpochReport& report) override {
        all.push_back(report);
        return true;
    }
};

/// A model of points and what training it by the library takes.
struct AlphaCourse {
    explicit AlphaCourse(std::string_view mode) : model(small_alpha(mode)) {
        model.initialise(std::vector<Initialisation>(model.networks().size(), parse_initialisation("glorot")), 4);
    }
    AlphaTraining training() { return {.learning = {.optimizers = {&optimizer, &optimizer, &optimizer, &optimizer}}}; }

    Alpha model;
    Optimizer optimizer{parse_optimizer("adam")};
    Matrix x = pixels(40, 5);
    MatrixExamples data{x};
    Parallel parallel{2};
    TrainPlan plan = {.epochs = 2, .batch = 8, .whole_batches = true};
};

std::string joined(const std::vector<std::string>& words) {
    std::string all;
    for (const std::string& word : words) all += (all.empty() ? "" : " ") + word;
    return all;
}

}  // namespace

TEST_CASE("alpha step: the trainer trains each mode, and the curve has a column for what the mode has") {
    const auto check = [](std::string_view mode, const char* losses, const char* measures) {
        CAPTURE(mode);
        AlphaCourse course(mode);
        AlphaStep step(course.model, course.training(), &course.data, 7, course.parallel);
        CHECK(joined(step.losses()) == losses);
        CHECK(joined(step.measures()) == measures);
        TrainState state;
        AlphaReports reports;
        const std::vector<real> before = numbers_of(course.model);
        CHECK(train(course.plan, course.data, step, state, course.parallel, reports));
        CHECK(numbers_of(course.model) != before);
        const std::vector<double> row = step.losses_of(reports.all.at(1).means);
        CHECK(row.size() == step.losses().size());
        for (const double number : row) CHECK(std::isfinite(number));
        CHECK(step.validate(nullptr, course.parallel).size() == step.measures().size());
        CHECK(step.shown(reports.all[1].means).size() == course.model.spec.mode->parts().size() - (course.model.spec.mode->together ? 1 : 0));
    };
    check("alpha-gan", "e_loss recon g_loss d_loss d_real d_fake c_loss c_real c_fake e_gradient g_gradient d_gradient c_gradient",
          "mmd diversity moments d_chance c_chance");
    check("aae", "g_loss recon c_loss c_real c_fake g_gradient c_gradient", "mmd diversity moments c_chance");
    check("vae-gan", "e_loss recon kl g_loss d_loss d_real d_fake e_gradient g_gradient d_gradient", "mmd diversity moments d_chance");
    check("ali", "g_loss d_loss d_real d_fake g_gradient d_gradient", "mmd diversity moments d_chance");
}

TEST_CASE("alpha step: a network takes as many steps to a batch as it is told, and its losses are means over them") {
    AlphaCourse course("alpha-gan");
    AlphaTraining training = course.training();
    training.steps = {1, 2, 1, 3};
    training.rates = {1, 1, 0, 0};
    AlphaStep step(course.model, training, nullptr, 7, course.parallel);
    std::vector<double> sums;
    const std::vector<std::uint32_t> rows = first_rows(8);
    step.train({course.data, rows}, {.step = 1, .rate = 1e-9, .steps_per_epoch = 5}, course.parallel, sums);
    Kept kept;
    step.save(kept);
    CHECK(kept.numbers.at("turn_encoder").at(1) == 1);
    CHECK(kept.numbers.at("turn_generator").at(1) == 2);
    CHECK(kept.numbers.at("turn_code_discriminator").at(1) == 3);
    std::vector<double> means = sums;
    for (double& mean : means) mean /= 8;
    CHECK(step.losses_of(means).at(6) == doctest::Approx(1.4).epsilon(0.3));  // of C, not three times that
}

TEST_CASE("alpha step: the monitor's chance levels are those of two kinds of generated images") {
    AlphaCourse course("alpha-gan");
    AlphaTraining training = course.training();
    training.objective.real_weight = 2;
    AlphaStep step(course.model, training, nullptr, 7, course.parallel);
    CHECK(step.events() == nullptr);
    const std::vector<double> chances = step.validate(nullptr, course.parallel);
    REQUIRE(chances.size() == 2);
    CHECK(chances[0] == doctest::Approx(4 * std::log(2)));
    CHECK(chances[1] == doctest::Approx(2 * std::log(2)));
}
