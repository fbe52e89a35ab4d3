#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "core/engine.hpp"
#include "core/matrix.hpp"
#include "core/random.hpp"
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

/// Whether a batch goes through a network to train it: statistics of the batch, noise on; else running statistics, noise off.
enum class Trains : bool { no, yes };

/// What goes through a network beside a batch.
struct Mode {
    Stream noise = {};                         // of this step
    std::size_t first_row = 0;                 // the number of the batch's first row, for that noise
    std::span<const std::int32_t> labels = {}; // one a row, for layers that are told the class
};

/// What a batch leaves in a layer on its way forward, for the way back.
struct Memory {
    Matrix rows;                // numbers a row
    std::vector<double> sums;   // numbers a block of rows, to be added up for the whole batch
    std::vector<real> batch;    // numbers of the whole batch
};

/// A batch as one layer sees it. Maps of channels lie with channels last, [H][W][C] in a row.
struct Flow {
    const Matrix* x;
    Matrix* y;
    const Matrix* dy = nullptr;
    Matrix* dx = nullptr;  // null where nobody needs it
    const Matrix* skip = nullptr;  // of a residual layer: the output that is added; forward() alone looks at it
    Matrix* dskip = nullptr;
    Memory* memory;
    const Mode* mode;
    bool training;
    std::size_t blocks;  // of rows, in `memory->sums`
    std::size_t number;  // of the layer in its network: tells its random numbers from those of others
};

/// `flow` with another gradient on its way back.
inline Flow through(Flow flow, const Matrix* dy, Matrix* dx) {
    flow.dy = dy;
    flow.dx = dx;
    return flow;
}

/// A function of rows with parameters, built for rows of one shape: {n}, or maps {C, H, W}. It holds no activations: those of a batch lie in a Trace
/// (nn/sequential.hpp), so that one network can serve several batches at once.
class Layer {
public:
    Layer(Shape input, Shape output) : input_(std::move(input)), output_(std::move(output)) {}
    virtual ~Layer() = default;

    const Shape& input() const { return input_; }
    const Shape& output() const { return output_; }

    /// Room in `memory` for a batch.
    virtual void reserve(Memory&, std::size_t rows, std::size_t blocks) const;

    /// y[rows] from x[rows]. Touches no other rows; may run for different rows at once.
    virtual void forward(const Flow& flow, Rows rows) const = 0;
    /// dx[rows] = dL/dx from dL/dy, x and y as forward had them.
    virtual void backward(const Flow& flow, Rows rows) const = 0;

    /// Whether y of one row depends on other rows. Then gather() sees every block of rows and combine() runs once before the first forward();
    /// likewise for backward().
    virtual bool whole_batch(bool) const { return false; }
    virtual void gather(const Flow&, Rows, std::size_t) const {}
    virtual void combine(const Flow&) const {}
    virtual void gather_backward(const Flow&, Rows, std::size_t) const {}
    virtual void combine_backward(const Flow&) const {}
    /// After a training step that counted: running statistics take in those of the batch.
    virtual void keep(const Memory&) {}
    /// Whether what it takes in is finite.
    virtual bool can_keep(const Memory&) const { return true; }

    /// Before the first forward() after parameters have changed: a layer that multiplies with other numbers makes them from its parameters. `update`:
    /// for a training step that counts, so that what is kept from step to step moves on.
    virtual void prepare(bool) {}
    /// A layer that is only used: these numbers become its parameters.
    virtual void settle() {}

    /// For layers that can be computed by several engines, which are `automatic` at first.
    virtual void compute_by(Engine) {}

    virtual std::span<Parameter> parameters() { return {}; }
    std::span<const Parameter> parameters() const { return const_cast<Layer*>(this)->parameters(); }
    /// What a model file keeps beside parameters.
    virtual std::span<Buffer> buffers() { return {}; }
    std::span<const Buffer> buffers() const { return const_cast<Layer*>(this)->buffers(); }

    /// dL/dparameter summed over the whole batch, for the rows `part` of the parameter's value: put into its grad, or with `add` added to it. Of the flow's
    /// matrices it looks at x and dy, or at none where gradient_from_memory().
    virtual void weight_gradient(const Flow&, std::size_t, Rows, bool) {}
    virtual bool gradient_from_memory() const { return false; }
    /// Once after all weight_gradient() of a step, where the whole gradient is needed: whether that is so, and what remains to be done.
    virtual bool finishes_gradient(std::size_t) const { return false; }
    virtual void finish_gradient(std::size_t) {}
    /// How many products each number of a parameter takes part in for one row of a batch: what its gradient costs.
    virtual std::size_t uses(std::size_t) const { return 1; }
    /// Whether the gradient of a parameter is computed at once, so that a part of it takes as long.
    virtual bool gradient_at_once(std::size_t) const { return false; }

    /// Tangents, of which gradient penalties are made (nn/sequential.hpp): how what lies in `flow` after forward() and backward() changes while x
    /// changes by t.x and dy by t.dy. Here: as of a linear map without a bias.
    virtual bool has_tangent() const { return false; }
    /// Whether dx changes when x does, so that t.dx is not 0 where t.dy is.
    virtual bool curved() const { return false; }
    virtual void tangent(const Flow&, const Flow& t, Rows rows) const { forward(t, rows); }            // t.y[rows]
    virtual void backward_tangent(const Flow&, const Flow& t, Rows rows) const { backward(t, rows); }  // t.dx[rows]
    /// The change of dL/dparameter is added to its grad, as in weight_gradient(). t.dy is null where it is 0.
    virtual void tangent_weight_gradient(const Flow& flow, const Flow& t, std::size_t parameter, Rows part);

    /// Whether y may lie where x does, and dx where dy does: the way back and the tangents look at y and dy alone, one number at a time.
    virtual bool in_place() const { return false; }
    /// Whether nothing but forward() looks at y, so that the layer behind may put its own there.
    virtual bool gives_output_away() const { return false; }

    /// Whether gather_backward() or backward() looks at x.
    virtual bool takes_x_back() const { return true; }

    /// Whether forward() gives the same y from the same x and memory once more, at a price that is small beside that of keeping y: on the way back x is
    /// there anyway.
    virtual bool forward_again() const { return false; }

    /// Whether nothing but backward(), one number at a time, looks at dy once gather_backward() has, so that dx may lie there.
    virtual bool gives_gradient_away() const { return false; }

    /// A layer that is only used: whether y = scale x + shift, channel by channel, and with what numbers; and whether the layer has taken such a step
    /// behind it into its own parameters.
    virtual bool as_affine(std::vector<real>&, std::vector<real>&) const { return false; }
    virtual bool absorb(std::span<const real>, std::span<const real>) { return false; }

protected:
    /// tangent_weight_gradient() of a parameter that x is multiplied with, or (`by_x` false) of a bias.
    void add_product_tangent(const Flow& flow, const Flow& t, std::size_t parameter, Rows part, bool by_x);

    Shape input_;
    Shape output_;
};

}  // namespace gen
