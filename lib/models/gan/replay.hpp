#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "core/kept.hpp"
#include "core/random.hpp"

namespace gen {

/// Generated images of earlier steps, some of which the discriminator sees again (Shrivastava et al., 2017).
class GanReplay {
public:
    /// Keeps `size` images; 0: none.
    GanReplay(std::uint64_t size, double part) : size_(size), part_(part) {}
    bool active() const { return size_ > 0; }

    /// While there is room each image is kept, and stays in its place. After that each is exchanged, with probability `part`, for a kept one; of
    /// conditional GANs, which give `labels`, for one of its class. `stream` of this step.
    void exchange(Matrix& images, std::span<const std::int32_t> labels, const Stream& stream);

    void save(Kept& kept) const;
    void load(const Kept& kept);

private:
    std::size_t like(std::size_t start, std::int32_t label) const;

    std::uint64_t size_;
    double part_;
    Matrix images_;
    std::vector<std::int32_t> labels_;  // of images that are kept; none where they have none
    std::size_t count_ = 0;
};

}  // namespace gen
