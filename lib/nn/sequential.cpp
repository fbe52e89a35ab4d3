#include "nn/sequential.hpp"

#include <algorithm>

#include "core/error.hpp"
#include "core/kernels.hpp"
#include "nn/layer_table.hpp"
#include "nn/layout.hpp"

namespace gen {
namespace {

Rows times(Rows rows, std::size_t n) { return {rows.begin * n, rows.end * n}; }

constexpr std::size_t rows_rounded = 128;  // of a weight, by one thread at a time

// A part of so many columns, in whole vectors and if possible in the blocks of columns that products take together.
Rows column_part(std::size_t columns, std::size_t part, std::size_t parts) {
    const std::size_t unit = columns >= 256 ? 64 : 16;
    const Rows units = row_block((columns + unit - 1) / unit, parts, part);
    return {std::min(columns, units.begin * unit), std::min(columns, units.end * unit)};
}

bool turns(const Shape& shape) { return shape.size() == 3 && shape[0] > 1 && shape[1] * shape[2] > 1; }

}  // namespace

Sequential::Sequential(std::string name, std::vector<LayerSpec> specs, const Shape& input)
    : name_(std::move(name)), specs_(std::move(specs)), inputs_(count(input)) {
    const bool of_rows = !specs_.empty() && takes_rows(specs_.front().type);
    Shape shape = of_rows ? Shape{inputs_} : input;
    if (turns(shape)) {
        steps_.push_back({std::make_unique<Unflatten>(Shape{inputs_}, shape)});
        leading_ = 1;
    }
    for (std::size_t i = 0; i < specs_.size(); ++i) try {
            Step step = {.layer = make_layer(specs_[i], shape), .number = i};
            if (const double from = specs_[i].setting("from", -1); from >= 0) {
                if (from >= static_cast<double>(i)) fail("a residual layer adds the output of layer ", from, ", expected an earlier one");
                step.skip = static_cast<std::size_t>(from) + leading_;
                expect_skip(*step.layer, steps_[step.skip].layer->output());
            }
            shape = step.layer->output();
            steps_.push_back(std::move(step));
        } catch (const Error& error) {
            throw Error(error.fault(), join(name_, "/", i, ": ", error.what()));
        }
    if (turns(shape)) steps_.push_back({std::make_unique<Flatten>(shape)});
    for (std::size_t i = 0; i < steps(); ++i) steps_[i].stream = i;
    while (first_learning_ + 1 < steps() && step(first_learning_).parameters().empty()) ++first_learning_;
    set_places();
}

// A step that works in place, behind one that lets it and whose output nobody adds elsewhere; and gradients that lie where that of the step behind
// does.
void Sequential::set_places() {
    place_.resize(steps());
    for (std::size_t i = steps(); i-- > 0;) {
        const auto adds = [i](const Step& step) { return step.skip == i; };
        const bool shared = i + 1 < steps() && step(i + 1).hints().in_place && step(i).hints().output_overwritable &&
                            std::none_of(steps_.begin(), steps_.end(), adds);
        place_[i] = shared ? place_[i + 1] : i;
    }
    for (std::size_t i = 0; i < steps(); ++i)
        steps_[i].is_done = i > 0 && place_[i - 1] == place_[i] && step(i).hints().slope && step(i - 1).hints().rectifies;
    gradient_place_ = place_;
    for (std::size_t i = steps(); i-- > 1;)
        if (step(i).hints().gradient_overwritable) gradient_place_[i - 1] = gradient_place_[i];
    for (std::size_t i = steps(); i-- > 0;) gradient_place_[i] = gradient_place_[gradient_place_[i]];
    find_recomputed();
}

// Steps that share a place, from one that normalises on: that needs its x on the way back in any case.
void Sequential::find_recomputed() {
    recomputed_.clear();
    for (std::size_t last = 0; last + 1 < steps(); ++last) {
        if (place_[last] != last) continue;
        std::size_t first = last;
        bool all = step(last).hints().recomputable;
        while (first > 0 && place_[first - 1] == last) all = step(--first).hints().recomputable && all;
        if (all && first > 0 && step(first).whole_batch(Trains::yes) != nullptr) recomputed_.push_back({first, last});
    }
}

std::size_t Sequential::outputs() const { return steps_.empty() ? inputs_ : count(output()); }

std::string Sequential::where(std::size_t step) const {
    const std::size_t number = steps_[step].number;
    return number == none ? join(name_, ": maps") : join(name_, "/", number, ": ", specs_[number].type);
}

std::size_t Sequential::parameter_count() const {
    std::size_t sum = 0;
    for (std::size_t i = 0; i < steps(); ++i)
        for (const Parameter& parameter : step(i).parameters()) sum += parameter.value.size();
    return sum;
}

void Sequential::compute_by(const Arithmetic& arithmetic) {
    for (Step& step : steps_) step.layer->compute_by(arithmetic);
}

std::vector<Sequential::RoundedRows> Sequential::rounded_rows() const {
    std::vector<RoundedRows> all;
    for (const Step& step : steps_) {
        RoundedWeight* const weight = step.layer->rounded_weight();
        const std::size_t parts = weight == nullptr ? 0 : (weight->rows() + rows_rounded - 1) / rows_rounded;
        for (std::size_t i = 0; i < parts; ++i) all.push_back({weight, row_block(weight->rows(), parts, i)});
    }
    return all;
}

void Sequential::round_weights(Parallel& parallel) const {
    const std::vector<RoundedRows> all = rounded_rows();
    parallel.run(all.size(), [&](std::size_t i) { all[i].weight->round(all[i].rows); });
}

std::size_t Sequential::widest() const {
    std::size_t most = inputs_;
    for (const Step& step : steps_) most = std::max(most, count(step.layer->output()));
    return most;
}

bool Sequential::whole_batch(bool training) const {
    return std::any_of(steps_.begin(), steps_.end(), [&](const Step& step) { return step.layer->whole_batch(Trains(training)) != nullptr; });
}

// Pipelines and arenas know a matrix by its address: the lists get their lengths once.
void Sequential::open(Trace& trace, bool gradients) const {
    trace.y.resize(steps());
    trace.memory.resize(steps());
    if (!gradients) return;
    trace.dy.resize(steps());
    trace.dskip.resize(steps());
}

void Sequential::reserve(Trace& trace, std::size_t batch, bool gradients, std::size_t scale) const {
    open(trace, gradients);
    trace.blocks = Sharding(trace.mode.shards).blocks(batch / scale);
    trace.scale = scale;
    for (std::size_t i = 0; i < steps(); ++i) {
        step(i).reserve(trace.memory[i], batch, trace.blocks);
        const std::size_t width = count(step(i).output());
        if (place_[i] == i) take(trace.arena, trace.y[i], batch, width);
        if (gradients && gradient_place_[i] == i) take(trace.arena, trace.dy[i], batch, width);
        if (gradients && steps_[i].skip != none) take(trace.arena, trace.dskip[i], batch, width);
        if (gradients && trace.tapped == i) take(trace.arena, trace.dtap, batch, width);
    }
}

void Sequential::tap(Trace& trace, std::size_t layer) const {
    const std::size_t i = layer + leading_;
    if (layer >= size()) fail(name_, " has no layer ", layer);
    if (place_[i] != i) fail(where(i), " gives nothing that stays: the layer behind it writes over its output");
    trace.tapped = i;
}

Flow Sequential::flow(const Matrix& x, Trace& t, std::size_t i, Trains training, Matrix* dx) const {
    Flow flow = {.x = &input(x, t, i),
                 .y = &t.y[place_[i]],
                 .memory = &t.memory[i],
                 .mode = &t.mode,
                 .training = training == Trains::yes,
                 .blocks = t.blocks,
                 .number = steps_[i].stream};
    if (i + 1 < steps() && steps_[i + 1].is_done) flow.slope = step(i + 1).hints().slope;
    const std::size_t skip = steps_[i].skip;
    if (skip != none) flow.skip = &t.y[place_[skip]];
    if (t.dy.empty()) return flow;
    flow.dy = &t.dy[gradient_place_[i]];
    if (dx != nullptr || i > first_learning_) flow.dx = i == 0 ? dx : &t.dy[gradient_place_[i - 1]];
    if (skip != none) flow.dskip = &t.dskip[i];
    return flow;
}

// After step i+1 has written dL/dy of step i: what a residual layer further on sends back comes on top, and what another use of its output does.
void Sequential::add_skips(Trace& trace, std::size_t i, Rows rows, std::size_t end) const {
    const auto add = [&](const Matrix& d) {
        kernels().add_scaled(d.row(rows.begin), 1, rows.count() * d.columns(), trace.dy[gradient_place_[i]].row(rows.begin));
    };
    if (trace.tapped == i) add(trace.dtap);
    for (std::size_t later = i + 1; later < end; ++later)
        if (steps_[later].skip == i) add(trace.dskip[later]);
}

const Matrix& Sequential::forward(const Matrix& x, Trace& trace, Rows rows, Trains training) const {
    for (std::size_t i = 0; i < steps(); ++i) {
        if (steps_[i].is_done) continue;
        if (step(i).whole_batch(training) != nullptr) fail(where(i), " looks at the whole batch, it cannot run for some rows alone");
        step(i).forward(flow(x, trace, i, training), rows);
    }
    return trace.y.back();
}

void Sequential::backward(const Matrix& x, Trace& trace, Matrix* dx, Rows rows, Trains training) const {
    for (std::size_t i = steps(); i-- > (dx == nullptr ? first_learning_ : 0);) {
        add_skips(trace, i, rows, steps());
        if (!steps_[i].is_done) step(i).backward(flow(x, trace, i, training, dx), rows);
    }
}

std::size_t Sequential::last_layer() const {
    std::size_t i = steps_.size() - 1;
    while (steps_[i].number == none) --i;
    return i;
}

Matrix& Sequential::last_input(Matrix& x, Trace& trace) const {
    const std::size_t last = last_layer();
    return last == 0 ? x : trace.y[place_[last - 1]];
}

bool Sequential::finite_gradients(const Trace& trace, Rows rows, std::size_t scale) const {
    const Matrix& first = first_gradient(trace);
    return kernels().all_finite(first.row(rows.begin * scale), rows.count() * scale * first.columns());
}

void Sequential::add_forward(Pipeline& pipeline, const Matrix& x, Trace& trace, Trains training, std::size_t scale) const {
    open(trace, false);
    pipeline.first(
        this, [all = rounded_rows()](Parallel& parallel) { parallel.run(all.size(), [&](std::size_t i) { all[i].weight->round(all[i].rows); }); });
    for (std::size_t i = 0; i < steps(); ++i) {
        if (steps_[i].is_done) continue;
        const Flow f = flow(x, trace, i, training);
        if (const WholeBatch* const batch = step(i).whole_batch(training)) {
            pipeline.rows([this, &x, &trace, batch, training, i, scale](
                              Rows rows, std::size_t block) { batch->gather(flow(x, trace, i, training), times(rows, scale), block); },
                          {f.x});
            pipeline.once([this, &x, &trace, batch, training, i] { batch->combine(flow(x, trace, i, training)); }, {},
                          batch->wholes(f, Way::forward));
        }
        if (f.y != f.x) pipeline.renew(*f.y);
        if (const ByColumns* const layer = step(i).by_columns()) {
            pipeline.parts(
                [this, &x, &trace, layer, training, i, scale](Rows rows, std::size_t part, std::size_t parts) {
                    layer->forward_columns(flow(x, trace, i, training), times(rows, scale), column_part(count(step(i).output()), part, parts));
                },
                {f.x, f.y});
            continue;
        }
        pipeline.rows(
            [this, &x, &trace, training, i, scale](Rows rows, std::size_t) { step(i).forward(flow(x, trace, i, training), times(rows, scale)); },
            {f.x, f.y, f.skip});
    }
}

void Sequential::recompute(Pipeline& pipeline, const Matrix& x, Trace& trace, const Recomputed& recomputed, std::size_t scale) const {
    pipeline.renew(trace.y[recomputed.last]);
    pipeline.rows(
        [this, &x, &trace, recomputed, scale](Rows rows, std::size_t) {
            for (std::size_t i = recomputed.first; i <= recomputed.last; ++i)
                if (!steps_[i].is_done) step(i).forward(flow(x, trace, i, Trains::yes), times(rows, scale));
        },
        {flow(x, trace, recomputed.first, Trains::yes).x, &trace.y[recomputed.last]});
}

void Sequential::add_backward(Pipeline& pipeline, const Matrix& x, Trace& trace, Trains training, Matrix* dx, std::size_t scale) const {
    open(trace, true);
    for (std::size_t i = steps(); i-- > (dx == nullptr ? first_learning_ : 0);) {
        for (const Recomputed& recomputed : recomputed_)
            if (trace.arena != nullptr && training == Trains::yes && recomputed.last + 1 == i) recompute(pipeline, x, trace, recomputed, scale);
        const Flow f = flow(x, trace, i, training, dx);
        const Matrix* const looked_at[] = {step(i).hints().backward_reads_x ? f.x : nullptr, step(i).hints().output_overwritable ? nullptr : f.y};
        Pipeline::Uses skips = {f.dy};
        if (trace.tapped == i) skips.push_back(&trace.dtap);
        for (std::size_t later = i + 1; later < steps(); ++later)
            if (steps_[later].skip == i) skips.push_back(&trace.dskip[later]);
        pipeline.rows([this, &trace, i, scale](Rows rows, std::size_t) { add_skips(trace, i, times(rows, scale), steps()); }, skips);
        if (steps_[i].is_done) continue;
        if (const WholeBatch* const batch = step(i).whole_batch(training)) {
            pipeline.rows([this, &x, &trace, batch, training, dx, i, scale](
                              Rows rows, std::size_t block) { batch->gather_backward(flow(x, trace, i, training, dx), times(rows, scale), block); },
                          {looked_at[0], looked_at[1], f.dy});
            pipeline.once([this, &x, &trace, batch, training, dx, i] { batch->combine_backward(flow(x, trace, i, training, dx)); }, {},
                          batch->wholes(f, Way::back));
        }
        for (const Matrix* const fresh : {f.dx, f.dskip})
            if (fresh != nullptr && fresh != f.dy) pipeline.renew(*fresh);
        if (const ByColumns* const layer = step(i).by_columns(); layer != nullptr && f.dx != nullptr) {
            pipeline.parts(
                [this, &x, &trace, layer, training, dx, i, scale](Rows rows, std::size_t part, std::size_t parts) {
                    layer->backward_columns(flow(x, trace, i, training, dx), times(rows, scale), column_part(count(step(i).input()), part, parts));
                },
                {f.dy, f.dx});
            continue;
        }
        pipeline.rows([this, &x, &trace, training, dx, i, scale](
                          Rows rows, std::size_t) { step(i).backward(flow(x, trace, i, training, dx), times(rows, scale)); },
                      {looked_at[0], looked_at[1], f.dy, f.dx, f.dskip});
    }
}

Pipeline::Uses Sequential::gradient_operands(const Matrix& x, const Trace& trace) const {
    Pipeline::Uses uses;
    for (std::size_t i = 0; i < steps(); ++i) {
        if (step(i).parameters().empty() || step(i).hints().gradient_from_memory) continue;
        uses.push_back(&input(x, trace, i));
        uses.push_back(&trace.dy[gradient_place_[i]]);
    }
    return uses;
}

void Sequential::expect_tangents() const {
    for (std::size_t i = 0; i < steps(); ++i)
        if (step(i).tangents() == nullptr) fail(where(i), " has no tangent, gradient penalties need layers that have one");
}

std::size_t Sequential::curved_steps() const {
    std::size_t end = steps();
    while (end > 0 && !step(end - 1).tangents()->curved()) --end;
    return end;
}

Flow Sequential::tangent_flow(const Matrix& v, const Trace& trace, Trace& tangent, std::size_t i) const {
    Flow t = flow(v, tangent, i, Trains::yes);
    t.mode = &trace.mode;
    if (i >= curved_steps()) t.dy = nullptr;
    return t;
}

void Sequential::add_tangent(Pipeline& pipeline, const Matrix& x, Trace& trace, const Matrix& v, Trace& tangent, std::size_t scale) const {
    expect_tangents();
    open(tangent, true);
    const auto uses = [&](std::size_t i) -> Pipeline::Uses {
        const Flow f = flow(x, trace, i, Trains::yes);
        const Flow t = tangent_flow(v, trace, tangent, i);
        return {f.x, f.y, f.skip, f.dy, f.dx, t.x, t.y, t.skip, t.dy, t.dx, t.dskip};
    };
    for (std::size_t i = 0; i < steps(); ++i)
        pipeline.rows(
            [this, &x, &trace, &v, &tangent, i, scale](Rows rows, std::size_t) {
                step(i).tangents()->tangent(flow(x, trace, i, Trains::yes), tangent_flow(v, trace, tangent, i), times(rows, scale));
            },
            uses(i));
    const std::size_t end = curved_steps();
    if (end == 0) return;
    pipeline.rows(
        [&tangent, place = gradient_place_[end - 1], scale](Rows rows, std::size_t) {
            Matrix& dy = tangent.dy[place];
            std::fill_n(dy.row(rows.begin * scale), rows.count() * scale * dy.columns(), real{0});
        },
        {&tangent.dy[gradient_place_[end - 1]]});
    for (std::size_t i = end; i-- > 0;)
        pipeline.rows(
            [this, &x, &trace, &v, &tangent, i, end, scale](Rows rows, std::size_t) {
                add_skips(tangent, i, times(rows, scale), end);
                step(i).tangents()->backward_tangent(flow(x, trace, i, Trains::yes), tangent_flow(v, trace, tangent, i), times(rows, scale));
            },
            uses(i));
}

void Sequential::prepare(bool update) {
    for (std::size_t i = 0; i < steps(); ++i)
        if (Parametrisation* const weight = step(i).parametrisation()) weight->prepare(update);
}

bool Sequential::can_keep(const Trace& trace) const {
    for (std::size_t i = 0; i < steps(); ++i)
        if (const WholeBatch* const batch = step(i).whole_batch(Trains::yes); batch != nullptr && !batch->can_keep(trace.memory[i])) return false;
    return true;
}

void Sequential::keep(const Trace& trace) {
    for (std::size_t i = 0; i < steps(); ++i)
        if (WholeBatch* const batch = step(i).whole_batch(Trains::yes)) batch->keep(trace.memory[i]);
}

void Sequential::settle() {
    for (std::size_t i = 0; i < steps(); ++i)
        if (Folding* const folding = step(i).folding()) folding->settle();
}

void Sequential::freeze() {
    for (std::size_t i = 0; i < steps(); ++i)
        if (Folding* const folding = step(i).folding()) folding->freeze();
}

void Sequential::fold() {
    settle();
    std::vector<real> scale;
    std::vector<real> shift;
    for (std::size_t i = steps(); i-- > 1;) {
        const bool added = std::any_of(steps_.begin(), steps_.end(), [&](const Step& step) { return step.skip == i - 1; });
        Folding* const before = step(i - 1).folding();
        const Folding* const folding = step(i).folding();
        if (added || before == nullptr || folding == nullptr || !folding->as_affine(scale, shift) || !before->absorb(scale, shift)) continue;
        steps_.erase(steps_.begin() + static_cast<std::ptrdiff_t>(i));
        for (Step& step : steps_)
            if (step.skip != none && step.skip >= i) --step.skip;
    }
    set_places();
}

}  // namespace gen
