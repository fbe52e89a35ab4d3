#include <algorithm>

#include "formats/architecture.hpp"
#include "lib/models/step_cases.hpp"
#include "models/gan/turns.hpp"
#include "reference/golden.hpp"

using namespace gen;

namespace {

constexpr double tolerance = sizeof(real) == 8 ? 1e-6 : 1e-4;  // the file holds float
constexpr double gan_rate = 1e-2;

const Golden& gan_golden() {
    static const Golden file("gan_step.h5");
    return file;
}

/// ||a-b|| / ||b||; gradients of biases may be sums that cancel, down to what rounding leaves.
void check_gan_near(const Matrix& a, const Matrix& b) {
    const Apart found = apart(a, b);
    CHECK(found.difference < tolerance * found.norm + 1e-6);
}

GanObjective objective_of(const std::string& root) {
    const Matrix settings = gan_golden().values(root + "/settings");
    GanObjective o;
    double* const in_order[] = {&o.gradient_penalty, &o.dragan, &o.r1, &o.r2, &o.auxiliary, &o.weight_limit, &o.real_label.low, &o.fake_label.low};
    for (std::size_t i = 0; i < std::size(in_order); ++i) *in_order[i] = static_cast<double>(settings(0, i));
    o.real_label.high = o.real_label.low;
    o.fake_label.high = o.fake_label.low;
    o.loss = &adversarial_loss(gan_golden().words(root + "/loss"));
    return o;
}

/// One case of the file, a step of D and one of G.
class Case {
public:
    explicit Case(const std::string& name)
        : root_("/" + name),
          gan_(model_of_words<Gan>(gan_golden().words(root_ + "/architecture"), name)),
          optimizer_(parse_optimizer(gan_golden().words(root_ + "/optimizer"))),
          x_(gan_golden().values(root_ + "/x")),
          parallel_(2) {
        each_parameter(gan_, root_ + "/before", [](const std::string& path, Parameter& p) { p.value = from_stored(p, gan_golden().values(path)); });
        each_buffer(gan_, root_ + "/before", [](const std::string& path, Buffer& b) {
            const Matrix values = gan_golden().values(path);
            std::copy_n(values.data(), values.size(), b.value.data());
        });
        step_.emplace(gan_, objective_of(root_), GanLearning{.generator = &optimizer_, .discriminator = &optimizer_}, 0);
    }

    void check() {
        const Matrix told = gan_golden().values(root_ + "/labels");
        const LabelledExamples data(x_, {told.values().begin(), told.values().end()});
        const std::vector<std::uint32_t> rows = first_rows(x_.rows());
        if (gan_.spec.adversarial()) {
            const Matrix latents = gan_golden().values(root_ + "/d_latents");
            const Matrix between = gan_golden().values(root_ + "/between");
            const Matrix around = gan_golden().values(root_ + "/around");
            const Matrix expected = gan_golden().values(root_ + "/d_loss");
            step_->give({.latents = &latents, .between = &between, .around = &around});
            const DiscriminatorResult result = step_->train_discriminator({data, rows}, gan_rate, parallel_);
            CHECK(result.loss == doctest::Approx(static_cast<double>(expected(0, 0))).epsilon(1e-5));
            CHECK(result.penalty == doctest::Approx(static_cast<double>(expected(0, 1))).epsilon(1e-5));
            check_network("discriminator");
        }
        const Matrix latents = gan_golden().values(root_ + "/g_latents");
        step_->give({.latents = &latents});
        const GeneratorResult result = step_->train_generator({data, rows}, gan_rate, parallel_);
        CHECK(result.loss == doctest::Approx(static_cast<double>(gan_golden().values(root_ + "/g_loss")(0, 0))).epsilon(1e-5));
        check_network("generator");
    }

private:
    /// Its gradients, weights and buffers after its step.
    void check_network(const std::string& name) {
        each_parameter(gan_, "", [&](const std::string& path, const Parameter& p) {
            if (!path.starts_with("/" + name)) return;
            CAPTURE(path);
            check_gan_near(to_stored(p, p.grad), gan_golden().values(root_ + "/gradient" + path));
            check_gan_near(to_stored(p, p.value), gan_golden().values(root_ + "/after" + path));
        });
        each_buffer(gan_, "", [&](const std::string& path, const Buffer& b) {
            if (!path.starts_with("/" + name)) return;
            CAPTURE(path);
            check_gan_near(b.value, gan_golden().values(root_ + "/after" + path));
        });
    }

    std::string root_;
    Gan gan_;
    Optimizer optimizer_;
    Matrix x_;
    Parallel parallel_;
    std::optional<GanTurns> step_;
};

void check_cases(std::initializer_list<const char*> names) {
    for (const char* const name : names) {
        CAPTURE(std::string(name));
        Case(name).check();
    }
}

}  // namespace

TEST_CASE("reference: a step of D and one of G equal PyTorch's for every loss") {
    check_cases({"minimax", "non-saturating", "flip", "lsgan", "wgan", "hinge", "relativistic", "points", "mmd"});
}

TEST_CASE("reference: steps with gradient penalties equal PyTorch's, for critics that are curved too") {
    check_cases({"wgan-gp", "wgan-gp-tanh", "wgan-gp-elu", "wgan-gp-conv", "dragan", "r1", "r1-r2-tanh"});
}

TEST_CASE("reference: steps with spectral norm equal PyTorch's, u moves once in D's and not in G's") { check_cases({"spectral", "spectral-gp"}); }

TEST_CASE("reference: steps of a D that judges packs equal PyTorch's") { check_cases({"pack", "pack-conv"}); }

TEST_CASE("reference: steps of conditional GANs equal PyTorch's, however D is told the class") {
    check_cases({"concat", "projection", "projection-gp", "auxiliary", "auxiliary-relativistic"});
}

TEST_CASE("reference: steps with batch norm equal PyTorch's, its statistics those of real and generated batches apart") {
    check_cases({"dcgan", "dcgan-relativistic"});
}
