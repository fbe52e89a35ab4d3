#pragma once

#include <cstdint>
#include <vector>

#include "core/examples.hpp"
#include "models/latent_model.hpp"

namespace gen {

/// Examples that a model has made itself, with the z of each, which so is an exact draw of p(z|x). The z are those of `gen-sample` with the same
/// seed; of a conditional model the classes come in turn.
class Simulated : public Examples {
public:
    Simulated(const LatentModel& model, std::size_t count, std::uint64_t seed, Parallel& parallel);
    std::size_t size() const override { return x_.rows(); }
    std::size_t columns() const override { return x_.columns(); }
    std::int32_t label(std::size_t row) const override { return labels_.empty() ? -1 : labels_[row]; }
    void read(std::size_t row, real* out) const override;
    const Matrix& z() const { return z_; }

private:
    Matrix z_;
    Matrix x_;
    std::vector<std::int32_t> labels_;
};

}  // namespace gen
