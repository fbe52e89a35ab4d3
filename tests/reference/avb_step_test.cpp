#include <numeric>
#include <optional>

#include "models/avb/step.hpp"
#include "prob/target.hpp"
#include "reference/golden.hpp"

using namespace gen;

namespace {

constexpr double avb_tolerance = sizeof(real) == 8 ? 1e-6 : 1e-4;  // the file holds float
constexpr double avb_rate = 1e-2;
constexpr std::size_t batch_rows = 6;

const Golden& avb_golden() {
    static const Golden file("avb_step.h5");
    return file;
}

void check_avb_steps(const std::string& name) {
    CAPTURE(name);
    const std::string root = "/" + name;
    const std::unique_ptr<Model> model = empty_model(avb_golden().words(root + "/architecture"), name);
    auto& avb = dynamic_cast<AvbModel&>(*model);
    each_parameter(avb, root + "/before", [](const std::string& path, Parameter& p) { p.value = from_stored(p, avb_golden().values(path)); });
    const std::unique_ptr<Target> target = avb.spec.of_data ? nullptr : make_target(avb.spec.target);
    const Optimizer optimizer(parse_optimizer(avb_golden().words(root + "/optimizer")));
    const Matrix settings = avb_golden().values(root + "/settings");
    const AvbObjective objective = {
        .beta = static_cast<double>(settings(0, 0)), .dual_steps = static_cast<std::size_t>(settings(0, 2)), .together = settings(0, 1) == 1};
    AvbStep step(avb, objective, {.players = &optimizer, .critic = &optimizer}, 7, target.get());
    const Matrix x = avb_golden().values(root + "/x");
    const MatrixExamples data(x);
    std::vector<std::uint32_t> rows(batch_rows);
    std::iota(rows.begin(), rows.end(), 0U);
    Parallel parallel(2);
    for (const std::uint64_t number : {1, 2}) {
        CAPTURE(number);
        std::vector<double> sums;
        step.train({data, rows}, {.step = number, .rate = avb_rate, .steps_per_epoch = 2}, parallel, sums);
        const std::string at = join(root, "/step", number);
        const Matrix expected = avb_golden().values(at + "/loss");
        for (std::size_t i = 0; i < expected.columns(); ++i)
            CHECK(sums.at(i) / batch_rows == doctest::Approx(static_cast<double>(expected(0, i))).epsilon(avb_tolerance));
        each_parameter(avb, at + "/after", [&](const std::string& path, const Parameter& p) {
            CAPTURE(path);
            const Apart found = apart(to_stored(p, p.value), avb_golden().values(path));
            CHECK(found.difference < avb_tolerance * found.norm + 1e-7);
        });
    }
}

}  // namespace

TEST_CASE("reference: steps of AVB equal PyTorch's, noise beside the input and in layers, together and alternating") {
    for (const char* const name : {"input", "input-alternating", "layers"}) check_avb_steps(name);
}

TEST_CASE("reference: steps of AVB with a noise basis equal PyTorch's, with adaptive contrast and without") {
    for (const char* const name : {"basis", "basis-adaptive", "basis-adaptive-alternating"}) check_avb_steps(name);
}

TEST_CASE("reference: steps towards the posterior of eight schools equal PyTorch's") {
    for (const char* const name : {"posterior", "posterior-adaptive"}) check_avb_steps(name);
}
