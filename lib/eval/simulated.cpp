#include "eval/simulated.hpp"

#include <algorithm>

#include "models/decoder.hpp"

namespace gen {

Simulated::Simulated(const LatentModel& model, std::size_t count, std::uint64_t seed, Parallel& parallel)
    : z_(draw(*model.prior, count, {seed, Purpose::prior, 0})), x_(count, model.pixels()) {
    for (std::size_t i = 0; model.form.classes > 0 && i < count; ++i) labels_.push_back(static_cast<std::int32_t>(i % model.form.classes));
    Decoder(*model.decoder)
        .decode(
            z_, {0, count}, parallel,
            [&](std::size_t i, const real* o) {
                model.likelihood->draw({seed, Purpose::pixels, 0}, static_cast<std::uint32_t>(i), o, x_.columns(), x_.row(i));
            },
            labels_);
}

void Simulated::read(std::size_t row, real* out) const { std::copy_n(x_.row(row), x_.columns(), out); }

}  // namespace gen
