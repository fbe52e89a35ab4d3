#pragma once

#include <cstddef>
#include <span>
#include <vector>

#include "core/whole.hpp"
#include "nn/flow.hpp"

namespace gen {

/// What only some layers have. Layer (nn/layer.hpp) gives a pointer to each, null where a layer has no such facet; Sequential asks.

enum class Way { forward, back };

/// y of one row depends on other rows: batch norm in training, minibatch-stddev and minibatch-discrimination always.
class WholeBatch {
public:
    /// Sees every block of rows, before combine(), which runs once before the first forward(); likewise on the way back.
    virtual void gather(const Flow&, Rows, std::size_t /*block*/) const {}
    virtual void combine(const Flow&) const {}
    virtual void gather_backward(const Flow&, Rows, std::size_t /*block*/) const {}
    virtual void combine_backward(const Flow&) const {}
    /// What combine() or combine_backward() look at of all rows. It stays where `flow` says now.
    virtual std::vector<Whole> wholes(const Flow& flow, Way way) const = 0;

    /// After a training step that counted: running statistics move towards those of the batch.
    virtual void keep(const Memory&) {}
    /// Whether these are finite.
    virtual bool can_keep(const Memory&) const { return true; }

protected:
    ~WholeBatch() = default;
};

/// Tangents, of which gradient penalties are made (Sequential::add_tangent): how what lies in `flow` after forward() and backward() changes while x
/// changes by t.x and dy by t.dy. TangentLayer (nn/layer.hpp) has that of a linear map without a bias. Without: batch norm and layers that compare
/// rows.
class Tangents {
public:
    /// Whether dx changes when x does, so that t.dx is not 0 where t.dy is.
    virtual bool curved() const { return false; }
    virtual void tangent(const Flow& flow, const Flow& t, Rows rows) const = 0;           // t.y[rows]
    virtual void backward_tangent(const Flow& flow, const Flow& t, Rows rows) const = 0;  // t.dx[rows]
    /// The change of dL/dparameter is added to its grad, as in Layer::weight_gradient(). t.dy is null where it is 0.
    virtual void tangent_weight_gradient(const Flow& flow, const Flow& t, Rows rows, std::size_t parameter, Rows part) = 0;

protected:
    ~Tangents() = default;
};

/// How a layer becomes another one where the network is only used (Sequential::fold()): batch norm goes into the weights before it.
class Folding {
public:
    /// From now on no parameter changes.
    virtual void freeze() {}
    /// What the layer multiplies with becomes its parameters.
    virtual void settle() {}
    /// Whether y = scale x + shift, channel by channel, and with what numbers.
    virtual bool as_affine(std::vector<real>& /*scale*/, std::vector<real>& /*shift*/) const { return false; }
    /// Whether the layer now does such a step behind it, too, by other parameters.
    virtual bool absorb(std::span<const real> /*scale*/, std::span<const real> /*shift*/) { return false; }

protected:
    ~Folding() = default;
};

/// A layer that multiplies with a function of its parameter, as of now W / s (nn/spectral.hpp); torch.nn.utils.parametrizations.
class Parametrisation {
public:
    /// Before the first forward() after parameters have changed. `update`: for a training step that counts, so that what is kept from step to step
    /// moves on.
    virtual void prepare(bool update) = 0;
    /// Whether finish_gradient() has something to do.
    virtual bool finishes_gradient(std::size_t parameter) const = 0;
    /// Once after all weight_gradient() of a step: from the gradient of the function, which is needed whole, to that of the parameter.
    virtual void finish_gradient(std::size_t parameter) = 0;

protected:
    ~Parametrisation() = default;
};

/// Whose weight is so large that reading it takes long beside multiplying with it for a block of rows: some columns of y, and of dx, for more rows at
/// once read less of it.
class ByColumns {
public:
    virtual void forward_columns(const Flow& flow, Rows rows, Rows columns) const = 0;
    virtual void backward_columns(const Flow& flow, Rows rows, Rows columns) const = 0;

protected:
    ~ByColumns() = default;
};

/// A layer that multiplies with its weight rounded to bfloat16.
class RoundedWeight {
public:
    virtual std::size_t rows() const = 0;
    /// These rows, after parameters have changed and before the next forward(). May run for different rows at once.
    virtual void round(Rows part) = 0;

protected:
    ~RoundedWeight() = default;
};

}  // namespace gen
