#include "tools/common/scores/neighbour_picture.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>
#include <vector>

#include "core/error.hpp"
#include "core/rounded_text.hpp"
#include "eval/scores/neighbours.hpp"
#include "picture/contact_sheet.hpp"

namespace gen {
namespace {

constexpr std::size_t most_samples = 16;
constexpr std::size_t most_neighbours = 5;

void add(const Matrix& pixels, std::size_t row, std::string caption, picture::Tiles& tiles) {
    for (std::size_t j = 0; j < pixels.columns(); ++j)
        tiles.pixels.push_back(static_cast<std::uint8_t>(std::lround(std::clamp<double>(static_cast<double>(pixels(row, j)), 0, 1) * 255)));
    tiles.captions.push_back(std::move(caption));
}

}  // namespace

picture::Canvas neighbour_picture(const ScoreRows& samples, const ScoreRows& train, Parallel& parallel) {
    const bool shown = samples.has_pictures() && train.has_pictures() && (samples.shape[0] == 1 || samples.shape[0] == 3);
    if (!shown) fail_usage("--neighbours needs pictures with 1 or 3 channels, and --train");
    const std::size_t k = std::min(most_neighbours, train.size());
    const Neighbours found = nearest_rows(samples.features(), train.features(), k, parallel);
    std::vector<std::size_t> order(samples.size());
    std::iota(order.begin(), order.end(), std::size_t{0});
    std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return found.square(a) < found.square(b); });
    order.resize(std::min(most_samples, order.size()));
    picture::Tiles tiles{.channels = samples.shape[0], .height = samples.shape[1], .width = samples.shape[2], .pixels = {}, .captions = {}};
    for (const std::size_t i : order) {
        add(samples.pixels, i, join("sample ", i), tiles);
        for (std::size_t j = 0; j < k; ++j)
            add(train.pixels, found.rows[i * k + j], rounded_text(std::sqrt(static_cast<double>(found.squares[i * k + j]))), tiles);
    }
    const std::size_t columns = 2 * (k + 1);
    const std::size_t rows = (tiles.count() + columns - 1) / columns;
    return picture::contact_sheet({tiles},
                                  {.columns = columns, .scale = picture::handy_scale(columns, rows, tiles.width, tiles.height), .captions = true});
}

}  // namespace gen
