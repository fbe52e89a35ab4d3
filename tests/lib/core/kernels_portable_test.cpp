#include <doctest/doctest.h>

#include <bit>
#include <cstdint>
#include <vector>

#include "core/channel_kernels.hpp"
#include "core/kernels.hpp"
#include "core/likelihood_kernels.hpp"
#include "gradients.hpp"
#include "lib/core/portable/portable_mode.hpp"

using namespace gen;

namespace {

// Lengths about those of vectors and of blocks of sums.
const std::vector<std::size_t> portable_lengths = {1, 7, 8, 9, 63, 64, 65, 200, 517};

/// A sum over all bits of all that is added.
class BitSum {
public:
    void add(double x) { sum_ = sum_ * 0x9E3779B97F4A7C15U + std::bit_cast<std::uint64_t>(x); }
    void add(const std::vector<real>& all) {
        for (const real x : all) add(static_cast<double>(x));
    }
    std::uint64_t sum() const { return sum_; }

private:
    std::uint64_t sum_ = 0;
};

struct PortableNumbers {
    std::size_t n;
    std::vector<real> x, y, z, bytes;

    explicit PortableNumbers(std::size_t length) : n(length), x(numbers(1, 3)), y(numbers(2, 1)), z(numbers(3, 2)), bytes(n) {
        for (std::size_t i = 0; i < n; ++i) bytes[i] = static_cast<real>(i * 7 % 256) / 255;
    }
    std::vector<real> numbers(std::uint64_t seed, real scale) const {
        const Matrix m = normals(1, n, seed);
        std::vector<real> out(m.data(), m.data() + n);
        for (real& v : out) v *= scale;
        return out;
    }
};

void add_functions(const Kernels& k, const PortableNumbers& at, BitSum& sum) {
    const std::size_t n = at.n;
    std::vector<real> out(n);
    const auto unary = [&](auto kernel, auto... rest) {
        kernel(at.x.data(), n, rest..., out.data());
        sum.add(out);
    };
    const auto gradient = [&](auto kernel, auto... rest) {
        kernel(at.x.data(), at.y.data(), n, rest..., out.data());
        sum.add(out);
    };
    unary(k.tanh);
    unary(k.sigmoid);
    unary(k.softplus);
    unary(k.relu, real{0.2F});
    unary(k.elu, real{0.7F});
    gradient(k.tanh_gradient);
    gradient(k.sigmoid_gradient);
    gradient(k.softplus_gradient);
    gradient(k.relu_gradient, real{0.2F});
    gradient(k.elu_gradient, real{0.7F});
    k.reparameterise(at.x.data(), at.y.data(), at.z.data(), n, out.data());
    sum.add(out);
    std::vector<real> second = at.z;
    k.reparameterise_gradient(at.y.data(), at.z.data(), at.x.data(), n, out.data(), second.data());
    sum.add(out);
    sum.add(second);
    sum.add(k.sum_of_squares(at.x.data(), n));
    sum.add(k.nearness(at.x.data(), at.y.data(), 1, n, out.data()));
    sum.add(out);
    sum.add(k.signed_sum(real{0.1F}, at.x.data(), at.y.data(), n));
}

void add_losses(const Kernels& k, const PortableNumbers& at, BitSum& sum) {
    const std::size_t n = at.n;
    std::vector<real> a(n);
    std::vector<real> b(n);
    std::vector<real> c(n);
    sum.add(k.bernoulli(at.x.data(), at.bytes.data(), n, real{0.3F}, a.data()));
    sum.add(k.bernoulli(at.x.data(), at.bytes.data(), n, real{0.3F}, nullptr));
    sum.add(k.gaussian_kl(at.x.data(), at.y.data(), n, real{0.1F}, real{1.3F}, real{0.5F}, a.data(), b.data()));
    sum.add(k.likelihood->squares(at.x.data(), at.bytes.data(), n, true, real{0.3F}, c.data()));
    sum.add(c);
    sum.add(k.likelihood->distances(at.x.data(), at.bytes.data(), n, false, real{0.3F}, c.data()));
    sum.add(c);
    sum.add(a);
    sum.add(b);
    const ScaledPixels pixels = {at.x.data(), at.y.data(), at.bytes.data(), n, true, -7, real{0.3F}, a.data(), b.data()};
    for (const double loss : {k.likelihood->gaussian(pixels), k.likelihood->laplace(pixels), k.likelihood->logistic(pixels, 1, nullptr, nullptr)}) {
        sum.add(loss);
        sum.add(a);
        sum.add(b);
    }
}

void add_updates(const Kernels& k, const PortableNumbers& at, BitSum& sum) {
    const UpdateRule rule = {.rate = real{0.01F},
                             .decay = real{0.001F},
                             .shrink = real{0.999F},
                             .beta1 = real{0.9F},
                             .beta2 = real{0.99F},
                             .epsilon = real{1e-8F},
                             .correction = real{0.3F},
                             .nesterov = true,
                             .centred = true};
    std::vector<real> p = at.x;
    std::vector<real> m = at.z;
    std::vector<real> v(at.n, real{0.5F});
    const auto taken = [&](real largest) {
        sum.add(static_cast<double>(largest));
        for (const std::vector<real>* const all : {&p, &m, &v}) sum.add(*all);
    };
    taken(k.adam(p.data(), at.y.data(), m.data(), v.data(), at.n, rule));
    taken(k.sgd(p.data(), at.y.data(), m.data(), at.n, rule));
    taken(k.adagrad(p.data(), at.y.data(), v.data(), at.n, rule));
    taken(k.rmsprop(p.data(), at.y.data(), v.data(), m.data(), at.n, rule));
}

void add_maps(const ChannelKernels& k, const PortableNumbers& at, BitSum& sum) {
    for (const std::size_t channels : {1, 3, 40}) {
        const std::size_t positions = at.n / channels;
        std::vector<double> sums(2 * channels);
        k.sums(at.x.data(), positions, channels, sums.data(), sums.data() + channels);
        k.dot(at.x.data(), at.y.data(), positions, channels, sums.data(), sums.data() + channels);
        for (const double each : sums) sum.add(each);
        std::vector<real> out(at.n);
        k.scale_shift(at.x.data(), positions, channels, at.numbers(5, 1).data(), at.numbers(6, 1).data(), out.data());
        sum.add(out);
        k.axpby(at.x.data(), at.y.data(), positions, channels, at.numbers(5, 1).data(), at.numbers(6, 1).data(), at.numbers(7, 1).data(), out.data());
        sum.add(out);
    }
}

}  // namespace

// As every compiler must make them on every processor. Where this is meant to change, portable_version (core/portable/mode.hpp) goes up.
TEST_CASE("kernels, portable: bits" * doctest::skip(sizeof(real) != sizeof(float))) {
    if (!PortableMode::is_there()) return;
    const PortableMode mode;
    std::vector<std::uint64_t> sums;
    BitSum functions;
    BitSum losses;
    BitSum updates;
    BitSum maps;
    for (const std::size_t n : portable_lengths) {
        const PortableNumbers at(n);
        add_functions(kernels(), at, functions);
        add_losses(kernels(), at, losses);
        add_updates(kernels(), at, updates);
        if (n >= 200) add_maps(channel_kernels(), at, maps);
    }
    CHECK(functions.sum() == 10722188644509609260U);
    CHECK(losses.sum() == 4354631755675679790U);
    CHECK(updates.sum() == 7041351661863829504U);
    CHECK(maps.sum() == 6963292039497656834U);
}
