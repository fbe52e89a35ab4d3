#include "models/gan_replay.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace gen {

void GanReplay::exchange(Matrix& images, const Stream& stream) {
    const std::size_t n = images.columns();
    if (images_.empty()) images_ = Matrix(size_, n);
    for (std::size_t i = 0; i < images.rows(); ++i) {
        real* const image = images.row(i);
        if (count_ < size_) {
            std::copy_n(image, n, images_.row(count_++));
            continue;
        }
        Draws draws(stream, static_cast<std::uint32_t>(i));
        if (draws.uniform() >= part_) continue;
        std::swap_ranges(image, image + n, images_.row(draws.below(static_cast<std::uint32_t>(size_))));
    }
}

void GanReplay::save(Kept& kept) const {
    if (count_ == 0) return;
    kept.numbers["replay_count"] = {static_cast<double>(count_)};
    kept.matrices["replay"] = images_;
}

void GanReplay::load(const Kept& kept) {
    if (!active() || !kept.matrices.contains("replay")) return;
    images_ = kept.matrices.at("replay");
    count_ = static_cast<std::size_t>(kept.numbers.at("replay_count").at(0));
    if (images_.rows() != size_ || count_ > size_) fail("the images for replay are ", images_.rows(), ", expected ", size_);
}

}  // namespace gen
