#include "train/binary_pixels.hpp"

#include <vector>

#include "core/kernels.hpp"

namespace gen {

void make_binary(BinaryPixels how, const Stream& stream, std::uint32_t row, real* x, std::size_t n) {
    if (how == BinaryPixels::none) return;
    thread_local std::vector<real> at;
    at.assign(n, real{0.5});
    if (how == BinaryPixels::dynamic) random_uniform(stream, row, at.data(), n);
    kernels().threshold(x, at.data(), n, x);
}

}  // namespace gen
