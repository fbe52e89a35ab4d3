#pragma once

#include <cstdint>

#include "core/examples.hpp"

namespace gen {

/// Rows of another data set, which outlives this, binarised once for all: row i is a function of (seed, i).
class Binarized : public Examples {
public:
    enum class Way { none, threshold, dynamic };  // as they are; 1 where above 1/2; 1 with the pixel as probability

    Binarized(const Examples& data, Way way, std::uint64_t seed) : data_(&data), way_(way), seed_(seed) {}
    std::size_t size() const override { return data_->size(); }
    std::size_t columns() const override { return data_->columns(); }
    std::int32_t label(std::size_t row) const override { return data_->label(row); }
    void read(std::size_t row, real* out) const override;

private:
    const Examples* data_;
    Way way_;
    std::uint64_t seed_;
};

}  // namespace gen
