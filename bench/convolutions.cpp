// usage: bench-convolutions [IMAGES]     The products of convolutions by each engine on one thread, taken in turn; TSV, milliseconds. In the last
// column what `--engine auto` takes for the three: p(atches), o(neDNN), w(inograd).
#include <algorithm>
#include <array>
#include <chrono>
#include <functional>
#include <iostream>
#include <memory>
#include <vector>

#include "core/make_convolution.hpp"
#include "core/parse.hpp"
#include "core/winograd/convolution.hpp"

namespace {

using gen::Matrix;
using Clock = std::chrono::steady_clock;

constexpr double seconds_each = 0.3;

struct Layer {
    std::size_t channels, size, filters, kernel, stride, padding;
};
const Layer layers[] = {
    {1, 28, 64, 4, 2, 1},   {3, 32, 32, 4, 2, 1},   {3, 64, 64, 4, 2, 1},    {1, 28, 16, 5, 1, 2},   {3, 32, 64, 3, 1, 1},    {4, 32, 16, 4, 2, 1},
    {6, 32, 16, 4, 2, 1},   {8, 32, 16, 4, 2, 1},   {16, 32, 32, 4, 2, 1},   {16, 28, 32, 4, 2, 1},  {20, 32, 40, 4, 2, 1},   {10, 28, 20, 4, 2, 1},
    {12, 32, 24, 4, 2, 1},  {24, 16, 48, 4, 2, 1},  {40, 16, 80, 4, 2, 1},   {48, 16, 96, 4, 2, 1},  {256, 16, 512, 4, 2, 1}, {32, 16, 64, 4, 2, 1},
    {64, 14, 128, 4, 2, 1}, {64, 32, 128, 4, 2, 1}, {128, 16, 256, 4, 2, 1}, {64, 12, 128, 4, 2, 1}, {64, 10, 128, 4, 2, 1},  {64, 8, 128, 4, 2, 1},
    {256, 8, 512, 4, 2, 1}, {128, 8, 256, 4, 2, 1}, {16, 8, 32, 4, 2, 1},    {64, 6, 128, 4, 2, 1},  {128, 4, 256, 4, 2, 1},  {512, 4, 100, 4, 1, 0},
    {32, 32, 32, 3, 1, 1},  {64, 16, 64, 3, 1, 1},  {128, 8, 128, 3, 1, 1},  {256, 4, 256, 3, 1, 1}, {16, 28, 16, 3, 1, 1},   {64, 16, 128, 1, 1, 0},
    {64, 16, 128, 1, 2, 0},
};

double timed(const std::function<void()>& work) {
    const Clock::time_point start = Clock::now();
    work();
    return 1000 * std::chrono::duration<double>(Clock::now() - start).count();
}

double quartile(std::vector<double> times) {
    std::sort(times.begin(), times.end());
    return times[times.size() / 4];  // below the median: other work on the machine only ever slows
}

using Ways = std::array<std::unique_ptr<gen::Convolution>, 3>;

/// Prints what `work` takes in each way; a dash for one that does not have it.
void compare(const std::function<void(const gen::Convolution&)>& work, const Ways& ways) {
    std::array<std::vector<double>, 3> times;
    const Clock::time_point start = Clock::now();
    for (std::size_t turn = 0; turn < 6 || Clock::now() - start < std::chrono::duration<double>(seconds_each); ++turn)
        for (std::size_t i = 0; i < ways.size(); ++i) {
            const double time = ways[i] ? timed([&] { work(*ways[i]); }) : 0;
            if (turn > 0) times[i].push_back(time);
        }
    for (std::size_t i = 0; i < ways.size(); ++i) {
        if (ways[i])
            std::cout << '\t' << quartile(times[i]);
        else
            std::cout << "\t-";
    }
}

void measure(const Layer& layer, std::size_t images) {
    const gen::ConvGeometry g =
        gen::convolution_of(layer.channels, layer.size, layer.size, layer.filters, layer.kernel, layer.kernel, layer.stride, layer.padding);
    const Ways ways = {gen::make_patch_convolution(g, {gen::Engine::blas}), gen::make_convolution(g, {gen::Engine::onednn}),
                       gen::has_winograd(g) ? gen::make_winograd_convolution(g, {}) : nullptr};
    Matrix large(images, g.large_size());
    Matrix small(images, g.small_size());
    Matrix weight(g.patch(), g.filters);
    Matrix grad(g.patch(), g.filters);
    for (Matrix* const m : {&large, &small, &weight})
        for (std::size_t i = 0; i < m->size(); ++i) m->data()[i] = static_cast<gen::real>(i % 17) / 16 - static_cast<gen::real>(0.5);
    Matrix large_out = large;
    Matrix small_out = small;
    std::cout << layer.channels << " -> " << layer.filters << '\t' << layer.size << " -> " << g.small_height << '\t' << layer.kernel << '/'
              << layer.stride;
    compare([&](const gen::Convolution& c) { c.forward(large, weight, nullptr, small_out, {0, images}); }, ways);
    compare([&](const gen::Convolution& c) { c.adjoint(small, weight, nullptr, large_out, {0, images}); }, ways);
    compare(
        [&](const gen::Convolution& c) {
            const std::size_t tile =
                c.gradient_at_once() ? g.patch() : std::clamp<std::size_t>(std::size_t{512} * 1024 / g.filters / g.small_positions(), 1, g.patch());
            for (std::size_t i = 0; i < g.patch(); i += tile)
                c.weight_gradient(large, small, {0, large.rows()}, {i, std::min(i + tile, g.patch())}, false, grad);
        },
        ways);
    const gen::ConvolutionWays chosen = gen::fastest_ways(g, gen::has_onednn());
    std::cout << '\t';
    for (const gen::ConvolutionWay way : {chosen.forward, chosen.adjoint, chosen.gradient}) std::cout << "pow"[static_cast<std::size_t>(way)];
    std::cout << '\n' << std::flush;
}

}  // namespace

int main(int argc, char** argv) {
    const std::size_t images = argc > 1 ? gen::parse_count(argv[1], "IMAGES") : 32;
    std::cout.precision(3);
    std::cout << "channels\tsize\tkernel/stride\tforward_blas\tforward_onednn\tforward_winograd\tadjoint_blas\tadjoint_onednn\tadjoint_winograd\t"
                 "gradient_blas\tgradient_onednn\tgradient_winograd\tauto\n";
    for (const Layer& layer : layers) measure(layer, images);
}
