#pragma once

#include "nn/layer.hpp"

namespace gen {

/// Layers of a critic that compare the rows of a batch, so that it sees when a generator draws always the same. They do in use what they do in
/// training, so y of a row depends on the batch that it comes in.

/// y = x, and behind it one more channel (or number) that holds, for the whole group of the row, the mean over all numbers of their standard
/// deviation over the group: Karras, Aila, Laine and Lehtinen, 2018. Groups have `group` rows, or are the whole batch where that does not divide
/// it. As in the authors' code, row i belongs to group i modulo the number of groups.
class MinibatchStddev : public Layer, public WholeBatch {
public:
    MinibatchStddev(const Shape& input, std::size_t group);

    void reserve(Memory& memory, std::size_t rows, std::size_t blocks) const override;
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    WholeBatch* whole_batch(Trains) override { return this; }
    void combine(const Flow& flow) const override;
    void combine_backward(const Flow& flow) const override;
    std::vector<Whole> wholes(const Flow& flow, Way way) const override { return {rows_of(way == Way::forward ? *flow.x : *flow.dy)}; }

private:
    std::size_t groups(std::size_t rows) const { return rows % group_ == 0 ? rows / group_ : 1; }
    std::size_t channels_;
    std::size_t positions_;
    std::size_t group_;
};

/// y = x, and behind it `out` numbers o_b = sum over the rows j of the batch (itself too) of exp(-|M_b - M_jb|_1), with M = x T and T [in, out,
/// size]: Salimans et al., 2016.
class MinibatchDiscrimination : public Layer, public WholeBatch {
public:
    MinibatchDiscrimination(const Shape& input, std::size_t in, std::size_t out, std::size_t size);

    void reserve(Memory& memory, std::size_t rows, std::size_t blocks) const override;
    void forward(const Flow& flow, Rows rows) const override;
    void backward(const Flow& flow, Rows rows) const override;
    WholeBatch* whole_batch(Trains) override { return this; }
    void gather(const Flow& flow, Rows rows, std::size_t block) const override;
    void gather_backward(const Flow& flow, Rows rows, std::size_t block) const override;
    std::vector<Whole> wholes(const Flow& flow, Way) const override { return {columns_of(flow.memory->rows)}; }
    std::span<Parameter> parameters() override { return {&weight_, 1}; }
    void weight_gradient(const Flow& flow, Rows rows, std::size_t parameter, Rows part, bool add) override;

private:
    /// exp(-|M_ib - M_jb|_1) of each row j, in a buffer of this thread, and their sum.
    const real* nearness(const Matrix& m, std::size_t i, std::size_t b, double& sum) const;

    std::size_t in_;
    std::size_t out_;
    std::size_t size_;
    Parameter weight_;
};

}  // namespace gen
