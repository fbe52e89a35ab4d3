#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <vector>

#include "models/avb/avb.hpp"
#include "models/avb/contrast.hpp"
#include "train/passage.hpp"

namespace gen {

/// z(x, eps) of a batch, with new noise each time, as the decoder sees it and as T does; and the way back.
class AvbCodes {
public:
    /// `x` as the encoder sees it; not looked at where the model has no data.
    AvbCodes(AvbModel& avb, const Matrix& x, Arena& arena);

    /// Of draw `number` of a run, or with `number` 0 of no training step; the noise of row i is that of row first + i.
    struct Noise {
        std::uint64_t seed = 0;
        std::uint64_t number = 0;
        std::size_t first = 0;
    };
    void reserve(std::size_t rows, const Noise& noise, Trains trains, std::size_t shards = 1);
    void forward(Pipeline& pipeline, Trains trains);
    /// From dz().
    void backward(Pipeline& pipeline);

    /// What stays until the next batch: z, and what T is given of it.
    const Matrix& z() const { return z_; }
    const Matrix& seen() const { return adaptive() ? normalised_ : z_; }
    Matrix& dz() { return dz_; }
    /// Row i of r(z|x); null without adaptive contrast.
    std::optional<ContrastRow> contrast(std::size_t i) const;
    std::vector<Passage*> passages();

private:
    bool adaptive() const { return avb_->spec.adaptive(); }
    Stream stream(Purpose purpose, std::size_t network) const;
    Pipeline::Uses outputs() const;
    std::vector<Whole> basis_outputs() const;
    void draw(Rows rows);
    void sum_up(Rows rows);
    void send_back(Rows rows);

    AvbModel* avb_;
    Noise noise_;
    std::vector<Matrix> eps_;  // of each network of the basis, or of the generator
    Passage encoder_;
    std::vector<std::unique_ptr<Passage>> basis_;
    std::vector<Matrix> moments_;  // of each network of the basis over the batch: mean and variance
    Matrix z_;
    Matrix dz_;
    Matrix mean_;  // of z: of each row, or of all
    Matrix variance_;
    Matrix normalised_;
};

}  // namespace gen
