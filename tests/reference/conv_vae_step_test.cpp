#include "formats/architecture.hpp"
#include "reference/golden.hpp"

using namespace gen;

namespace {

void check_conv_case(const std::string& name) {
    static const Golden golden("conv_vae_step.h5");
    CAPTURE(name);
    const std::string root = "/" + name;
    const Matrix settings = golden.values(root + "/settings");
    const VaeObjective objective = {.samples = static_cast<std::size_t>(settings(0, 0)), .importance = settings(0, 1) == 1};
    Vae vae = model_of_words<Vae>(golden.words(root + "/architecture"), name);
    each_parameter(vae, root + "/before", [](const std::string& path, Parameter& p) { p.value = from_stored(p, golden.values(path)); });
    const Optimizer optimizer(parse_optimizer("adam"));
    VaeStep step(vae, objective, optimizer, 0, 0);
    const Matrix x = golden.values(root + "/x");
    Parallel parallel(2);
    for (const std::uint64_t number : {1, 2}) {
        CAPTURE(number);
        const std::string at = join(root, "/step", number);
        check_losses(step.train_given(MatrixExamples(x), golden.values(at + "/noise"), number, 1e-3, parallel), x.rows(),
                     golden.values(at + "/loss"));
        each_parameter(vae, at, [&](const std::string& path, Parameter& p) {
            CAPTURE(path);
            const std::string tail = path.substr(at.size());
            CHECK(distance(to_stored(p, p.grad), golden.values(at + "/gradient" + tail)) < 1e-4);
            CHECK(distance(to_stored(p, p.value), golden.values(at + "/after" + tail)) < 1e-4);
        });
        each_buffer(vae, at + "/after", [](const std::string& path, const Buffer& b) {
            CAPTURE(path);
            CHECK(distance(b.value, golden.values(path)) < 1e-4);
        });
    }
}

}  // namespace

TEST_CASE("reference: two whole training steps of convolutions with batch norm equal PyTorch's") {
    for (const char* const name : {"plain", "output-padding", "samples"}) check_conv_case(name);
}

TEST_CASE("reference: importance-weighted steps of convolutions equal PyTorch's") { check_conv_case("importance"); }

TEST_CASE("reference: steps of convolutions with a learnt scale for each pixel equal PyTorch's") {
    check_conv_case("gaussian-full");
    check_conv_case("logistic");
}
