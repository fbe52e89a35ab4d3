#include "eval/scores/stacked_modes.hpp"

#include <algorithm>
#include <cstddef>

#include "core/error.hpp"

namespace gen {
namespace {

constexpr std::size_t at_a_time = 4096;
constexpr std::size_t most_modes = 1'000'000;

/// Channels as images of their own: a matrix of images [n, channels * pixels] read as [n * channels, pixels].
Matrix channels_of(const Examples& samples, Rows rows, std::size_t channels) {
    Matrix out(rows.count() * channels, samples.columns() / channels);
    for (std::size_t i = 0; i < rows.count(); ++i) samples.read(rows.begin + i, out.row(i * channels));
    return out;
}

std::size_t mode_count(std::size_t classes, std::size_t channels) {
    std::size_t modes = 1;
    for (std::size_t c = 0; c < channels && modes <= most_modes; ++c) modes *= classes;
    if (modes > most_modes) fail("modes of ", channels, " channels of ", classes, " classes each, expected at most ", most_modes);
    return modes;
}

}  // namespace

std::vector<std::uint64_t> stacked_mode_counts(const Classifier& classifier, const Examples& samples, Parallel& parallel) {
    const std::size_t pixels = classifier.spec.pixels();
    if (samples.columns() == 0 || samples.columns() % pixels != 0)
        fail("stacked images have ", samples.columns(), " numbers, expected a multiple of the classifier's ", pixels);
    const std::size_t channels = samples.columns() / pixels;
    std::vector<std::uint64_t> counts(mode_count(classifier.spec.classes, channels));
    for (std::size_t first = 0; first < samples.size(); first += at_a_time) {
        const Matrix images = channels_of(samples, {first, std::min(first + at_a_time, samples.size())}, channels);
        const std::vector<std::int32_t> classes = classify(classifier, MatrixExamples(images), {0, images.rows()}, parallel).classes;
        for (std::size_t i = 0; i < classes.size(); i += channels) {
            std::size_t mode = 0;
            for (std::size_t c = 0; c < channels; ++c) mode = mode * classifier.spec.classes + static_cast<std::size_t>(classes[i + c]);
            ++counts[mode];
        }
    }
    return counts;
}

}  // namespace gen
