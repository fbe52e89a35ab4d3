#include "models/adversarial/watch.hpp"

#include <algorithm>
#include <cmath>
#include <numeric>

#include "core/matmul.hpp"
#include "models/principal_axes.hpp"

namespace gen {
namespace {

constexpr std::size_t most_rows = 1000;
constexpr std::size_t most_axes = 64;
constexpr std::size_t compared = 256;  // with each other; also how many are generated at a time

Matrix some_of(const Examples& data, std::uint64_t seed, std::vector<std::int32_t>& labels) {
    std::vector<std::uint32_t> order = random_order({seed, Purpose::monitor, 1}, static_cast<std::uint32_t>(data.size()));
    order.resize(std::min<std::size_t>(order.size(), most_rows));
    std::sort(order.begin(), order.end());  // as they lie in a file
    Matrix x(order.size(), data.columns());
    for (std::size_t i = 0; i < order.size(); ++i) {
        data.read(order[i], x.row(i));
        labels.push_back(data.label(order[i]));
    }
    return x;
}

void moments_of(const Matrix& x, std::vector<double>& mean, std::vector<double>& sd) {
    const auto n = static_cast<double>(x.rows());
    mean.assign(x.columns(), 0);
    sd.assign(x.columns(), 0);
    for (std::size_t i = 0; i < x.rows(); ++i)
        for (std::size_t j = 0; j < x.columns(); ++j) mean[j] += static_cast<double>(x(i, j)) / n;
    for (std::size_t i = 0; i < x.rows(); ++i)
        for (std::size_t j = 0; j < x.columns(); ++j) {
            const double d = static_cast<double>(x(i, j)) - mean[j];
            sd[j] += d * d / n;
        }
    for (double& s : sd) s = std::sqrt(s);
}

double mean_distance(const Matrix& x) {
    const std::size_t n = std::min(x.rows(), compared);
    double sum = 0;
    for (std::size_t i = 0; i < n; ++i)
        for (std::size_t j = 0; j < i; ++j) {
            double square = 0;
            for (std::size_t k = 0; k < x.columns(); ++k) {
                const double d = static_cast<double>(x(i, k)) - static_cast<double>(x(j, k));
                square += d * d;
            }
            sum += std::sqrt(square);
        }
    return n < 2 ? 0 : sum / (static_cast<double>(n) * static_cast<double>(n - 1) / 2);
}

}  // namespace

ImageWatch::ImageWatch(const Model& model, const Examples& data, std::uint64_t seed, Parallel& parallel) : model_(&model) {
    const Matrix x = some_of(data, seed, labels_);
    const std::unique_ptr<ImageModel> images = model.draws();
    z_ = draw(*images->prior(parallel), most_rows, {seed, Purpose::monitor, 0});
    if (images->classes() == 0) labels_.clear();
    const std::vector<std::int32_t> given = labels_;
    for (std::size_t i = labels_.size(); i < z_.rows() && !given.empty(); ++i) labels_.push_back(given[i % given.size()]);
    if (x.columns() > most_axes) axes_ = principal_axes(x, std::min(most_axes, x.rows()));
    data_ = projected(x);
    widths_ = widths_for(panel(data_));
    moments_of(x, mean_, sd_);
    distance_ = mean_distance(x);
    if (data_.rows() < 4) return;
    // Halves of the data differ by chance alone.
    const std::size_t half = data_.rows() / 2;
    floor_ = std::abs(mmd_(panel(data_, {0, half}), panel(data_, {half, 2 * half}), widths_, parallel));
}

Matrix ImageWatch::projected(const Matrix& x) const {
    if (axes_.empty()) return x;
    Matrix on_axes(x.rows(), axes_.columns());
    matmul(panel(x), Op::plain, panel(axes_), Op::plain, 0, panel(on_axes));
    return on_axes;
}

ImageWatch::Look ImageWatch::look(Parallel& parallel) {
    Look look = {};
    const std::unique_ptr<ImageModel> images = model_->draws();
    Matrix on_axes(z_.rows(), data_.columns());
    std::vector<double> sums(mean_.size());  // of differences to the data's means, which are small, and of their squares
    std::vector<double> squares(mean_.size());
    for (std::size_t first = 0; first < z_.rows(); first += compared) {
        Matrix x(std::min(compared, z_.rows() - first), images->pixels());
        images->images(z_, {first, first + x.rows()}, {}, parallel, panel(x), labels_);
        const Matrix projections = projected(x);
        std::copy_n(projections.data(), projections.size(), on_axes.row(first));
        if (first == 0) look.diversity = distance_ > 0 ? mean_distance(x) / distance_ : 1;
        for (std::size_t i = 0; i < x.rows(); ++i)
            for (std::size_t j = 0; j < x.columns(); ++j) {
                const double d = static_cast<double>(x(i, j)) - mean_[j];
                sums[j] += d;
                squares[j] += d * d;
            }
    }
    look.discrepancy = mmd_(panel(on_axes), panel(data_), widths_, parallel);
    const auto n = static_cast<double>(z_.rows());
    double off = 0;
    double scale = 0;
    for (std::size_t j = 0; j < mean_.size(); ++j) {
        const double shift = sums[j] / n;
        const double spread = std::sqrt(std::max(0.0, squares[j] / n - shift * shift)) - sd_[j];
        off += shift * shift + spread * spread;
        scale += sd_[j] * sd_[j];
    }
    look.moments = std::sqrt(off / std::max(scale, 1e-30));
    return look;
}

}  // namespace gen
