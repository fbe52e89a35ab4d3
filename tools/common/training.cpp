#include "tools/common/training.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <filesystem>

#include "core/error.hpp"
#include "core/parse.hpp"
#include "tools/common/checkpoints.hpp"
#include "tools/common/metrics.hpp"
#include "tools/common/progress.hpp"
#include "tools/common/resuming.hpp"
#include "tools/common/signals.hpp"
#include "tools/common/training_details.hpp"

namespace gen {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point start) { return std::chrono::duration<double>(Clock::now() - start).count(); }

std::vector<std::string> measures_of(const Trainee& trainee) {
    if (!trainee.measures.empty()) return trainee.measures;
    std::vector<std::string> names;
    for (const std::string& name : trainee.losses) names.push_back("valid_" + name);
    return names;
}

// The curve in a model: what does not vary between two runs.
std::vector<std::string> curve_columns(const Trainee& trainee) {
    std::vector<std::string> columns = {"epoch", "step"};
    columns.insert(columns.end(), trainee.losses.begin(), trainee.losses.end());
    for (const std::string& name : measures_of(trainee)) columns.push_back(name);
    columns.emplace_back("lr");
    if (trainee.events) columns.emplace_back("events");
    return columns;
}

// --metrics: the same with timing, and events by their names.
std::vector<std::string> metrics_columns(const Trainee& trainee) {
    std::vector<std::string> columns = curve_columns(trainee);
    columns.insert(columns.begin() + 2, "images_per_s");
    if (trainee.events) columns.pop_back();
    columns.emplace_back("seconds");
    if (trainee.events) columns.emplace_back("event");
    return columns;
}

/// One run of a trainer, from its callbacks' side.
class Carrying {
public:
    Carrying(const Run& run, const TrainingOptions& options, const TrainPlan& plan, const Examples& data, Training& training, Curve& curve,
             const Trainee& trainee, const CheckpointFiles& files, const Output& output)
        : run_(run), options_(options), plan_(plan), data_(data), training_(training), curve_(curve), trainee_(trainee),
          checkpoints_(checkpoint_path(options, run, output), options.checkpoint_every, files, [this] {
                           Document state = document(false);
                           saved_step_ = training_.state.step;
                           return state;
                       }),
          metrics_(run, metrics_columns(trainee), steps_reported()), progress_(run, training.state.step) {
        curve_.columns = curve_columns(trainee);
        if (!files.from.empty()) saved_step_ = training.state.step;
        if (!files.from.empty() && trainee.stops && !curve.rows.empty()) stopped_ = trainee.stops(static_cast<unsigned>(curve.rows.back().back()));
        for (std::size_t i = curve_.rows.size() - steps_reported().size() + metrics_.rows_kept(); i < curve_.rows.size(); ++i) metrics_.write(line_of(curve_.rows[i], std::nan(""), std::nan("")));
    }

    void run() {
        TrainCallbacks callbacks;
        callbacks.train = trainee_.train;
        callbacks.after_step = [this](const TrainState&, double) { return after_step(); };
        callbacks.report = [this](const EpochReport& report) {
            this->report(report);
            return !stopped_ && go_on(training_.state.epoch + (report.at == EpochReport::At::whole ? 1 : 0));
        };
        callbacks.asks = trainee_.has_events;
        if (stopped_ || !go_on(training_.state.epoch)) return;  // continued where an event or --patience had ended it
        try {
            if (!train(plan_, data_, training_.state, callbacks)) {
                checkpoints_.save();
                throw Stopped(join("checkpoint ", checkpoints_.path(), " at step ", training_.state.step));
            }
        } catch (const Error& error) {
            if (error.fault() != Fault::diverged) throw;
            diverged(error);
        }
    }

    /// A checkpoint that the user named is brought up to date, with whole epochs only in its curve and among the best so that a longer run can go on
    /// from it; another one is removed once the model is safe.
    void finish(bool named, Output& output) {
        spent_.on(TimeSpent::writing);
        if (named) checkpoints_.save();
        if (partial_) {
            curve_.rows.push_back(*partial_);
            judge(partial_->at(2 + trainee_.losses.size()), static_cast<std::uint64_t>(partial_->front()));
        }
        if (options_.keep == "best" && training_.best_epoch > 0) trainee_.recall();
        output.commit(document(true));
        if (!named) checkpoints_.remove();
        run_.detail(name_of_output(run_) + spent_.details(training_.state.step - first_step_));
    }

private:
    Document document(bool is_product) {
        if (trainee_.keep && !at_end_) trainee_.keep(training_.kept);
        return trainee_.document(training_, curve_, is_product);
    }

    /// The steps of the rows that --metrics had at the checkpoint: those of this run, not of a model that it began with.
    std::vector<std::uint64_t> steps_reported() const {
        std::vector<std::uint64_t> steps;
        for (const std::vector<double>& row : curve_.rows)
            if (row[1] > static_cast<double>(plan_.first_step)) steps.push_back(static_cast<std::uint64_t>(row[1]));
        return steps;
    }

    /// A row of the curve as --metrics has it.
    std::vector<Metric> line_of(const std::vector<double>& row, double images_per_second, double seconds) const {
        std::vector<Metric> line = {static_cast<std::uint64_t>(row[0]), static_cast<std::uint64_t>(row[1]), images_per_second};
        line.insert(line.end(), row.begin() + 2, row.end() - (trainee_.events ? 1 : 0));
        line.emplace_back(seconds);
        if (trainee_.events) line.emplace_back(trainee_.names_of_events(static_cast<unsigned>(row.back())));
        return line;
    }

    /// With these means over the examples since the latest report, and the latest validation.
    TrainingState progress_state(const std::vector<double>& means) const {
        const TrainState& s = training_.state;
        TrainingState state = {.epoch = s.epoch + 1,
                               .epochs = plan_.max_steps > 0 ? 0 : plan_.epochs,
                               .step = s.step,
                               .steps = plan_.total_steps(data_.size()),
                               .images = images_};
        if (trainee_.shown) state.numbers = trainee_.shown(means);
        else state.numbers.emplace_back("loss", means[0]);
        if (valid_ && !trainee_.shown_measure.empty()) state.numbers.emplace_back(trainee_.shown_measure, *valid_);
        return state;
    }

    std::vector<double> means_so_far() const {
        std::vector<double> means = training_.state.sums;
        for (double& mean : means) mean /= static_cast<double>(training_.state.examples);
        return means;
    }

    bool after_step() {
        images_ += plan_.batch;
        epoch_images_ += plan_.batch;
        if (progress_.due()) progress_.step(progress_state(means_so_far()));
        if (checkpoints_.enabled() && stop_requested()) return false;
        spent_.on(TimeSpent::writing);
        checkpoints_.step(training_.state.step);
        spent_.on(TimeSpent::training);
        return true;
    }

    void report(const EpochReport& report) {
        reports_ = true;
        const double training_seconds = seconds_since(epoch_start_);
        spent_.on(TimeSpent::validation);
        if (report.at == EpochReport::At::end) {  // a longer run does not look here, and goes on from what is kept
            if (trainee_.keep) trainee_.keep(training_.kept);
            at_end_ = true;
        }
        const std::vector<double> valid = trainee_.validate();
        spent_.on(TimeSpent::training);
        expect_finite(valid);
        if (!std::isnan(valid[0])) valid_ = valid[0];
        std::vector<double> row = {static_cast<double>(report.epoch), static_cast<double>(report.step)};
        const std::vector<double> means = trainee_.finish ? trainee_.finish(report.means) : report.means;
        row.insert(row.end(), means.begin(), means.end());
        row.insert(row.end(), valid.begin(), valid.end());
        row.push_back(report.rate);
        if (trainee_.events) {
            const unsigned events = trainee_.events();
            row.push_back(events);
            for (const std::string& event : trainee_.explain_events(events)) run_.warn(join(name_of_output(run_), "step ", report.step, ": ", event));
            stopped_ = trainee_.stops(events);
        }
        metrics_.write(line_of(row, static_cast<double>(epoch_images_) / training_seconds, seconds_since(start_)));
        if (report.at != EpochReport::At::within) {
            progress_.epoch(progress_state(report.means));
        }
        if (report.at == EpochReport::At::end) {
            partial_ = row;
        } else {
            curve_.rows.push_back(row);
            judge(valid[0], report.epoch);
        }
        epoch_start_ = Clock::now();
        epoch_images_ = 0;
        reports_ = false;
    }

    void judge(double valid_loss, std::uint64_t epoch) {
        if (!judges() || !std::isfinite(valid_loss) || !(valid_loss < training_.best_loss)) return;
        training_.best_loss = valid_loss;
        training_.best_epoch = epoch;
        if (options_.keep == "best") trainee_.remember();
    }

    bool judges() const { return options_.keep == "best" || options_.patience.has_value(); }
    /// After so many epochs.
    bool go_on(std::uint64_t epochs) const {
        return !options_.patience || epochs < std::max(training_.best_epoch, plan_.first_epoch) + static_cast<std::uint64_t>(*options_.patience);
    }

    /// Of a model that is finite: then the step before this was one too many.
    void expect_finite(const std::vector<double>& valid) const {
        if (trainee_.validates && (!std::isfinite(valid[0]) || std::any_of(valid.begin(), valid.end(), [](double v) { return std::isinf(v); })))
            throw Diverged("what validation gives is not finite", true);
    }

    [[noreturn]] void diverged(const Error& error) {
        const auto* const in_step = dynamic_cast<const Diverged*>(&error);
        const std::uint64_t step = training_.state.step + (reports_ ? 0 : 1);
        const std::string kept = what_is_kept(in_step != nullptr && in_step->intact());
        throw Error(Fault::diverged, join("training diverged at step ", step, ": ", error.what(), "; ", kept));
    }

    std::string what_is_kept(bool intact) {
        if (!checkpoints_.enabled()) return "nothing is kept, as the output is no regular file and there is no --checkpoint";
        const std::optional<std::uint64_t> before = saved_step_;
        try {
            if (intact) {
                checkpoints_.save();
                return "the state before it is kept in " + checkpoints_.path();
            }
        } catch (const Error& error) {
            if (error.fault() != Fault::diverged) throw;
        }
        return before ? join("the state after step ", *before, " is kept in ", checkpoints_.newest()) : "nothing is kept";
    }

    const Run& run_;
    const TrainingOptions& options_;
    const TrainPlan& plan_;
    const Examples& data_;
    Training& training_;
    Curve& curve_;
    const Trainee& trainee_;
    Checkpoints checkpoints_;
    MetricsFile metrics_;
    ProgressReport progress_;
    TimeSpent spent_;
    std::uint64_t first_step_ = training_.state.step;
    std::optional<std::vector<double>> partial_;  // the row of an unfinished last epoch
    std::optional<double> valid_;                  // the first of the latest validation
    bool at_end_ = false;                          // within an epoch
    bool reports_ = false;                         // or it makes a step
    std::optional<std::uint64_t> saved_step_;      // of the checkpoint
    bool stopped_ = false;                         // by an event
    std::uint64_t images_ = 0;
    std::uint64_t epoch_images_ = 0;
    Clock::time_point start_ = Clock::now();
    Clock::time_point epoch_start_ = start_;
};

}  // namespace

void TrainingOptions::describe(OptionVisitor& v) {
    const std::string_view group = "Training";
    v.visit({.name = "epochs", .value = "N", .help = "passes over the data", .group = group, .low = 1, .high = 1e9}, epochs);
    v.visit({.name = "steps", .value = "N", .help = "stop after N steps instead, even within an epoch", .group = group, .low = 1, .high = 1e15}, steps);
    v.visit({.name = "batch", .letter = 'b', .value = "N", .help = batch_help, .group = group, .low = 1,
             .high = 1e6}, batch);
    v.visit({.name = "lr", .value = "X", .help = "learning rate", .group = group, .low = 0, .high = 1e30, .above_low = true}, lr);
    v.visit({.name = "lr-schedule", .value = "SPEC",
             .help = "how the learning rate changes: constant, step:EPOCHS,FACTOR, cosine[:FINAL], warmup:STEPS; joined by +", .group = group,
             .forms = [](const auto&) { return schedule_forms(); }, .joined = '+'}, lr_schedule);
    v.visit({.name = "optimizer", .value = "SPEC",
             .help = "adam, adamw, sgd, adagrad or rmsprop, with settings as in adam:beta1=0.9,beta2=0.999,eps=1e-8", .group = group,
             .forms = [](const auto&) { return optimizer_forms(); }}, optimizer);
    v.visit({.name = "betas", .value = "B1,B2", .help = "decay of adam's two moments", .group = group, .example_default = betas_unless_given}, betas);
    v.visit({.name = "weight-decay", .value = "X", .help = "L2 term in the gradient; with adamw decoupled (and 0.01 by default)", .group = group, .low = 0,
             .high = 1e6}, weight_decay);
    v.visit({.name = "clip", .value = "N", .help = "limit on the norm of all gradients together; 0: none", .group = group, .low = 0, .high = 1e30}, clip);
    v.visit({.name = "ema", .value = "D", .help = "also keep moving averages of the weights, which readers then use, with this decay or (1+t)/(10+t) at update t where that is less; 0: none", .group = group,
             .low = 0, .high = 0.999999999}, ema);
    v.visit({.name = "engine", .help = "what computes convolutions: oneDNN, BLAS, or whichever is faster for the shape of each layer", .group = group,
             .choices = {"auto", "blas", "onednn"}}, engine);
    v.visit({.name = "keep", .help = keep_help, .group = group, .choices = {"last", "best"}},
            keep);
    v.visit({.name = "report-every", .value = "N", .help = "steps between rows of --metrics, in addition to one at the end of each epoch; 0: no more than those", .group = group,
             .low = 0, .high = 1e15}, report_every);
    v.visit({.name = "patience", .value = "N", .help = patience_help, .group = group, .low = 1, .high = 1e9}, patience);
    const std::string_view files = "Checkpoints";
    v.visit({.name = "checkpoint", .value = "FILE", .help = "where the state of an interrupted run is kept; one named here is also kept after the end",
             .group = files, .expects = Expects::output, .endings = {".ckpt", ".h5", ".hdf5"}, .recorded = false, .example_default = "OUTPUT.ckpt",
             .kind = "model", .beside = ".ckpt", .keeps_old = true}, checkpoint);
    v.visit({.name = "checkpoint-every", .value = "N|TIME", .help = "steps, or a time as in 90s, 10min, 2h", .group = files, .recorded = false},
            checkpoint_every);
    v.visit({.name = "resume", .help = "continue from the checkpoint, or from the finished model of a shorter run, if there is one; otherwise start", .group = files, .recorded = false}, resume);
    v.visit({.name = "from", .value = "MODEL", .help = "start from the weights and training state of this model, for --epochs or --steps more", .group = files,
             .expects = Expects::file, .recorded = false}, from);
}

OptimizerSpec TrainingOptions::optimizer_spec() const {
    OptimizerSpec spec = parse_optimizer(optimizer);
    if (!betas.empty()) {
        const bool is_adam = spec.kind == OptimizerSpec::Kind::adam || spec.kind == OptimizerSpec::Kind::adamw;
        if (!is_adam) fail_usage("--betas are adam's, the optimizer is ", optimizer);
        const auto [first, second] = split_at(betas, ',');
        if (second.empty()) fail_usage("--betas is ", betas, ", expected B1,B2");
        spec.beta1 = parse_number(first, "--betas");
        spec.beta2 = parse_number(second, "--betas");
        for (const double beta : {spec.beta1, spec.beta2})
            if (beta < 0 || beta >= 1) fail_usage("--betas is ", betas, ", expected numbers from 0 on below 1");
    }
    if (weight_decay) spec.weight_decay = *weight_decay;
    return spec;
}

TrainPlan TrainingOptions::plan(const Run& run, const TrainState& before) const {
    TrainPlan plan;
    plan.first_step = before.step;
    plan.first_epoch = before.epoch;
    plan.epochs = before.epoch + static_cast<std::uint64_t>(epochs);
    plan.max_steps = steps ? before.step + static_cast<std::uint64_t>(*steps) : 0;
    plan.batch = static_cast<std::size_t>(batch);
    plan.whole_batches = whole_batches;
    plan.report_every = static_cast<std::uint64_t>(report_every);
    plan.rate = lr;
    plan.schedule = parse_schedule(lr_schedule);
    plan.seed = run.seed;
    return plan;
}

std::string checkpoint_path(const TrainingOptions& options, const Run& run, const Output& output) {
    if (!options.checkpoint.empty()) return options.checkpoint;
    return output.is_regular() ? run.output + ".ckpt" : "";
}

Curve record_result(const Run& run, const std::vector<std::string>& losses, const std::vector<double>& means, const std::vector<double>& valid) {
    Trainee trainee;
    trainee.losses = losses;
    MetricsFile metrics(run, metrics_columns(trainee));
    std::vector<double> row = {0, 0};
    row.insert(row.end(), means.begin(), means.end());
    row.insert(row.end(), valid.begin(), valid.end());
    row.push_back(0);
    std::vector<Metric> line = {0, 0, 0.0};
    line.insert(line.end(), row.begin() + 2, row.end());
    line.emplace_back(0.0);
    metrics.write(line);
    Curve curve;
    curve.columns = curve_columns(trainee);
    curve.rows = {row};
    return curve;
}

void carry_out(const Run& run, const TrainingOptions& options, const TrainPlan& plan, const Examples& data, Training training, Curve curve,
               const Trainee& trainee, CheckpointFiles files, Output& output) {
    if (training.state.step > plan.total_steps(data.size()))
        fail(files.from, ": has ", training.state.step, " steps done, this run asks for ", plan.total_steps(data.size()));
    if (!options.resume) files.old_stays = make_room(run, checkpoint_path(options, run, output));
    Carrying carrying(run, options, plan, data, training, curve, trainee, files, output);
    carrying.run();
    carrying.finish(!options.checkpoint.empty(), output);
}

}  // namespace gen
