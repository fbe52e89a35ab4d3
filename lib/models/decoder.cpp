#include "models/decoder.hpp"

#include <algorithm>

#include "core/error.hpp"

namespace gen {

void Decoder::decode(const Matrix& z, Rows rows, Parallel& parallel, const std::function<void(std::size_t row, const real* o)>& use,
                     std::span<const std::int32_t> labels) {
    if (z.columns() != latent_) fail("latents have ", z.columns(), " dimensions, the model has ", latent_);
    const auto read = [&](std::size_t first, Matrix& x) { std::copy_n(z.row(rows.begin + first), x.size(), x.data()); };
    const auto each = [&](std::size_t first, const Matrix& o) {
        for (std::size_t i = 0; i < o.rows(); ++i) use(rows.begin + first + i, o.row(i));
    };
    inference_.run(rows.count(), parallel, read, each, {.labels = labels.empty() ? labels : labels.subspan(rows.begin, rows.count())});
}

}  // namespace gen
