#include "train/augmentation.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "core/random.hpp"

namespace gen {
namespace {

constexpr double most = 1e6;

/// Where along one axis the pixels of the new image come from: between two of the old ones.
struct Axis {
    std::vector<std::size_t> low;
    std::vector<std::size_t> high;
    std::vector<real> weight;  // of high

    /// Pixel i of n shows the place begin + (i - offset + 1/2) part - 1/2 of the old image.
    Axis(std::size_t n, double begin, double part, std::int64_t offset, bool mirrored) : low(n), high(n), weight(n) {
        const double last = static_cast<double>(n - 1);
        for (std::size_t i = 0; i < n; ++i) {
            const double moved = static_cast<double>(mirrored ? n - 1 - i : i) - static_cast<double>(offset);
            const double shown = std::clamp(moved, 0.0, last);
            const double place = std::clamp(begin + (shown + 0.5) * part - 0.5, 0.0, last);
            low[i] = static_cast<std::size_t>(place);
            high[i] = std::min(low[i] + 1, n - 1);
            weight[i] = static_cast<real>(place - static_cast<double>(low[i]));
        }
    }
};

void resample(const std::vector<real>& from, const Shape& image, const Axis& down, const Axis& across, real* out) {
    const std::size_t height = image[1];
    const std::size_t width = image[2];
    for (std::size_t c = 0; c < image[0]; ++c)
        for (std::size_t i = 0; i < height; ++i) {
            const real* const above = from.data() + (c * height + down.low[i]) * width;
            const real* const below = from.data() + (c * height + down.high[i]) * width;
            for (std::size_t j = 0; j < width; ++j, ++out) {
                const real left = above[across.low[j]] + down.weight[i] * (below[across.low[j]] - above[across.low[j]]);
                const real right = above[across.high[j]] + down.weight[i] * (below[across.high[j]] - above[across.high[j]]);
                *out = left + across.weight[j] * (right - left);
            }
        }
}

}  // namespace

void Augmentation::check(const Shape& image) const {
    const std::size_t side = std::min(image[1], image[2]);
    if (image[1] == 1 && image[2] == 1 && (crop > 0 || shift > 0 || flip)) fail_usage("augmentation of points: only noise=SD changes them");
    const auto limit = static_cast<double>(side);
    const auto expect_less = [&](std::string_view name, double value) {
        if (value >= limit) fail_usage("augmentation ", name, "=", value, ": images are ", image[1], "x", image[2], ", expected less than ", side);
    };
    expect_less("crop", crop);
    expect_less("shift", static_cast<double>(shift));
}

Augmentation parse_augmentation(std::string_view words) {
    Augmentation how;
    if (words == "none") return how;
    for (const std::string_view part : split(words, ',')) {
        const auto [name, value] = split_at(part, '=');
        const std::string where = join("augmentation ", name);
        const auto amount = [&, v = value] {
            const double number = parse_number(v, where);
            if (number <= 0 || number > most) fail_usage(where, " is ", v, ", expected a number above 0, at most ", most);
            return number;
        };
        if (name == "flip" && part == name) {
            how.flip = true;
        } else if (name == "shift") {
            how.shift = parse_count(value, where);
        } else if (name == "crop") {
            how.crop = amount();
        } else if (name == "noise") {
            how.noise = amount();
        } else {
            fail_usage("augmentation is ", words, ", expected none, or some of shift=PIXELS, flip, crop=PIXELS and noise=SD, joined by commas",
                       did_you_mean(name, {"none", "shift", "flip", "crop", "noise"}));
        }
    }
    return how;
}

Forms augmentation_forms() { return {"none", "shift=", "flip", "crop=", "noise="}; }

void AugmentedExamples::read(std::size_t row, real* out) const {
    const auto number = static_cast<std::uint32_t>(row);
    if (how_.crop > 0 || how_.shift > 0 || how_.flip) {
        std::vector<real> stored(columns());
        data_->read(row, stored.data());
        Draws draws({seed_, Purpose::augment, epoch_}, number);
        const double part = 1 - draws.uniform(0, how_.crop) / static_cast<double>(std::min(image_[1], image_[2]));
        const auto axis = [&](std::size_t n, bool mirrored) {
            const double begin = draws.uniform(0, (1 - part) * static_cast<double>(n));
            const auto offset = static_cast<std::int64_t>(draws.below(static_cast<std::uint32_t>(2 * how_.shift + 1)));
            return Axis(n, begin, part, offset - static_cast<std::int64_t>(how_.shift), mirrored);
        };
        const bool mirrored = draws.below(2) == 1 && how_.flip;
        const Axis down = axis(image_[1], false);
        const Axis across = axis(image_[2], mirrored);
        resample(stored, image_, down, across, out);
    } else {
        data_->read(row, out);
    }
    if (how_.noise <= 0) return;
    std::vector<real> noise(columns());
    random_normal({seed_, Purpose::augment_noise, epoch_}, number, noise.data(), noise.size());
    for (std::size_t j = 0; j < noise.size(); ++j) out[j] += static_cast<real>(how_.noise) * noise[j];
}

}  // namespace gen
