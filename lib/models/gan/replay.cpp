#include "models/gan/replay.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/kernels.hpp"

namespace gen {

/// The first kept image of a class from number `start` on, around the end; as many as there are: none.
std::size_t GanReplay::like(std::size_t start, std::int32_t label) const {
    for (std::size_t k = 0; k < labels_.size(); ++k)
        if (const std::size_t at = (start + k) % labels_.size(); labels_[at] == label) return at;
    return count_;
}

void GanReplay::exchange(Matrix& images, std::span<const std::int32_t> labels, const Stream& stream) {
    const std::size_t n = images.columns();
    if (images_.empty()) images_ = Matrix(size_, n);
    for (std::size_t i = 0; i < images.rows(); ++i) {
        real* const image = images.row(i);
        if (!kernels().all_finite(image, n)) continue;  // the step will say so
        if (count_ < size_) {
            if (!labels.empty()) labels_.push_back(labels[i]);
            std::copy_n(image, n, images_.row(count_++));
            continue;
        }
        Draws draws(stream, static_cast<std::uint32_t>(i));
        if (draws.uniform() >= part_) continue;
        const std::size_t drawn = draws.below(static_cast<std::uint32_t>(size_));
        const std::size_t at = labels.empty() ? drawn : like(drawn, labels[i]);
        if (at < count_) std::swap_ranges(image, image + n, images_.row(at));
    }
}

void GanReplay::save(Kept& kept) const {
    if (count_ == 0) return;
    kept.numbers["replay_count"] = {static_cast<double>(count_)};
    kept.matrices["replay"] = images_;
    if (!labels_.empty()) kept.numbers["replay_labels"] = {labels_.begin(), labels_.end()};
}

void GanReplay::load(const Kept& kept) {
    if (!active() || !kept.matrices.contains("replay")) return;
    images_ = kept.matrices.at("replay");
    count_ = static_cast<std::size_t>(kept.numbers.at("replay_count").at(0));
    labels_.clear();
    if (const auto labels = kept.numbers.find("replay_labels"); labels != kept.numbers.end())
        for (const double label : labels->second) labels_.push_back(static_cast<std::int32_t>(label));
    if (images_.rows() != size_ || count_ > size_) fail("the images for replay are ", images_.rows(), ", expected ", size_);
}

}  // namespace gen
