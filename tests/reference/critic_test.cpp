#include <doctest/doctest.h>

#include <algorithm>
#include <sstream>
#include <string>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "nn/update.hpp"
#include "reference/golden.hpp"

using namespace gen;

namespace {

const Golden& critic_golden() {
    static const Golden file("critic.h5");
    return file;
}

Matrix critic_values(const std::string& path) { return critic_golden().values(path); }

/// "conv in=2 out=4", a layer a line.
std::vector<LayerSpec> layers(const std::string& text) {
    std::vector<LayerSpec> specs;
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);) {
        std::istringstream words(line);
        LayerSpec spec;
        words >> spec.type;
        for (std::string word; words >> word;) {
            const auto [name, value] = split_at(word, '=');
            spec.settings.emplace_back(name, parse_number(value, std::string(name)));
        }
        specs.push_back(std::move(spec));
    }
    return specs;
}

/// Within what float allows; biases behind which D is linear have a gradient of 0.
void check_critic_near(const Matrix& a, const Matrix& b) {
    constexpr double tolerance = sizeof(real) == 8 ? 1e-9 : 2e-4;
    const Apart found = apart(a, b);
    CHECK(found.difference <= tolerance * std::max(1.0, found.norm));
}

void check_critic(const std::string& root) {
    CAPTURE(root);
    Shape shape;
    const Matrix sizes = critic_values(root + "/shape");
    for (const real size : sizes.values()) shape.push_back(static_cast<std::size_t>(size));
    Sequential net("discriminator", layers(critic_golden().words(root + "/layers")), shape);
    for (std::size_t i = 0; i < net.size(); ++i) {
        for (Parameter& p : net.layer(i).parameters()) p.value = from_stored(p, critic_values(join(root, "/before/", i, '/', p.name)));
        for (Buffer& b : net.layer(i).buffers()) {
            const Matrix u = critic_values(join(root, "/before/", i, '/', b.name));
            std::copy_n(u.data(), u.size(), b.value.data());
        }
    }
    const Matrix x = critic_values(root + "/x");
    Trace trace;
    Trace tangent;
    net.reserve(trace, x.rows(), true);
    net.reserve(tangent, x.rows(), true);
    trace.dy.back().fill(1);
    Matrix dx(x.rows(), x.columns());
    Matrix v(x.rows(), x.columns());
    Pipeline pipeline;
    net.add_forward(pipeline, x, trace, Trains::yes);
    net.add_backward(pipeline, x, trace, Trains::yes, &dx);
    pipeline.rows([&](Rows rows, std::size_t) {
        for (std::size_t i = rows.begin; i < rows.end; ++i) {
            double squares = 0;
            for (std::size_t j = 0; j < dx.columns(); ++j) squares += static_cast<double>(dx(i, j)) * static_cast<double>(dx(i, j));
            const double length = std::sqrt(squares);
            for (std::size_t j = 0; j < dx.columns(); ++j) v(i, j) = static_cast<real>(2 * (length - 1) / length) * dx(i, j);
        }
    });
    net.add_tangent(pipeline, x, trace, v, tangent);
    Parallel parallel(2);
    net.prepare(true);
    pipeline.run(x.rows(), parallel);
    check_critic_near(trace.y.back(), critic_values(root + "/d"));
    check_critic_near(dx, critic_values(root + "/dx"));
    const Optimizer optimizer(parse_optimizer("sgd"));
    WeightUpdate({{&net, &x, &trace, &v, &tangent}}, optimizer).gradients(parallel);
    for (std::size_t i = 0; i < net.size(); ++i) {
        CAPTURE(i);
        for (const Parameter& p : net.layer(i).parameters()) {
            CAPTURE(p.name);
            check_critic_near(to_stored(p, p.grad), critic_values(join(root, "/gradient/", i, '/', p.name)));
        }
        for (const Buffer& b : net.layer(i).buffers()) check_critic_near(b.value, critic_values(join(root, "/after/", i, '/', b.name)));
    }
}

}  // namespace

TEST_CASE("reference: gradients of a critic's gradient penalty are PyTorch's, with spectral norm too") {
    for (const char* const name : {"/mlp", "/conv", "/spectral"}) check_critic(name);
}
