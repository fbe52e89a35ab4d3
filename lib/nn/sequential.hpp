#pragma once

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "core/arena.hpp"
#include "core/pipeline.hpp"
#include "nn/layer.hpp"

namespace gen {

/// The activations of one batch in one network, and their gradients: what backward and the weight gradients need. Where a step works in place its
/// output takes that of the step before, whose own matrices stay empty.
struct Trace {
    Mode mode;
    Arena* arena = nullptr;      // where the matrices lie by turns with others; null: each has memory of its own
    std::size_t blocks = 0;      // of rows, as the pipeline cuts them
    std::size_t scale = 1;       // rows for each of the pipeline's
    std::vector<Matrix> y;       // of each step
    std::vector<Matrix> dy;      // dL/dy of each step
    std::vector<Matrix> dskip;   // of each residual step: what it sends back to the step whose output it added
    std::vector<Memory> memory;  // of each step
    /// A step whose output has another use than the step behind it, and what that adds to its gradient; beyond all steps: there is none.
    std::size_t tapped = ~std::size_t{0};
    Matrix dtap;
};

/// Layers one after the other. Layer i is stored as "<network>/<i>", as torch.nn.Sequential counts, activations included. Rows in and out are in
/// file order (maps C by C); between layers maps lie with channels last, so that a network of maps has a step of its own at either end that turns
/// them. Steps are the layers and these.
class Sequential {
public:
    Sequential() = default;
    /// `input` is {n} or {C, H, W}. Throws Fault::input when the layers do not fit it or each other: "encoder/2: ...".
    Sequential(std::string name, std::vector<LayerSpec> specs, const Shape& input);

    const std::string& name() const { return name_; }
    const std::vector<LayerSpec>& specs() const { return specs_; }
    std::size_t inputs() const { return inputs_; }
    std::size_t outputs() const;
    const Shape& output() const { return steps_.back().layer->output(); }
    std::size_t size() const { return specs_.size(); }
    Layer& layer(std::size_t i) { return *steps_[i + leading_].layer; }
    const Layer& layer(std::size_t i) const { return *steps_[i + leading_].layer; }
    std::size_t steps() const { return steps_.size(); }
    Layer& step(std::size_t i) { return *steps_[i].layer; }
    const Layer& step(std::size_t i) const { return *steps_[i].layer; }
    std::size_t parameter_count() const;
    /// Its layers, from here on (Layer::compute_by()). Throws Fault::usage for an engine or a precision that is not to be had here.
    void compute_by(const Arithmetic& arithmetic);
    /// Before forward() after parameters have changed, where products are in bf16. Pipelines do it themselves.
    void round_weights(Parallel& parallel) const;
    /// The most numbers that a row has anywhere.
    std::size_t widest() const;
    /// Whether rows depend on each other in training, or in use, so that only the pipeline forms serve.
    bool whole_batch(bool training) const;

    /// As many matrices as there are steps, without room: those that a pipeline over this trace will use.
    void open(Trace& trace, bool gradients) const;
    /// Room for a batch. With `gradients` also for backward. `scale` as for add_forward().
    void reserve(Trace& trace, std::size_t batch, bool gradients, std::size_t scale = 1) const;

    /// The last step's output; its rows outside `rows` are unspecified. For networks whose rows are independent: throws Fault::input naming the layer
    /// otherwise, which is batch-norm in training and minibatch-stddev and minibatch-discrimination always.
    const Matrix& forward(const Matrix& x, Trace& trace, Rows rows, Trains training = Trains::no) const;
    /// After forward(): what came into the last layer; of a classifier, features.
    Matrix& last_input(Matrix& x, Trace& trace) const;
    std::size_t last_inputs() const { return count(steps_[last_layer()].layer->input()); }
    /// From now on in `trace` layer number `layer` has another use: tapped() is what came out of it, and trace.dtap the gradient of that use, which
    /// is to be written before the way back of pipelines. Throws Fault::input where the layer behind writes over that output.
    void tap(Trace& trace, std::size_t layer) const;
    const Matrix& tapped(const Trace& trace) const { return trace.y[place_[trace.tapped]]; }
    /// From dL/dy of the last step, which stands in trace.dy.back(), to that of all steps, and to dx unless it is null.
    void backward(const Matrix& x, Trace& trace, Matrix* dx, Rows rows, Trains training = Trains::no) const;

    /// The same as steps of a pipeline over blocks of `scale` rows for each of the pipeline's; `training` is the pipeline's, whatever else the trace
    /// serves. `x`, `trace` and `dx` are those at the time it runs.
    void add_forward(Pipeline& pipeline, const Matrix& x, Trace& trace, Trains training, std::size_t scale = 1) const;
    void add_backward(Pipeline& pipeline, const Matrix& x, Trace& trace, Trains training, Matrix* dx, std::size_t scale = 1) const;

    /// Gradient penalties without backpropagation of backpropagation. Let a batch have gone forward and back with dL/dy of the last step constant
    /// (1 for a critic D), so that dx is the gradient with respect to x, of which a penalty is a function; v is the derivative of the penalty by dx,
    /// taken as constant from here on. The penalty's gradient with respect to the weights is then the derivative of v . dx, and that is how
    /// dL/dweights change while x changes by v. These steps carry that change, the tangent, forward and back; `tangent` is another trace with room
    /// for gradients. A Pass (nn/gradient_tile.hpp) that names v and `tangent` sums it up. Throws what expect_tangents() does.
    void add_tangent(Pipeline& pipeline, const Matrix& x, Trace& trace, const Matrix& v, Trace& tangent, std::size_t scale = 1) const;
    /// Throws Fault::input where a layer has none: "discriminator/3: batch-norm has no tangent, ...".
    void expect_tangents() const;

    /// Before a forward after parameters have changed, for networks with spectral normalisation: with `update` before each training step, without
    /// after reading a file and before a validation.
    void prepare(bool update);

    /// After a training step that counted: running statistics take in those of the batch.
    void keep(const Trace& trace);
    bool can_keep(const Trace& trace) const;

    /// For a network that is only used: spectral normalisation goes into the weights.
    void settle();
    /// Also that with running statistics into the layer before it, where that can be. Layers then have other numbers than in files.
    void fold();

    /// From now on no parameter changes; after compute_by().
    void freeze();

    /// The first step that learns: where backward ends when nobody needs dx.
    std::size_t first_learning() const { return first_learning_; }
    /// What the gradients of the weights are made of once all steps have gone back.
    Pipeline::Uses gradient_operands(const Matrix& x, const Trace& trace) const;
    /// Whether all gradients of these rows (each `scale` times) are finite after backward: what is not in any reaches the first step that learns, as
    /// infinity times 0 is NaN.
    bool finite_gradients(const Trace& trace, Rows rows, std::size_t scale = 1) const;
    /// Where it looks for them.
    const Matrix& first_gradient(const Trace& trace) const { return trace.dy[gradient_place_[first_learning_]]; }

    /// What step i sees, and may write.
    Flow flow(const Matrix& x, Trace& trace, std::size_t i, Trains training, Matrix* dx = nullptr) const;
    /// What it sees of a tangent. dy is null where it is 0: after the last step that is curved.
    Flow tangent_flow(const Matrix& v, const Trace& trace, Trace& tangent, std::size_t i) const;

private:
    struct Step {
        std::unique_ptr<Layer> layer;
        std::size_t skip = none;    // the step whose output a residual layer adds
        std::size_t number = none;  // of the layer; none for the steps that turn maps
        std::size_t stream = 0;     // among the steps before any were folded
        bool is_done = false;       // by the step before it (LayerHints::rectifies)
    };
    /// An output that a pipeline in an arena does not keep: steps first to last compute it once more, before the step behind them goes back.
    struct Recomputed {
        std::size_t first;
        std::size_t last;
    };
    static constexpr std::size_t none = ~std::size_t{0};
    struct RoundedRows {
        RoundedWeight* weight;
        Rows rows;
    };
    std::vector<RoundedRows> rounded_rows() const;
    void set_places();
    /// "discriminator/3: batch-norm"
    std::string where(std::size_t step) const;
    void find_recomputed();
    void recompute(Pipeline& pipeline, const Matrix& x, Trace& trace, const Recomputed& recomputed, std::size_t scale) const;
    void add_skips(Trace& trace, std::size_t i, Rows rows, std::size_t end) const;
    const Matrix& input(const Matrix& x, const Trace& trace, std::size_t i) const { return i == 0 ? x : trace.y[place_[i - 1]]; }
    std::size_t last_layer() const;    // the step
    std::size_t curved_steps() const;  // up to the last one that is

    std::string name_;
    std::vector<LayerSpec> specs_;
    std::vector<Step> steps_;
    std::size_t leading_ = 0;                  // steps before layer 0
    std::vector<std::size_t> place_;           // of each step: where in a trace its output lies
    std::vector<std::size_t> gradient_place_;  // and dL/dy
    std::vector<Recomputed> recomputed_;
    std::size_t inputs_ = 0;
    std::size_t first_learning_ = 0;
};

}  // namespace gen
