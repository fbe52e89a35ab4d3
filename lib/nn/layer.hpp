// nn: networks: layers with their gradients, the table of layers, architectures written out, initialisation, optimisers and what learning keeps
// beside the weights. No losses (prob, models), no epochs (train).
#pragma once

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/engine.hpp"
#include "nn/facets.hpp"
#include "nn/flow.hpp"
#include "nn/parameter.hpp"

namespace gen {

/// A layer as data: what a model file says of it.
struct LayerSpec {
    std::string type;                                      // a row of the layer table (nn/layer_table.hpp)
    std::vector<std::pair<std::string, double>> settings;  // "in", "out", "slope", ... in the table's order

    double setting(const std::string& name) const;  // throws Fault::input when it is not there
    double setting(const std::string& name, double otherwise) const;
    bool operator==(const LayerSpec&) const = default;
};

/// What a layer leaves to Sequential: where matrices may lie, which ones must be kept. A layer says it when it is made.
struct LayerHints {
    /// y may lie where x does, and dx where dy does: the way back and the tangents look at y and dy alone, one number at a time.
    bool in_place = false;
    /// Nothing but forward() looks at y, so that the layer behind may put its own there.
    bool output_overwritable = false;
    /// Nothing but backward(), one number at a time, looks at dy once gather_backward() has, so that dx may lie there.
    bool gradient_overwritable = false;
    /// gather_backward() or backward() looks at x.
    bool backward_reads_x = true;
    /// forward() gives the same y from the same x and memory once more, at a price that is small beside that of keeping y: on the way back x is there
    /// anyway.
    bool recomputable = false;
    /// weight_gradient() looks at memory alone, not at x and dy.
    bool gradient_from_memory = false;
    /// y = x where x > 0, else so many times x: what the layer before it may do for it.
    std::optional<real> slope = {};
    /// The layer does that for the layer behind it (Flow::slope), forward and back. Needs output_overwritable.
    bool rectifies = false;
};

/// By which the work on a parameter's gradient is cut into tiles (nn/update.hpp).
struct GradientCost {
    std::size_t products = 1;  // that each of its numbers is part of, for one row of a batch
    bool at_once = false;      // a part of it takes as long as all of it
    /// Numbers that all of it is made of, for one row of a batch, in x and dy; 0: not in these alone, or in parts that take as long as all of it.
    std::size_t operands = 0;
};

/// A function of rows with parameters, built for rows of one shape: {n}, or maps {C, H, W}. It holds no activations: those of a batch lie in a Trace
/// (nn/sequential.hpp), so that one network can serve several batches at once.
class Layer {
public:
    Layer(Shape input, Shape output, LayerHints hints = {}) : input_(std::move(input)), output_(std::move(output)), hints_(hints) {}
    virtual ~Layer() = default;

    const Shape& input() const { return input_; }
    const Shape& output() const { return output_; }
    const LayerHints& hints() const { return hints_; }

    /// Room in `memory` for a batch.
    virtual void reserve(Memory&, std::size_t /*rows*/, std::size_t /*blocks*/) const {}

    /// y[rows] from x[rows]. Touches no other rows; may run for different rows at once.
    virtual void forward(const Flow& flow, Rows rows) const = 0;
    /// dx[rows] = dL/dx from dL/dy, x and y as forward had them.
    virtual void backward(const Flow& flow, Rows rows) const = 0;

    virtual std::span<Parameter> parameters() { return {}; }
    std::span<const Parameter> parameters() const { return const_cast<Layer*>(this)->parameters(); }
    /// What a model file keeps beside parameters.
    virtual std::span<Buffer> buffers() { return {}; }
    std::span<const Buffer> buffers() const { return const_cast<Layer*>(this)->buffers(); }

    /// dL/dparameter summed over the rows `rows` of the batch, for the rows `part` of the parameter's value: put into its grad, or with `add` added
    /// to it. Ranges that make up the batch give sums that make up the whole; where memory holds the whole alone, it comes with the batch's first
    /// row.
    virtual void weight_gradient(const Flow&, Rows /*rows*/, std::size_t /*parameter*/, Rows /*part*/, bool /*add*/) {}
    virtual GradientCost gradient_cost(std::size_t /*parameter*/) const { return {}; }

    /// For layers of products. At first convolutions are computed by what is faster, dense layers by BLAS: to load oneDNN takes as long as hundreds
    /// of their products. Throws Fault::usage for what is not to be had here.
    virtual void compute_by(const Arithmetic&) {}

    /// Facets (nn/facets.hpp); null where the layer has none, this one where its rows are independent of each other.
    virtual WholeBatch* whole_batch(Trains) { return nullptr; }
    const WholeBatch* whole_batch(Trains trains) const { return const_cast<Layer*>(this)->whole_batch(trains); }
    virtual Tangents* tangents() { return nullptr; }
    const Tangents* tangents() const { return const_cast<Layer*>(this)->tangents(); }
    virtual Folding* folding() { return nullptr; }
    virtual Parametrisation* parametrisation() { return nullptr; }
    virtual const ByColumns* by_columns() const { return nullptr; }
    virtual RoundedWeight* rounded_weight() { return nullptr; }

protected:
    Shape input_;
    Shape output_;
    LayerHints hints_;
};

/// A layer with tangents: those of a linear map without a bias, unless it has others.
class TangentLayer : public Layer, public Tangents {
public:
    using Layer::Layer;
    Tangents* tangents() override { return this; }
    void tangent(const Flow&, const Flow& t, Rows rows) const override { forward(t, rows); }
    void backward_tangent(const Flow&, const Flow& t, Rows rows) const override { backward(t, rows); }
    void tangent_weight_gradient(const Flow& flow, const Flow& t, Rows rows, std::size_t parameter, Rows part) override;

protected:
    /// tangent_weight_gradient() of a parameter that x is multiplied with, or (`by_x` false) of a bias.
    void add_product_tangent(const Flow& flow, const Flow& t, Rows rows, std::size_t parameter, Rows part, bool by_x);
};

}  // namespace gen
