#include "picture/pixels.hpp"

#include <algorithm>

namespace gen {

void planes_of_bytes(const unsigned char* interleaved, std::size_t first_row, std::size_t rows, Picture& out) {
    const std::size_t n = rows * out.width;
    real* const first = out.row(0, first_row);
    if (out.channels == 1) {
        for (std::size_t i = 0; i < n; ++i) first[i] = static_cast<real>(interleaved[i]);
        return;
    }
    real* const second = out.row(1, first_row);
    real* const third = out.row(2, first_row);
    for (std::size_t i = 0; i < n; ++i) {
        first[i] = static_cast<real>(interleaved[3 * i]);
        second[i] = static_cast<real>(interleaved[3 * i + 1]);
        third[i] = static_cast<real>(interleaved[3 * i + 2]);
    }
}

void bytes_of_values(const real* values, std::size_t n, unsigned char* out) {
    for (std::size_t i = 0; i < n; ++i) {
        const real v = std::min(std::max(values[i], real{0}), real{255});
        out[i] = static_cast<unsigned char>(static_cast<int>(v + real(0.5)));
    }
}

}  // namespace gen
