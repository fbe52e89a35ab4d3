#include "eval/scores/ms_ssim.hpp"

#include <algorithm>
#include <utility>
#include <vector>

#include "core/error.hpp"
#include "core/random.hpp"
#include "eval/scores/ssim.hpp"

namespace gen {
namespace {

constexpr std::size_t most_pairs = 5000;
constexpr std::size_t batches_of_compare_gan = 5;
constexpr std::size_t batch_of_compare_gan = 64;

using Pairs = std::vector<std::pair<std::uint32_t, std::uint32_t>>;

Pairs disjoint_pairs(const std::vector<std::uint32_t>& order) {
    Pairs pairs;
    for (std::size_t i = 0; i + 1 < order.size() && pairs.size() < most_pairs; i += 2) pairs.emplace_back(order[i], order[i + 1]);
    return pairs;
}

/// Batch after batch.
Pairs pairs_within_batches(const std::vector<std::uint32_t>& order, std::size_t batches, std::size_t batch) {
    Pairs pairs;
    for (std::size_t b = 0; b < batches; ++b)
        for (std::size_t i = 0; i < batch; ++i)
            for (std::size_t j = 0; j < i; ++j) pairs.emplace_back(order[b * batch + i], order[b * batch + j]);
    return pairs;
}

std::vector<double> differences(const Matrix& images, const Shape& shape, const Pairs& pairs, const SsimScales& scales, Parallel& parallel) {
    std::vector<double> out(pairs.size());
    const std::size_t blocks = row_blocks(pairs.size());
    parallel.run(blocks, [&](std::size_t block) {
        const Rows rows = row_block(pairs.size(), blocks, block);
        for (std::size_t i = rows.begin; i < rows.end; ++i)
            out[i] = 1 - ms_ssim(images.row(pairs[i].first), images.row(pairs[i].second), shape, scales);
    });
    return out;
}

/// Means of equal parts.
std::vector<double> means(const std::vector<double>& values, std::size_t parts) {
    const std::size_t n = values.size() / parts;
    std::vector<double> out;
    for (std::size_t p = 0; p < parts; ++p) out.push_back(tree_sum(values.data() + p * n, n) / static_cast<double>(n));
    return out;
}

}  // namespace

MsSsim ms_ssim_diversity(const Matrix& images, const Shape& shape, MsSsimProtocol protocol, std::uint64_t seed, Parallel& parallel) {
    if (images.rows() < 2) fail("MS-SSIM of ", images.rows(), " images, expected at least 2");
    if (shape.size() != 3 || shape[1] < 2 || shape[2] < 2)
        fail("MS-SSIM of images ", text(shape), ", expected pictures at least 2 pixels high and wide");
    const std::vector<std::uint32_t> order = random_order({seed, Purpose::score_pairs}, static_cast<std::uint32_t>(images.rows()));
    if (protocol == MsSsimProtocol::by_size) {
        const SsimScales scales = scales_by_size(shape);
        const Pairs pairs = disjoint_pairs(order);
        return {estimated(differences(images, shape, pairs, scales, parallel)), scales.weights.size(), pairs.size()};
    }
    const SsimScales scales = five_scales();
    const std::size_t batch = std::min(batch_of_compare_gan, images.rows());
    const std::size_t batches = std::min(batches_of_compare_gan, images.rows() / batch);
    const Pairs pairs = pairs_within_batches(order, batches, batch);
    return {estimated(means(differences(images, shape, pairs, scales, parallel), batches)), scales.weights.size(), pairs.size()};
}

}  // namespace gen
