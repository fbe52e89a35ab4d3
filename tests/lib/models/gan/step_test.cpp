#include "models/gan/step.hpp"

#include <cmath>

#include "lib/models/gan_cases.hpp"
#include "train/trainer.hpp"

using namespace gen;

namespace {

struct Reports : TrainObserver {
    std::vector<EpochReport> all;
    bool report(const EpochReport& report) override {
        all.push_back(report);
        return true;
    }
};

/// A GAN of points and what training it by the library takes.
struct Course {
    explicit Course(std::size_t threads = 2) : parallel(threads) {
        gan.initialise(parse_initialisation("glorot"), parse_initialisation("glorot"), 4);
    }

    std::unique_ptr<GanStep> step(const GanPhases& phases, bool watched = true) {
        const GanTraining how = {.learning = {.generator = &optimizer, .discriminator = &optimizer}, .phases = phases};
        return std::make_unique<GanStep>(gan, how, watched ? &data : nullptr, 7, parallel);
    }

    Gan gan{small_gan()};
    Optimizer optimizer{parse_optimizer("adam")};
    Matrix x = pixels(40, 5);
    MatrixExamples data{x};
    Parallel parallel;
    TrainPlan plan = {.epochs = 2, .batch = 8, .whole_batches = true};
};

}  // namespace

TEST_CASE("gan step: the trainer trains a GAN, same bits for every number of threads") {
    std::vector<real> expected;
    for (const std::size_t threads : {1, 2, 3}) {
        Course course(threads);
        const std::vector<real> before = numbers_of(course.gan);
        const std::unique_ptr<GanStep> step = course.step({});
        TrainState state;
        Reports reports;
        CHECK(train(course.plan, course.data, *step, state, course.parallel, reports));
        CHECK(state.step == 10);
        CHECK(reports.all.size() == 2);
        if (expected.empty()) expected = numbers_of(course.gan);
        CHECK(expected != before);
        CHECK(numbers_of(course.gan) == expected);
    }
}

TEST_CASE("gan step: losses are means over the examples of the turns that a network had") {
    Course course;
    const std::unique_ptr<GanStep> step = course.step({.d_steps = 5, .g_steps = 2});
    TrainState state;
    Reports reports;
    train(course.plan, course.data, *step, state, course.parallel, reports);
    const std::vector<double> losses = step->losses_of(reports.all.at(0).means);
    CHECK(losses.size() == step->losses().size());
    CHECK(losses[0] == doctest::Approx(1.4).epsilon(0.3));  // of D, 5 turns
    CHECK(losses[5] == doctest::Approx(0.7).epsilon(0.5));  // of G, 2 turns in one step: not a fifth of that
}

TEST_CASE("gan step: a network without a turn has no loss, and nothing is shown of it") {
    Course course;
    const std::unique_ptr<GanStep> step = course.step({.d_epochs = 1, .g_epochs = 1});
    TrainState state;
    Reports reports;
    train(course.plan, course.data, *step, state, course.parallel, reports);
    const std::vector<double> of_d = step->losses_of(reports.all.at(0).means);
    CHECK_FALSE(std::isnan(of_d[0]));
    CHECK(std::isnan(of_d[5]));
    CHECK(step->shown(reports.all[0].means).size() == 1);
    CHECK(std::isnan(step->losses_of(reports.all.at(1).means)[0]));
}

TEST_CASE("gan step: what is watched gives measures and events, without it there are losses by chance alone") {
    Course course;
    const std::unique_ptr<GanStep> watched = course.step({});
    CHECK(watched->measures().size() == 5);
    const std::vector<double> seen = watched->validate(nullptr, course.parallel);
    CHECK(seen.size() == 5);
    CHECK(std::isfinite(seen[0]));
    CHECK(seen[3] == doctest::Approx(2 * std::log(2)));
    CHECK(watched->events() != nullptr);
    const std::unique_ptr<GanStep> alone = course.step({}, false);
    CHECK(alone->events() == nullptr);
    CHECK_FALSE(alone->validates(nullptr));
    CHECK(alone->validate(nullptr, course.parallel).size() == 2);
}
