#include "core/winograd/convolution.hpp"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <thread>
#include <vector>

#include "core/error.hpp"
#include "core/make_convolution.hpp"
#include "gradients.hpp"

using namespace gen;

namespace {

constexpr double convolution_tolerance = sizeof(real) == 8 ? 1e-12 : 2e-5;

/// Kernels of 4 x 4 with stride 2, as Winograd's filtering takes them.
std::vector<ConvGeometry> halving() {
    return {convolution_of(16, 12, 8, 24, 4, 4, 2, 1),     convolution_of(3, 4, 4, 5, 4, 4, 2, 1),    convolution_of(2, 6, 10, 3, 4, 4, 2, 0),
            convolution_of(1, 6, 2, 3, 4, 4, 2, 2),        convolution_of(16, 14, 14, 8, 4, 4, 2, 1), convolution_of(3, 6, 10, 4, 4, 4, 2, 1),
            convolution_of(9, 6, 8, 2, 4, 4, 2, 1),        convolution_of(9, 8, 6, 2, 4, 4, 2, 1),    convolution_of(4, 8, 4, 5, 4, 4, 2, 2),
            transposed_of(40, 16, 16, 32, 4, 4, 2, 1, {}), convolution_of(5, 4, 8, 7, 4, 4, 2, 3)};
}

std::vector<ConvGeometry> geometries() {
    std::vector<ConvGeometry> list;
    const std::size_t kernels[][2] = {{1, 1}, {3, 3}, {4, 4}, {5, 5}, {3, 5}};
    for (const std::size_t channels : {1, 3, 8})
        for (const auto& [height, width] : kernels)
            for (const std::size_t stride : {1, 2, 3})
                for (const std::size_t padding : {0, 1, 2}) {
                    list.push_back(convolution_of(channels, 7, 9, 5, height, width, stride, padding));
                    for (std::size_t output_padding = 0; output_padding < stride; ++output_padding)
                        if (height > 1)
                            list.push_back(
                                transposed_of(6, 3, 4, channels, height, width, stride, padding, {output_padding, stride - 1 - output_padding}));
                }
    list.push_back(convolution_of(3, 4, 5, 6, 4, 5, 3, 0));      // the kernel is the image
    list.push_back(convolution_of(2, 2, 2, 3, 3, 3, 1, 3));      // some patches are nothing but padding
    list.push_back(convolution_of(8, 40, 40, 3, 5, 5, 1, 2));    // one image makes several products
    list.push_back(convolution_of(16, 12, 10, 32, 4, 4, 2, 1));  // channels that fill vectors
    list.push_back(convolution_of(32, 9, 9, 16, 3, 3, 1, 1));
    for (const ConvGeometry& g : halving()) list.push_back(g);
    return list;
}

/// Those of this build.
std::vector<Engine> engines() {
    if (has_onednn()) return {Engine::blas, Engine::onednn, Engine::automatic};
    return {Engine::blas};
}

/// Calls tap(large index, weight row, small position) for each pair of numbers that a weight connects.
template <class Tap>
void for_each_tap(const ConvGeometry& g, const Tap& tap) {
    for (std::size_t oy = 0; oy < g.small_height; ++oy)
        for (std::size_t ox = 0; ox < g.small_width; ++ox)
            for (std::size_t ky = 0; ky < g.kernel_height; ++ky)
                for (std::size_t kx = 0; kx < g.kernel_width; ++kx) {
                    const std::size_t y = oy * g.stride + ky - g.padding;  // wraps around above and left of the image
                    const std::size_t x = ox * g.stride + kx - g.padding;
                    if (y >= g.height || x >= g.width) continue;
                    for (std::size_t c = 0; c < g.channels; ++c)
                        tap((y * g.width + x) * g.channels + c, (ky * g.kernel_width + kx) * g.channels + c, oy * g.small_width + ox);
                }
}

using Numbers = std::vector<double>;

/// Largest distance of `m`, relative to the largest of `truth` or 1.
double distance(const Matrix& m, const Numbers& truth) {
    REQUIRE(m.size() == truth.size());
    double worst = 0;
    double scale = 1;
    for (std::size_t i = 0; i < truth.size(); ++i) {
        const double off = std::abs(static_cast<double>(m.data()[i]) - truth[i]);
        if (off > worst || std::isnan(off)) worst = off;  // NaN stays
        scale = std::max(scale, std::abs(truth[i]));
    }
    return worst / scale;
}

Numbers direct_forward(const ConvGeometry& g, const Matrix& large, const Matrix& weight, const real* bias) {
    Numbers small(large.rows() * g.small_size());
    for (std::size_t i = 0; bias != nullptr && i < small.size(); ++i) small[i] = static_cast<double>(bias[i % g.filters]);
    for (std::size_t n = 0; n < large.rows(); ++n)
        for_each_tap(g, [&, in = large.row(n), out = small.data() + n * g.small_size()](std::size_t i, std::size_t k, std::size_t p) {
            const real* const weights = weight.row(k);
            for (std::size_t f = 0; f < g.filters; ++f) out[p * g.filters + f] += static_cast<double>(in[i]) * static_cast<double>(weights[f]);
        });
    return small;
}

Numbers direct_adjoint(const ConvGeometry& g, const Matrix& small, const Matrix& weight, const real* bias) {
    Numbers large(small.rows() * g.large_size());
    for (std::size_t i = 0; bias != nullptr && i < large.size(); ++i) large[i] = static_cast<double>(bias[i % g.channels]);
    for (std::size_t n = 0; n < small.rows(); ++n)
        for_each_tap(g, [&, in = small.row(n), out = large.data() + n * g.large_size()](std::size_t i, std::size_t k, std::size_t p) {
            const real* const weights = weight.row(k);
            for (std::size_t f = 0; f < g.filters; ++f) out[i] += static_cast<double>(in[p * g.filters + f]) * static_cast<double>(weights[f]);
        });
    return large;
}

Numbers direct_gradient(const ConvGeometry& g, const Matrix& large, const Matrix& small) {
    Numbers grad(g.patch() * g.filters);
    for (std::size_t n = 0; n < large.rows(); ++n)
        for_each_tap(g, [&, x = large.row(n), dy = small.row(n)](std::size_t i, std::size_t k, std::size_t p) {
            double* const out = grad.data() + k * g.filters;
            for (std::size_t f = 0; f < g.filters; ++f) out[f] += static_cast<double>(x[i]) * static_cast<double>(dy[p * g.filters + f]);
        });
    return grad;
}

double dot(const Matrix& a, const Matrix& b) {
    double sum = 0;
    for (std::size_t i = 0; i < a.size(); ++i) sum += static_cast<double>(a.data()[i]) * static_cast<double>(b.data()[i]);
    return sum;
}

bool same_bits(const Matrix& a, const Matrix& b) { return std::ranges::equal(a.values(), b.values()); }

/// A convolution with all that its calls take.
struct Example {
    ConvGeometry g;
    std::size_t images;
    Engine engine = Engine::blas;
    std::unique_ptr<Convolution> convolution = make_convolution(g, {engine});
    Matrix large = normals(images, g.large_size(), 1);
    Matrix small = normals(images, g.small_size(), 2);
    Matrix weight = normals(g.patch(), g.filters, 3);
    Matrix filter_bias = normals(1, g.filters, 4);
    Matrix channel_bias = normals(1, g.channels, 5);
};

std::string text_of(const ConvGeometry& g, Engine engine = Engine::blas) {
    const char* const names[] = {"automatic", "blas", "onednn"};
    return join(names[static_cast<std::size_t>(engine)], ": ", g.channels, 'x', g.height, 'x', g.width, " to ", g.filters, 'x', g.small_height, 'x',
                g.small_width, ", kernel ", g.kernel_height, 'x', g.kernel_width, ", stride ", g.stride, ", padding ", g.padding);
}

void check_taps(const Example& e) {
    const ConvGeometry& g = e.g;
    CAPTURE(text_of(g, e.engine));
    for (const bool biased : {true, false}) {
        Matrix small(3, g.small_size());
        Matrix large(3, g.large_size());
        small.fill(NAN);  // every number is written
        large.fill(NAN);
        const real* const filter_bias = biased ? e.filter_bias.data() : nullptr;
        const real* const channel_bias = biased ? e.channel_bias.data() : nullptr;
        e.convolution->forward(e.large, e.weight, filter_bias, small, {0, 3});
        e.convolution->adjoint(e.small, e.weight, channel_bias, large, {0, 3});
        CHECK(distance(small, direct_forward(g, e.large, e.weight, filter_bias)) < convolution_tolerance);
        CHECK(distance(large, direct_adjoint(g, e.small, e.weight, channel_bias)) < convolution_tolerance);
    }
    Matrix grad(g.patch(), g.filters);
    grad.fill(NAN);
    e.convolution->weight_gradient(e.large, e.small, {0, e.large.rows()}, {0, g.patch()}, false, grad);
    CHECK(distance(grad, direct_gradient(g, e.large, e.small)) < convolution_tolerance);
}

void check_threads(const ConvGeometry& g, Engine engine) {
    CAPTURE(text_of(g, engine));
    const Example e{g, 64, engine};
    struct Results {
        Matrix small, large, grad;
    };
    const auto results = [&] { return Results{Matrix(64, e.g.small_size()), Matrix(64, e.g.large_size()), Matrix(e.g.patch(), e.g.filters)}; };
    const auto run = [&](const Convolution& c, Results& r, Rows rows, Rows part) {
        c.forward(e.large, e.weight, e.filter_bias.data(), r.small, rows);
        c.adjoint(e.small, e.weight, e.channel_bias.data(), r.large, rows);
        c.weight_gradient(e.large, e.small, {0, e.large.rows()}, part, false, r.grad);
    };
    Results alone = results();
    run(*e.convolution, alone, {31, 64}, {20, e.g.patch()});
    run(*e.convolution, alone, {0, 31}, {0, 20});
    const std::unique_ptr<Convolution> kept = make_convolution(g, {engine});
    kept->keep_weight();
    for (int round = 0; round < 10; ++round) {  // so that the threads do meet
        const Convolution& c = round % 2 == 0 ? *kept : *e.convolution;
        Results together = results();
        {
            const std::jthread first([&] { run(c, together, {0, 31}, {0, 20}); });
            const std::jthread second([&] { run(c, together, {31, 64}, {20, e.g.patch()}); });
        }
        CHECK(same_bits(alone.small, together.small));
        CHECK(same_bits(alone.large, together.large));
        CHECK(same_bits(alone.grad, together.grad));
    }
}

void check_refusals(Engine engine) {
    const Example e{convolution_of(3, 4, 4, 2, 3, 3, 1, 1), 2, engine};
    const Convolution& c = *e.convolution;
    Matrix small(2, e.g.small_size());
    Matrix grad(e.g.patch(), 2);
    const char* const larger = "a convolution got 32 numbers for its larger map, expected 48";
    const char* const smaller = "a convolution got 48 numbers for its smaller map, expected 32";
    CHECK_THROWS_WITH_AS(c.forward(e.small, e.weight, nullptr, small, {0, 2}), larger, Error);
    CHECK_THROWS_WITH_AS(c.adjoint(e.small, e.weight, nullptr, small, {0, 2}), larger, Error);
    CHECK_THROWS_WITH_AS(c.weight_gradient(e.large, e.large, {0, e.large.rows()}, {0, 27}, false, grad), smaller, Error);
    CHECK_THROWS_WITH_AS(c.forward(e.large, e.small, nullptr, small, {0, 2}), "a convolution got a weight of 2 x 32, expected 27 x 2", Error);
    CHECK_THROWS_WITH_AS(c.forward(e.large, e.weight, nullptr, small, {1, 3}), "a convolution got rows 1 to 3 of 2 images", Error);
    CHECK_THROWS_WITH_AS(c.weight_gradient(e.large, e.small, {0, e.large.rows()}, {5, 28}, false, grad),
                         "a convolution got rows 5 to 28 of a weight of 27", Error);
}

}  // namespace

TEST_CASE("convolution: is the sum over the taps, both ways and for the weight, by every engine") {
    for (const Engine engine : engines())
        for (const ConvGeometry& g : geometries()) check_taps({g, 3, engine});
}

TEST_CASE("convolution: Winograd's filtering is the same sum, also for a weight that is taken in slices, and for one that is kept") {
    std::vector<ConvGeometry> all = halving();
    all.push_back(convolution_of(192, 4, 4, 224, 4, 4, 2, 1));  // 860,160 sums
    for (const ConvGeometry& g : all)
        for (const bool kept : {false, true}) {
            REQUIRE(has_winograd(g));
            Example e{g, 3};
            e.convolution = make_winograd_convolution(g, {});
            if (kept) e.convolution->keep_weight();
            check_taps(e);
        }
    CHECK(!has_winograd(convolution_of(16, 2, 2, 8, 4, 4, 2, 1)));
    CHECK(!has_winograd(convolution_of(16, 9, 9, 8, 4, 4, 2, 1)));  // a pixel that no filter sees
    CHECK(!has_winograd(convolution_of(16, 8, 8, 8, 3, 3, 2, 1)));
}

TEST_CASE("convolution: <A x, y> = <x, A' y>, and the weight's gradient gives the same number") {
    for (const ConvGeometry& g : geometries()) {
        CAPTURE(text_of(g));
        const Example e{g, 2};
        Matrix forward(2, g.small_size());
        Matrix adjoint(2, g.large_size());
        Matrix grad(g.patch(), g.filters);
        e.convolution->forward(e.large, e.weight, nullptr, forward, {0, 2});
        e.convolution->adjoint(e.small, e.weight, nullptr, adjoint, {0, 2});
        e.convolution->weight_gradient(e.large, e.small, {0, e.large.rows()}, {0, g.patch()}, false, grad);
        const double size = std::sqrt(dot(forward, forward) * dot(e.small, e.small));
        CHECK(std::abs(dot(forward, e.small) - dot(e.large, adjoint)) < convolution_tolerance * size);
        CHECK(std::abs(dot(forward, e.small) - dot(grad, e.weight)) < convolution_tolerance * size);
    }
}

TEST_CASE("convolution: parts of the weight's gradient make the whole, wherever they are cut, and add when asked to") {
    const std::vector<Engine> all = engines();
    std::size_t turn = 0;
    for (const ConvGeometry& g : geometries()) {
        const Engine engine = all[turn++ % all.size()];
        CAPTURE(text_of(g, engine));
        const Example e{g, 2, engine};
        Numbers truth = direct_gradient(g, e.large, e.small);
        const std::size_t cuts[] = {0, g.patch() / 3, g.patch() / 2, g.patch() - g.patch() / 4, g.patch()};
        Matrix grad(g.patch(), g.filters);
        grad.fill(1);
        for (std::size_t i = 0; i < 4; ++i)
            e.convolution->weight_gradient(e.large, e.small, {0, e.large.rows()}, {cuts[i], cuts[i + 1]}, false, grad);
        CHECK(distance(grad, truth) < convolution_tolerance);
        const Rows middle = {g.patch() / 3, g.patch() - g.patch() / 4};
        e.convolution->weight_gradient(e.large, e.small, {0, e.large.rows()}, middle, true, grad);
        for (std::size_t i = middle.begin * g.filters; i < middle.end * g.filters; ++i) truth[i] *= 2;
        CHECK(distance(grad, truth) < convolution_tolerance);
    }
}

TEST_CASE("convolution: images outside the range are left alone") {
    const std::vector<Engine> all = engines();
    for (std::size_t i = 0; i < 2 * all.size(); ++i) {
        const std::size_t kernel = i % 2 == 0 ? 4 : 1;
        const Example e{convolution_of(3, 8, 8, 4, kernel, kernel, kernel == 4 ? 2 : 1, kernel == 4 ? 1 : 0), 5, all[i / 2]};
        CAPTURE(text_of(e.g, e.engine));
        Matrix small(5, e.g.small_size());
        Matrix large(5, e.g.large_size());
        small.fill(7);
        large.fill(7);
        e.convolution->forward(e.large, e.weight, e.filter_bias.data(), small, {1, 3});
        e.convolution->adjoint(e.small, e.weight, e.channel_bias.data(), large, {1, 3});
        e.convolution->forward(e.large, e.weight, nullptr, small, {4, 4});
        for (const Matrix* m : {&small, &large})
            for (std::size_t n = 0; n < 5; ++n) {
                const auto sevens = std::count(m->row(n), m->row(n) + m->columns(), real{7});
                CHECK((sevens == static_cast<std::ptrdiff_t>(m->columns())) == (n < 1 || n > 2));
            }
    }
}

TEST_CASE("convolution: which thread takes which rows changes no bit, nor does a weight that is kept") {
    for (const Engine engine : engines())
        for (const std::size_t channels : {3, 16, 32}) check_threads(convolution_of(channels, 28, 28, 16, 4, 4, 2, 1), engine);
}

TEST_CASE("convolution: an engine that is not there is refused") {
    const ConvGeometry g = convolution_of(3, 8, 8, 4, 4, 4, 2, 1);
    if (has_onednn())
        CHECK_NOTHROW(make_convolution(g, {Engine::onednn}));
    else
        CHECK_THROWS_WITH_AS(make_convolution(g, {Engine::onednn}), ("there is no oneDNN here: " + why_no_onednn()).c_str(), Error);
    CHECK_NOTHROW(make_convolution(g, {Engine::automatic}));
}

TEST_CASE("convolution: sizes are PyTorch's") {
    CHECK(convolution_of(1, 28, 28, 64, 4, 4, 2, 1) == ConvGeometry{1, 28, 28, 64, 14, 14, 4, 4, 2, 1});
    CHECK(convolution_of(2, 10, 9, 3, 3, 5, 3, 2).small_height == 4);  // a pixel at the lower edge is not used
    CHECK(convolution_of(2, 10, 9, 3, 3, 5, 3, 2).small_width == 3);
    CHECK(transposed_of(100, 1, 1, 512, 4, 4, 1, 0, {}) == ConvGeometry{512, 4, 4, 100, 1, 1, 4, 4, 1, 0});
    CHECK(transposed_of(8, 7, 5, 3, 3, 5, 2, 1, {1, 1}) == ConvGeometry{3, 14, 12, 8, 7, 5, 3, 5, 2, 1});
}

TEST_CASE("convolution: a geometry that cannot be says why") {
    const auto convolution = [](std::size_t channels, std::size_t kernel, std::size_t stride, std::size_t padding) {
        return [=] { convolution_of(channels, 5, 6, 4, kernel, kernel, stride, padding); };
    };
    const auto transposed = [](std::size_t stride, std::size_t padding, std::size_t output_padding) {
        return [=] { transposed_of(8, 2, 2, 3, 2, 2, stride, padding, {output_padding, 0}); };
    };
    CHECK_THROWS_WITH_AS(convolution(3, 9, 1, 1)(), "a kernel of 9x9 does not fit images of 3x5x6 with padding 1", Error);
    CHECK_NOTHROW(convolution(3, 9, 1, 2)());
    CHECK_THROWS_WITH_AS(convolution(3, 3, 0, 1)(), "a convolution has stride 0, expected 1 to 1048576", Error);
    CHECK_THROWS_WITH_AS(convolution(0, 3, 1, 1)(), "a convolution has channels 0, expected 1 to 1048576", Error);
    CHECK_THROWS_WITH_AS(convolution(3, 0, 1, 1)(), "a convolution has kernel height 0, expected 1 to 1048576", Error);
    CHECK_THROWS_WITH_AS(convolution(3, 3, 1, std::size_t{1} << 63)(), "a convolution has padding 9223372036854775808, expected 0 to 1048576", Error);
    CHECK_THROWS_WITH_AS(convolution(1 << 20, 9, 9, 1 << 19)(), "a convolution's smaller map has 54297388324 numbers, at most 2147483647", Error);
    CHECK_THROWS_WITH_AS(transposed(2, 0, 2)(), "an output padding of 2 is not below the stride, 2", Error);
    CHECK_THROWS_WITH_AS(transposed(1, 2, 0)(), "a padding of 2 leaves nothing of maps of 8x2x2 after a transposed convolution with a kernel of 2x2",
                         Error);
}

TEST_CASE("convolution: matrices that do not fit are refused") {
    for (const Engine engine : engines()) check_refusals(engine);
}
